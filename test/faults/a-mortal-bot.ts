import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('bot.ts', import.meta.url));
const PRELOAD = new URL('../../sandbox/end-with-parent.ts', import.meta.url).href;

/** Where a life is to end: at a point by name, or at any (`after:*`), and at which passing of it. */
export interface Death {
  readonly point: string;
  readonly nth?: number;
}

/** What became of one process of the bot. */
export interface Life {
  readonly passed: readonly string[];
  /** The point it died at; undefined for one that was stopped or killed from outside. */
  readonly died: string | undefined;
  /** Ms from its start until it could take and keep a change; undefined where it died before. */
  readonly readyMs: number | undefined;
  readonly exit: string;
}

/** How a life is to end: at the first of these that it comes to; with none it lives. */
export type Plan = (lives: readonly Life[]) => readonly Death[];

export interface MortalBot {
  pid(): number | undefined;
  lives(): readonly Life[];
  /** From now on, in this life too, until the next begins. */
  dieAt(...deaths: readonly Death[]): void;
  /** SIGKILL to the life there is; the next begins at once. */
  kill(): void;
  /** SIGTERM to the life there is, and none after it; how long it took to end, in ms. Throws when one ended in a way nobody asked for. */
  stop(): Promise<number>;
  /** Lives again after a stop. */
  start(): void;
}

export interface MortalOptions {
  readonly env: Readonly<Record<string, string>>;
  /** For its log and its points. */
  readonly dir: string;
  readonly plan: Plan;
  /** Between two lives. */
  readonly meanwhile?: () => Promise<void>;
  /** Short leases, so that a crash costs about a second. */
  readonly quick?: boolean;
}

/** Runs the bot life after life: whenever it dies the next begins. */
export function aMortalBot({ env, dir, plan, meanwhile, quick = true }: MortalOptions): MortalBot {
  const lives: Life[] = [];
  const log = join(dir, 'bot.log');
  const points = join(dir, 'points');
  const death = join(dir, 'death');
  let child: ChildProcess | undefined;
  let stopping = false;
  let ended = Promise.resolve();

  const dieAt = (...deaths: readonly Death[]): void => {
    writeFileSync(`${death}.new`, deaths.map(({ point, nth = 1 }) => `${point} ${nth}\n`).join(''));
    renameSync(`${death}.new`, death);
  };
  const one = async (): Promise<Life> => {
    dieAt(...plan(lives));
    writeFileSync(points, '');
    const out = openSync(log, 'a');
    child = spawn(process.execPath, ['--import', PRELOAD, PROGRAM], {
      env: {
        ...env,
        NODE_COMPILE_CACHE: join(dir, 'compiled'),
        POINTS_FILE: points,
        DEATH_FILE: death,
        ...(quick ? { QUICK: 'yes' } : {}),
      },
      stdio: ['pipe', out, out],
      detached: true,
    });
    closeSync(out);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    child = undefined;
    return read(readFileSync(points, 'utf8'), signal ?? `exit code ${code}`);
  };
  const live = async (): Promise<void> => {
    for (;;) {
      const life = await one();
      lives.push(life);
      appendFileSync(
        log,
        `life ${lives.length}: ${life.passed.slice(-12).join(' ')}, ${life.exit} ${life.died ?? ''}\n`,
      );
      if (stopping) return;
      if (life.exit !== 'SIGKILL')
        throw new Error(`The bot ended by itself (${life.exit}):\n${readFileSync(log, 'utf8').slice(-2_000)}`);
      await meanwhile?.();
    }
  };
  const start = (): void => {
    stopping = false;
    ended = live();
    ended.catch(() => undefined);
  };
  start();
  return {
    pid: () => child?.pid,
    lives: () => lives,
    dieAt,
    kill: () => void child?.kill('SIGKILL'),
    start,
    async stop() {
      const began = performance.now();
      stopping = true;
      child?.kill('SIGTERM');
      await ended;
      return performance.now() - began;
    },
  };
}

function read(text: string, exit: string): Life {
  const told = (word: string): string[] =>
    text.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const [ready] = told('ready');
  return {
    passed: told('passed'),
    died: told('died')[0],
    readyMs: ready === undefined ? undefined : Number(ready),
    exit,
  };
}
