import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import { chainFindings } from '../journal/check/listing-rules.ts';
import { chainRows } from '../journal/facts-store.ts';
import { sql } from 'kysely';
import type { Record } from '../journal/record.ts';
import { streams } from '../journal/streams.ts';
import { readArguments } from './arguments.ts';
import { counted, say, type Command, type Terminal } from './terminal.ts';
import { withRecord } from './with-record.ts';

/** `gonogo verify-audit`: proves every chain, one stream at a time; the first broken place of each that does not hold, and exit code 1. */
export const verifyAudit: Command = {
  takes: '',
  does: 'prove that no fact of the record was altered, added or removed',
  run: async (args, terminal) => {
    readArguments(args, { words: 0, options: {} });
    return withRecord(terminal.env, ({ record }) => verify(record, terminal));
  },
};

async function verify(record: Record, terminal: Terminal): Promise<0 | 1> {
  let [facts, held, broken] = [0, 0, 0];
  for await (const stream of streams(record)) {
    const found = await record.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        const rows = await chainRows(tx, record.team, stream);
        const { rows: listed } = await sql<{ version: number }>`
          select version from changes where team = ${record.team} and id = ${stream}
          union all select version from calendar where team = ${record.team} and ${stream} = ${CALENDAR}`.execute(tx);
        facts += rows.length;
        return chainFindings({ stream, facts: rows, version: listed[0]?.version });
      });
    for (const { place, sentence } of found) say(terminal, `broken: ${place}: ${sentence}`);
    if (found.length > 0) broken += 1;
    else held += 1;
  }
  const all = `${counted(held + broken, 'stream')}, ${counted(facts, 'fact')}`;
  say(terminal, broken === 0 ? `${all}: every chain verifies.` : `${all}: ${counted(broken, 'chain')} broken.`);
  return broken === 0 ? 0 : 1;
}
