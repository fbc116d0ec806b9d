import { sql, type Kysely } from 'kysely';
import { putOnHold } from '../journal/hold.ts';
import type { Tables } from '../journal/tables.ts';
import { claimWorkspace, readWorkspace } from '../journal/workspace.ts';
import { MIGRATIONS } from '../open-database.ts';
import { migrate } from '../postgres/migrate.ts';
import { readArguments } from './arguments.ts';
import { TABLE_NAMES, type Header } from './backup-format.ts';
import { fillRecord } from './fill-record.ts';
import { findDatabase } from './find-database.ts';
import { migrationState } from './migration-state.ts';
import { proveRecord } from './prove-record.ts';
import { release } from './release.ts';
import { CannotDo, counted, Misused, say, type Command } from './terminal.ts';
import { toolConfig } from './tool-config.ts';
import { openTool } from './with-record.ts';

/** Numbers that are passed over: one given after the backup was made must not name a second change. */
const NUMBERS_PASSED = 100;

/**
 * `gonogo restore FILE`: a backup into an empty record, all of it or nothing, on hold afterwards; `gonogo restore --release`
 * ends the hold. Rows go in as they are read and are proved before the commit, so that a file of any size fits.
 */
export const restore: Command = {
  takes: 'FILE | --release',
  does: 'write a backup into an empty record, on hold; then end the hold',
  run: async (args, terminal) => {
    const { words, options } = readArguments(args, { words: 1, options: { release: 'boolean' } });
    const [file] = words;
    if (options.release && file === undefined) return release(terminal);
    if (options.release || file === undefined) throw new Misused('restore takes a backup, or --release.');
    const config = toolConfig(terminal.env);
    const database = await findDatabase(config, { make: true });
    try {
      await migrate(database.url, MIGRATIONS);
      const db = openTool(database.url);
      try {
        const { header, changes, nextNumber } = await db.transaction().execute((tx) => restoreInto(tx, file));
        const { team, at } = header;
        say(
          terminal,
          `${counted(changes, 'change')} of the workspace ${team} as of ${at} restored; every chain verifies.`,
        );
        say(
          terminal,
          `New changes are numbered from CHG-${nextNumber} on, so that no number given since then is given again.`,
        );
        say(
          terminal,
          'The record is on hold: it hears people, and announces and begins nothing. When you have looked around:',
        );
        say(terminal, '  npm run gonogo -- restore --release');
        return 0;
      } finally {
        await db.destroy();
      }
    } finally {
      await database.close();
    }
  },
};

async function restoreInto(tx: Kysely<Tables>, file: string) {
  await sql`set local idle_in_transaction_session_timeout = '1h'`.execute(tx);
  // Nobody writes while we look and fill.
  await sql`lock table ${sql.join(TABLE_NAMES.map((table) => sql.table(table)))} in share row exclusive mode`.execute(
    tx,
  );
  const used = await tx.selectFrom('facts').select('stream').limit(1).execute();
  const intents = await sql`select from intents limit 1`.execute(tx);
  if (used.length + intents.rows.length > 0)
    throw new CannotDo('This record is not empty: a backup goes into an empty database or an empty DATA_DIR only.');
  await sql`delete from counters`.execute(tx);
  await sql`delete from feed_keys`.execute(tx);
  const { applied } = await migrationState(tx);
  const header = await fillRecord(tx, file, applied);
  const here = await readWorkspace(tx);
  if (here && here.team !== header.team)
    throw new CannotDo(
      `This record belongs to the workspace ${here.team}, the backup to ${header.team}: nothing was restored.`,
    );
  await claimWorkspace(tx, header);
  const changes = await proveRecord(tx, header.team);
  await doubtWhatWasOpen(tx, header);
  const nextNumber = await passOverNumbers(tx, header.team);
  await putOnHold(
    tx,
    `The record was restored from the backup of ${header.at}; what happened since then is not in it.`,
  );
  return { header, changes, nextNumber };
}

/**
 * What was still to be said may have been said after the backup: it is looked for in Slack before it is posted. Headlines and
 * questions show a later state than the record has, perhaps without the buttons it needs: they are drawn again.
 */
async function doubtWhatWasOpen(tx: Kysely<Tables>, { team, at }: Header): Promise<void> {
  await sql`
    update deliveries set state = 'pending', token = null, lease_until = null, digest = null, ambiguous = ambiguous or ts is null,
           first_tried_at = coalesce(first_tried_at, ${at}::timestamptz)
     where team = ${team} and state in ('pending', 'sending')`.execute(tx);
  await sql`
    update deliveries d set state = 'pending' from changes c
     where d.team = ${team} and (d.kind = 'headline' or d.view = 'asked') and d.state = 'sent' and c.team = d.team and c.id = d.change
       and c.status not in ('closed', 'rejected', 'withdrawn')`.execute(tx);
}

/** The number the next change will have. */
async function passOverNumbers(tx: Kysely<Tables>, team: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    insert into counters (team, name, value) values (${team}, 'change', ${NUMBERS_PASSED})
    on conflict (team, name) do update set value = counters.value + ${NUMBERS_PASSED} returning value`.execute(tx);
  return (rows[0]?.value ?? NUMBERS_PASSED) + 1;
}
