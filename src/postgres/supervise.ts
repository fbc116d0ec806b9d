import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { Log } from './log.ts';
import { clearAbandoned } from './postmaster.ts';
import { startServer, stopServer, type ServerOptions } from './server.ts';

/** How long children of a killed server may keep its memory before a new one gives up on starting. */
const LINGER_MS = 15_000;
const RESTART_MAX_MS = 10_000;

export type RunningServer = { port: number; stop(): Promise<void> };

/**
 * Starts a server on a free port and, until it is stopped, starts it again on the same port whenever it ends (the
 * system ran out of memory, somebody killed it), so that the bot's connections heal without the bot's doing.
 */
export async function keepRunning(options: ServerOptions, log: Log): Promise<RunningServer> {
  const stopping = new AbortController();
  let { child, port } = await startSomewhere(options);
  let restarting: Promise<void> = Promise.resolve();

  const watch = (watched: ChildProcess): void => {
    watched.once('exit', (code, signal) => {
      if (stopping.signal.aborted) return;
      log.error({ code, signal }, 'The database server ended by itself; starting it again');
      restarting = restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (let waitMs = 100; !stopping.signal.aborted; waitMs = Math.min(2 * waitMs, RESTART_MAX_MS)) {
      try {
        await clearAbandoned(options.data, log);
        child = await startWhenMemoryIsFree(options, port);
        watch(child);
        log.info({ port }, 'The database server is back');
        return;
      } catch (error) {
        log.error({ err: error }, 'The database server does not start; trying again');
        await sleep(waitMs, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  watch(child);
  return {
    port,
    stop: async () => {
      stopping.abort();
      await restarting;
      await stopServer(child);
    },
  };
}

/** A free port can be taken before the server has it; then another is tried. */
async function startSomewhere(options: ServerOptions): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await startWhenMemoryIsFree(options, port) };
    } catch (error) {
      if (attempt === 5 || !says(error, /could not bind|could not create any TCP/i)) throw error;
    }
  }
}

/** Children of a killed server notice its end within moments; until then a new one rightly refuses to start. */
async function startWhenMemoryIsFree(options: ServerOptions, port: number): Promise<ChildProcess> {
  const until = performance.now() + LINGER_MS;
  for (;;) {
    try {
      return await startServer(options, port);
    } catch (error) {
      if (performance.now() > until || !says(error, /pre-existing shared memory block/i)) throw error;
      await sleep(200);
    }
  }
}

function says(error: unknown, words: RegExp): boolean {
  return error instanceof Error && words.test(error.message);
}
