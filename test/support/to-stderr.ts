import type { Log } from '../../src/postgres/log.ts';

/** A log for tests: what went wrong is printed, the rest is not. */
export const toStderr: Log = {
  info: () => undefined,
  warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  error: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};
