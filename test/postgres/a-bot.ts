import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A process of its own that starts the embedded server (see bot.ts), and what it printed so far. */
export type Bot = {
  child: ChildProcess;
  lines: string[];
  printed(matching: RegExp): Promise<string>;
  kill(): Promise<void>;
};

const PATIENCE_MS = 15_000;

/** Starts a bot on the data folder; `program` is bot.ts or a copy of it. */
export function aBot(program: string, args: string[], options: SpawnOptions = {}): Bot {
  const child = spawn(process.execPath, [program, ...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const exited = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  return {
    child,
    lines,
    kill,
    printed: async (matching) => {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const line = lines.find((each) => matching.test(each));
        if (line !== undefined) return line;
        if (performance.now() > until) throw new Error(`the bot never printed ${matching}: ${lines.join(' | ')}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}
