import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { readMail, type Mail } from '../../sandbox/inbox/read-mail.ts';

/** What a mail meets: it is taken, refused with a code, taken and never answered, or met with silence on an open line. */
export type Answer = 'takes' | 'loses the answer' | 'is silent' | number;

type Done = (error?: Error | null) => void;

export interface TestMailServer {
  readonly url: string;
  /** What arrived, in order, with the mailbox it was for. */
  readonly mails: (Mail & { readonly to: string; readonly raw: string })[];
  /** Commands about recipients, whatever became of them. */
  readonly asked: string[];
  /** From now on: what becomes of a mail, by its recipient, before (`rcpt`) and after (`data`) it was handed over. */
  meets(at: 'rcpt' | 'data', next: (to: string) => Answer): void;
}

/** A mail server on this machine; gone when the test is over. */
export async function aMailServer(): Promise<TestMailServer> {
  const mails: TestMailServer['mails'] = [];
  const asked: string[] = [];
  const meets: Record<'rcpt' | 'data', (to: string) => Answer> = { rcpt: () => 'takes', data: () => 'takes' };
  const settle = (answer: Answer, done: Done): void => {
    if (answer === 'takes') done();
    else if (answer === 'is silent') return;
    else if (answer === 'loses the answer') for (const connection of server.connections) connection.close();
    else done(Object.assign(new Error('says the test'), { responseCode: answer }));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      asked.push(address);
      settle(meets.rcpt(address), done);
    },
    onData(stream, { envelope }, done) {
      void take(stream, envelope.rcptTo[0]?.address ?? '', done);
    },
  });
  const take = async (stream: Readable, to: string, done: Done): Promise<void> => {
    const raw = await text(stream);
    const answer = meets.data(to);
    if (typeof answer !== 'number') mails.push({ ...readMail(raw), to, raw });
    settle(answer, done);
  };
  server.on('error', () => undefined);
  const listening = Promise.withResolvers<void>();
  const { server: net } = server;
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  onTestFinished(() => new Promise((resolve) => server.close(resolve)));
  const address = net.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return { url: `smtp://127.0.0.1:${address.port}`, mails, asked, meets: (at, next) => void (meets[at] = next) };
}
