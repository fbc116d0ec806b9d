import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askHealth, type Health } from '../ask-health.ts';
import { readServiceConfig } from '../service-config.ts';
import type { Step } from './step.ts';

const ANSWER_MAX_MS = 20_000;
const LOOK_EVERY_MS = 100;

/**
 * Ends the service with one SIGTERM, which its supervisor answers with a new process, and resolves with what that one says of its
 * health. Only a process that itself claims to be the one in service.pid gets the signal: the number may be somebody else's by now.
 */
export async function restart({ dir, say }: Step): Promise<Health> {
  const { port } = await readServiceConfig(dir);
  const before = await askHealth(port);
  const pid = Number(await readFile(join(dir, 'service.pid'), 'utf8').catch(() => ''));
  if (before === undefined) say('The service does not answer; waiting for its supervisor to start it');
  else if (before.pid !== pid)
    throw new Error(`service.pid names ${pid}, and ${before.pid} answers: nothing was stopped.`);
  else {
    say(`Restarting the service (SIGTERM to ${pid})`);
    process.kill(pid, 'SIGTERM');
  }
  for (const until = performance.now() + ANSWER_MAX_MS; performance.now() < until; await delay(LOOK_EVERY_MS)) {
    const now = await askHealth(port);
    if (now === undefined || now.pid === before?.pid) continue;
    say(`The new process ${now.pid} answers: ${now.version}`);
    return now;
  }
  throw new Error(`The service did not answer within ${ANSWER_MAX_MS / 1000} s of its restart.`);
}
