import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { isRecord } from '../slack/json.ts';
import { readMail } from './read-mail.ts';

/** What reached somebody outside Slack: a mail, or a card in Teams with its paragraphs. */
export type Letter = { id: string; at: number } & (
  | {
      kind: 'mail';
      to: string;
      from: string;
      subject: string;
      text: string;
      html: string;
      calendar: string | undefined;
    }
  | { kind: 'card'; paragraphs: string[] }
);

/** The sandbox's mailboxes and its Teams: whatever arrives is kept, the newest first, and shown on the page. */
export type Inbox = {
  /** What the bot takes as SMTP_URL. */
  smtpUrl: string;
  /** Last part of the path of the webhook that the sandbox serves. */
  webhook: string;
  letters: readonly Letter[];
  takeCard(posted: unknown): boolean;
  /** Calls the listener whenever something arrived. */
  onLetter(listener: () => void): void;
  close(): Promise<void>;
};

const LETTERS_MAX = 200;
const MAIL_BYTES_MAX = 1_000_000;

/** Opens the mailboxes on a free port of this machine. */
export async function openInbox(now: () => Promise<number>): Promise<Inbox> {
  const letters: Letter[] = [];
  let tell = (): void => undefined;
  const keep = (letter: Letter): void => {
    letters.unshift(letter);
    letters.splice(LETTERS_MAX);
    tell();
  };
  const takeMail = async (stream: Readable, to: string, done: (error?: Error) => void): Promise<void> => {
    try {
      const { headers, ...mail } = readMail(await text(stream));
      const { subject = '', from = '' } = headers;
      keep({ id: newId(), at: await now(), kind: 'mail', to, from, subject, ...mail });
    } catch (error) {
      // Of a sender that went away in the middle nothing is kept.
      return done(error instanceof Error ? error : new Error(String(error)));
    }
    done();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MAIL_BYTES_MAX,
    logger: false,
    onData(stream, { envelope }, done) {
      void takeMail(stream, envelope.rcptTo.map(({ address }) => address).join(', '), done);
    },
  });
  // A connection that breaks is the bot's to notice.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('opening the mailboxes: there is no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    webhook: randomBytes(12).toString('hex'),
    letters,
    takeCard(posted) {
      const paragraphs = paragraphsOf(posted);
      if (paragraphs.length === 0) return false;
      void now().then((at) => keep({ id: newId(), at, kind: 'card', paragraphs }));
      return true;
    },
    onLetter(listener) {
      tell = listener;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The text of each paragraph of the cards in a message to a webhook; none for anything else. */
function paragraphsOf(posted: unknown): string[] {
  const attachments = isRecord(posted) && posted['type'] === 'message' ? listOf(posted['attachments']) : [];
  return attachments
    .filter(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')
    .flatMap(({ content }) => (isRecord(content) ? listOf(content['body']) : []))
    .map(({ inlines }) =>
      listOf(inlines)
        .map(({ text: words }) => (typeof words === 'string' ? words : ''))
        .join(''),
    );
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function newId(): string {
  return randomBytes(6).toString('hex');
}
