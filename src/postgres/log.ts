/** What this room needs of a logger; a pino logger fits. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
