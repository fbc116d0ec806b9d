import { sql, type Kysely } from 'kysely';
import type { Tables } from '../journal/tables.ts';
import { TABLE_NAMES, type Header, type Row, type TableName } from './backup-format.ts';
import { readBackup } from './read-backup.ts';
import { CannotDo } from './terminal.ts';

/** Rows written at a time, and at most about this many characters of them. */
const BATCH_ROWS = 200;
const BATCH_CHARS = 4_000_000;

/**
 * Writes every row of a backup into the tables, in the caller's transaction, and gives the file's header. Throws `CannotDo` when
 * the file is not whole, is newer than this program or holds another workspace's rows; the transaction must then be given up.
 */
export async function fillRecord(tx: Kysely<Tables>, file: string, migrations: readonly string[]): Promise<Header> {
  const columns = await knownColumns(tx);
  let header: Header | undefined;
  let batch: Row[] = [];
  let chars = 0;
  const flush = async (): Promise<void> => {
    const [first] = batch;
    if (first) await insert(tx, first[0], batch);
    batch = [];
    chars = 0;
  };
  for await (const line of readBackup(file)) {
    if ('header' in line) {
      header = line.header;
      const newer = header.migrations.filter((name) => !migrations.includes(name));
      if (newer.length > 0)
        throw new CannotDo(
          `${file} was written by a newer version of this program (${header.version}, with ${newer.join(', ')}): restore it with that one.`,
        );
    } else if ('row' in line) {
      checkRow(file, line.row, columns, header?.team);
      if (batch.length >= BATCH_ROWS || chars > BATCH_CHARS || isOtherKind(batch[0], line.row)) await flush();
      batch.push(line.row);
      chars += JSON.stringify(line.row).length;
    } else await flush();
  }
  if (!header) throw new CannotDo(`${file} is empty.`);
  return header;
}

/** Only names that the database itself knows ever become part of a statement. */
async function knownColumns(tx: Kysely<Tables>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ table: string; columns: readonly string[] }>`
    select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
     where table_schema = current_schema() and table_name in (${sql.join(TABLE_NAMES)}) group by 1`.execute(tx);
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
}

function checkRow(
  file: string,
  [table, row]: Row,
  columns: ReadonlyMap<string, ReadonlySet<string>>,
  team: string | undefined,
): void {
  const strange = Object.keys(row).find((column) => !columns.get(table)?.has(column));
  if (strange !== undefined)
    throw new CannotDo(`${file} holds what this version does not know (${table}.${strange}): nothing was restored.`);
  if (row['team'] !== team) throw new CannotDo(`${file} holds rows of another workspace: nothing was restored.`);
}

function isOtherKind(first: Row | undefined, row: Row): boolean {
  return first !== undefined && (first[0] !== row[0] || Object.keys(first[1]).join() !== Object.keys(row[1]).join());
}

/** Columns that an older backup lacks get the defaults of their migration. */
async function insert(tx: Kysely<Tables>, table: TableName, rows: readonly Row[]): Promise<void> {
  const columns = sql.join(Object.keys(rows[0]?.[1] ?? {}).map((column) => sql.ref(column)));
  const values = JSON.stringify(rows.map(([, row]) => row));
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${values}::jsonb)`.execute(tx);
}
