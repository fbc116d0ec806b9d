import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface TestWebhook {
  readonly url: string;
  /** Bodies that were posted, whatever was answered. */
  readonly posted: string[];
  /** From now on: the status and headers of the answer, or none at all. */
  answers(next: () => { readonly status: number; readonly headers?: Record<string, string> } | undefined): void;
}

/** A webhook on this machine; gone when the test is over. */
export async function aWebhook(): Promise<TestWebhook> {
  const posted: string[] = [];
  let answer: Parameters<TestWebhook['answers']>[0] = () => ({ status: 202 });
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posted.push(body);
      const given = answer();
      if (given) response.writeHead(given.status, given.headers).end();
      else request.socket.destroy();
      return given;
    });
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the webhook has no port');
  return { url: `http://127.0.0.1:${address.port}/hook?sig=secret`, posted, answers: (next) => void (answer = next) };
}
