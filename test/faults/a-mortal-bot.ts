import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('bot.ts', import.meta.url));
const PRELOAD = new URL('../../sandbox/end-with-parent.ts', import.meta.url).href;

/** Where a life is to end: at a count of effects, or at the first of certain points that it passes. */
export interface Death {
  readonly at?: string;
  readonly first?: readonly string[];
}

/** What became of one process of the bot. */
export interface Life {
  readonly passed: readonly string[];
  /** The point it died at; undefined for one that was stopped, or ended by itself. */
  readonly died: string | undefined;
  /** Ms from its start until it could take and keep a change; undefined where it died before. */
  readonly readyMs: number | undefined;
  readonly exit: string;
}

export interface MortalBot {
  pid(): number | undefined;
  lives(): readonly Life[];
  /** SIGTERM to the life there is, and no life after it; resolves with how long it took to end. */
  stop(): Promise<number>;
  /** SIGKILL to the life there is; the next begins at once. */
  kill(): void;
  /** Rejects when a life ended in a way nobody asked for. */
  readonly ended: Promise<void>;
}

export interface MortalOptions {
  readonly env: Readonly<Record<string, string>>;
  /** For the log and the points. */
  readonly dir: string;
  /** How the next life is to end; undefined lets it live. */
  readonly death: (lives: readonly Life[]) => Death | undefined;
  /** Between two lives. */
  readonly meanwhile?: () => Promise<void>;
  /** Short leases, so that a crash costs about a second. */
  readonly quick?: boolean;
}

/** Runs the bot life after life: whenever it dies the next begins. */
export function aMortalBot({ env, dir, death, meanwhile, quick = true }: MortalOptions): MortalBot {
  const lives: Life[] = [];
  const log = join(dir, 'bot.log');
  let child: ChildProcess | undefined;
  let stopping = false;

  const live = async (): Promise<void> => {
    while (!stopping) {
      const points = join(dir, `points-${lives.length + 1}`);
      const { at = '', first = [] } = death(lives) ?? {};
      const more = { POINTS_FILE: points, DIE_AT: at, DIE_FIRST: first.join(','), ...(quick ? { QUICK: 'yes' } : {}) };
      const out = openSync(log, 'a');
      child = spawn(process.execPath, ['--import', PRELOAD, PROGRAM], {
        env: { ...env, ...more },
        stdio: ['pipe', out, out],
        detached: true,
      });
      closeSync(out);
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      child = undefined;
      const life = await read(points, signal ?? `exit code ${code}`);
      lives.push(life);
      await rm(points, { force: true });
      if (stopping) return;
      if (signal !== 'SIGKILL')
        throw new Error(`The bot ended by itself (${life.exit}):\n${(await readFile(log, 'utf8')).slice(-2_000)}`);
      await meanwhile?.();
    }
  };
  const ended = live();
  ended.catch(() => undefined);
  return {
    pid: () => child?.pid,
    lives: () => lives,
    ended,
    kill: () => void child?.kill('SIGKILL'),
    async stop() {
      const began = performance.now();
      stopping = true;
      child?.kill('SIGTERM');
      await ended;
      return performance.now() - began;
    },
  };
}

async function read(file: string, exit: string): Promise<Life> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const told = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [ready] = told('ready');
  return {
    passed: told('passed'),
    died: told('died')[0],
    readyMs: ready === undefined ? undefined : Number(ready),
    exit,
  };
}
