import type { Log } from '../../src/jobs/log.ts';

/** A log that keeps what was said, one line each. */
export function spoken(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const say =
    (level: string) =>
    (...args: unknown[]): void => {
      const text = args.findLast((arg) => typeof arg === 'string');
      lines.push(`${level} ${String(text)}`);
    };
  return { log: { info: say('info'), warn: say('warn'), error: say('error') }, lines };
}
