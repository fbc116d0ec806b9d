import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askHealth } from './ask-health.ts';
import { prepareDemo, type DemoOptions } from './prepare-demo.ts';

const RESTART_MS = 100;
/** A service that ended at once is started again less eagerly. */
const RESTART_SLOWLY_MS = 1_000;
const START_MAX_MS = 15_000;
const STOP_MAX_MS = 5_000;
const PROGRAM = fileURLToPath(new URL('service.ts', import.meta.url));

/** The Orders service and its folder, which holds the policy `gonogo.yaml` and the runbook beside the service's own files. */
export interface Demo {
  readonly url: string;
  readonly dir: string;
  readonly policyFile: string;
  close(): Promise<void>;
}

/** Starts the Orders service as a process of its own and, like an init system, again whenever it ends. Resolves once it answers. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { dir, port, policyFile } = await prepareDemo(options);
  const closing = new AbortController();
  let child: ChildProcess | undefined;
  const kept = (async () => {
    while (!closing.signal.aborted) {
      const began = performance.now();
      child = startService(dir);
      await once(child, 'exit').catch(() => undefined);
      const pause = performance.now() - began < RESTART_SLOWLY_MS ? RESTART_SLOWLY_MS : RESTART_MS;
      await delay(pause, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  const close = async (): Promise<void> => {
    closing.abort();
    child?.kill('SIGTERM');
    const tooLate = setTimeout(() => child?.kill('SIGKILL'), STOP_MAX_MS);
    await kept;
    clearTimeout(tooLate);
    await rm(join(dir, 'service.pid'), { force: true });
  };
  for (const until = performance.now() + START_MAX_MS; (await askHealth(port)) === undefined; await delay(50)) {
    if (performance.now() < until) continue;
    await close();
    throw new Error(`The Orders service did not start: see ${join(dir, 'service.log')}.`);
  }
  return { url: `http://127.0.0.1:${port}`, dir, policyFile, close };
}

/** In a session of its own, so that Ctrl-C reaches it through us; it ends when its input does, that is with this process. */
function startService(dir: string): ChildProcess {
  const log = openSync(join(dir, 'service.log'), 'a');
  try {
    return spawn(process.execPath, [PROGRAM, dir], { stdio: ['pipe', log, log], detached: true });
  } finally {
    closeSync(log);
  }
}
