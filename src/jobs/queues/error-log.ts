import type { Log } from '../log.ts';

const QUIET_MS = 60_000;
const KEPT_MAX = 100;

/** Logs a connection's errors, the same text at most once a minute: a dead server is reported on every attempt by every connection. */
export function errorLog(log: Log, what: string): (error: Error) => void {
  const saidAt = new Map<string, number>();
  return (error) => {
    const text = error.message;
    const now = Date.now();
    if (now - (saidAt.get(text) ?? -Infinity) < QUIET_MS) return;
    if (saidAt.size >= KEPT_MAX) saidAt.clear();
    saidAt.set(text, now);
    log.warn({ err: error }, `${what}: ${text}`);
  };
}
