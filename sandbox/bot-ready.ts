import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 100;

/** Resolves with true once the bot at this address says that it can take and keep a change, with false when there is no bot any more. */
export async function botReady(botUrl: string, ended: Promise<unknown>): Promise<boolean> {
  const looking = new AbortController();
  void ended.then(() => looking.abort());
  while (!looking.signal.aborted) {
    const answer = await fetch(`${botUrl}/readyz`, { signal: looking.signal }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
    await delay(LOOK_MS);
  }
  return false;
}
