import type { BaseLogger } from 'pino';

/** What the jobs need of a pino logger. */
export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;
