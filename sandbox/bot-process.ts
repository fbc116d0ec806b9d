import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../src/app.ts', import.meta.url));
const PRELOAD = new URL('end-with-parent.ts', import.meta.url).href;

/** How often in a row a bot that ends unasked is started again; one that ran for a minute begins a new row. */
const RESTARTS_MAX = 3;
const ROW_MS = 60_000;
const RESTART_MS = 500;
const STOP_MAX_MS = 20_000;

export type BotOptions = {
  env: Readonly<Record<string, string>>;
  /** Told in one line what happens to the bot. */
  say: (line: string) => void;
  /** The bot's own program unless a test has another. */
  program?: string;
};

export type BotProcess = {
  pid(): number | undefined;
  /** Resolves when there is no bot any more: stopped, or ended too often. */
  ended: Promise<'stopped' | 'gaveUp'>;
  /** Sends one SIGTERM and waits, twenty seconds at most. May be called again. */
  stop(): Promise<void>;
};

/** Runs the bot, unmodified, as a process of its own and in a session of its own, so that Ctrl-C reaches it once, through us. */
export function runBot({ env, say, program = PROGRAM }: BotOptions): BotProcess {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const run = async (): Promise<'stopped' | 'gaveUp'> => {
    for (let restarts = 0; ;) {
      const began = performance.now();
      child = spawn(process.execPath, ['--import', PRELOAD, program], {
        env,
        stdio: ['pipe', 'inherit', 'inherit'],
        detached: true,
      });
      const how = await endOf(child);
      child = undefined;
      if (stopping.signal.aborted) return 'stopped';
      if (performance.now() - began > ROW_MS) restarts = 0;
      if (restarts === RESTARTS_MAX) {
        say(`The bot ended (${how}) once more and is not started again.`);
        return 'gaveUp';
      }
      restarts += 1;
      say(`The bot ended (${how}); starting it again, ${restarts} of ${RESTARTS_MAX}.`);
      await delay(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return 'stopped';
    }
  };
  const ended = run();
  const stop = async (): Promise<void> => {
    child?.kill('SIGTERM');
    const tooLate = setTimeout(() => {
      say(`The bot did not end within ${STOP_MAX_MS / 1000} s and is killed.`);
      child?.kill('SIGKILL');
    }, STOP_MAX_MS);
    await ended;
    clearTimeout(tooLate);
  };
  let stopped: Promise<void> | undefined;
  return {
    pid: () => child?.pid,
    ended,
    stop() {
      stopping.abort();
      return (stopped ??= stop());
    },
  };
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit');
    return signal === null ? `exit code ${code}` : `${signal}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
