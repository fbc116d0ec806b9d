import { z } from 'zod';

/** The format this program writes; it reads this one and older ones. */
export const FORMAT = 1;

/**
 * The tables a backup carries and the keys, beside the team, in whose order they are read: the facts, and what cannot be made
 * from them (who asked, what was said where, what a step printed, what signs the links to the calendar). The lists are made anew from the facts;
 * drafts of forms that nobody sent are left behind.
 */
export const TABLES = {
  counters: ['name'],
  facts: ['stream', 'seq'],
  intents: ['id'],
  follow_ups: ['key'],
  deliveries: ['key'],
  runs: ['run'],
  run_output: ['run', 'from_byte'],
  locks: ['name'],
  feed_keys: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = [
  'counters',
  'facts',
  'intents',
  'follow_ups',
  'deliveries',
  'runs',
  'run_output',
  'locks',
  'feed_keys',
] as const satisfies readonly TableName[];

/** The first line: what this is, of which program and whose. */
export const Header = z.object({
  gonogo: z.literal('backup'),
  format: z.number().int().min(1),
  version: z.string(),
  /** Names of the migrations that the record had. */
  migrations: z.array(z.string()).min(1),
  team: z.string().min(1),
  botId: z.string(),
  botUserId: z.string(),
  /** When it was made, by the database's real clock. */
  at: z.iso.datetime(),
});
export type Header = z.output<typeof Header>;

/** A line between: the table and one row of it, as PostgreSQL's to_jsonb has it. */
export const Row = z.tuple([z.enum(TABLE_NAMES), z.record(z.string(), z.json())]);
export type Row = z.output<typeof Row>;

/** The last line: how many rows of each table there are, and the SHA-256 of every byte before this line. */
export const Trailer = z.object({
  end: z.literal(true),
  rows: z.partialRecord(z.enum(TABLE_NAMES), z.number().int().min(0)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Trailer = z.output<typeof Trailer>;
