import { createHash } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import manifest from '../../package.json' with { type: 'json' };
import type { Tables } from '../journal/tables.ts';
import type { Workspace } from '../journal/workspace.ts';
import { one } from '../journal/record.ts';
import { readArguments } from './arguments.ts';
import { FORMAT, TABLE_NAMES, TABLES, type Header, type TableName, type Trailer } from './backup-format.ts';
import { migrationState } from './migration-state.ts';
import { newFile } from './new-file.ts';
import { counted, Misused, say, type Command } from './terminal.ts';
import { withRecord } from './with-record.ts';

/** Rows read at a time. */
const PAGE = 200;

/**
 * `gonogo backup FILE`: the record as it stands at one moment, while the bot runs, as gzipped JSON lines. Reads and writes page
 * by page, whatever its size.
 */
export const backup: Command = {
  takes: 'FILE',
  does: 'write the whole record into a new file',
  run: async (args, terminal) => {
    const [file] = readArguments(args, { words: 1, options: {} }).words;
    if (file === undefined) throw new Misused('backup takes the file to write, such as gonogo-backup.gz.');
    const rows = new Map<TableName, number>();
    await withRecord(terminal.env, ({ record, workspace }) =>
      record.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (tx) => {
          // A slow disk or a slow reader must not cost the moment.
          await sql`set local idle_in_transaction_session_timeout = '1h'`.execute(tx);
          await newFile(file, lines(tx, workspace, rows), createGzip());
        }),
    );
    say(
      terminal,
      `${file} is written: ${counted(rows.get('facts') ?? 0, 'fact')}, ${counted(rows.get('deliveries') ?? 0, 'message')}, ${counted(rows.get('runs') ?? 0, 'run')}.`,
    );
    return 0;
  },
};

async function* lines(
  tx: Kysely<Tables>,
  workspace: Workspace,
  counts: Map<TableName, number>,
): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const digested = (line: string): string => {
    digest.update(line);
    return line;
  };
  yield digested(`${JSON.stringify(await header(tx, workspace))}\n`);
  for (const table of TABLE_NAMES) {
    for await (const row of rowsOf(tx, workspace.team, table)) {
      counts.set(table, (counts.get(table) ?? 0) + 1);
      yield digested(`["${table}",${row}]\n`);
    }
  }
  const trailer: Trailer = { end: true, rows: Object.fromEntries(counts), sha256: digest.digest('hex') };
  yield `${JSON.stringify(trailer)}\n`;
}

async function header(tx: Kysely<Tables>, { team, botId, botUserId }: Workspace): Promise<Header> {
  const { rows } = await sql<{ at: number }>`select clock_timestamp() as at`.execute(tx);
  const { applied } = await migrationState(tx);
  const at = new Date(one(rows).at).toISOString();
  return {
    gonogo: 'backup',
    format: FORMAT,
    version: manifest.version,
    migrations: [...applied],
    team,
    botId,
    botUserId,
    at,
  };
}

/** Every row of a table as JSON, in the order of its key, page by page from where the last one ended. */
async function* rowsOf(tx: Kysely<Tables>, team: string, table: TableName): AsyncGenerator<string> {
  const keys = sql.join(['team', ...TABLES[table]].map((key) => sql.ref(key)));
  let from = sql`true`;
  for (;;) {
    const { rows } = await sql<{ row: string; key: readonly unknown[] }>`
      select to_jsonb(t)::text as row, jsonb_build_array(${keys}) as key from ${sql.table(table)} t
       where team = ${team} and ${from} order by ${keys} limit ${PAGE}`.execute(tx);
    for (const { row } of rows) yield row;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    from = sql`(${keys}) > (${sql.join(last.key)})`;
  }
}
