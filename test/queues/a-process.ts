import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface TestProcess {
  /** What it has printed so far. */
  lines(): string[];
  ended: Promise<unknown>;
  kill(): Promise<void>;
}

/** Starts a second process that offers an id to the queue `posts` and begins to work it. */
export function aProcess(kind: string, url: string, prefix: string, lockMs: number, id: string): TestProcess {
  const script = join(import.meta.dirname, 'worker-process.ts');
  const child = spawn(process.execPath, [script, kind, url, prefix, String(lockMs), id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return {
    lines: () => printed.split('\n').filter((line) => line !== ''),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
