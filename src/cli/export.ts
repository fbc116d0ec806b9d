import { sql } from 'kysely';
import { readChangeId } from '../change/change-id.ts';
import type { Record } from '../journal/record.ts';
import { readArguments } from './arguments.ts';
import { newFile } from './new-file.ts';
import { CannotDo, Misused, say, type Command } from './terminal.ts';
import { withRecord } from './with-record.ts';
import { writeLines } from './write-lines.ts';

/** Facts read at a time. */
const PAGE = 500;

interface ExportedFact {
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly by: string;
  readonly surface: string;
  readonly intent: string;
  readonly payload: unknown;
  readonly payloadDigest: string;
  readonly previous: string;
  readonly hash: string;
}

/** `gonogo export [FILE] [--change CHG-7]`: the facts as JSON lines, stream by stream, with what proves their chain. `at` is epoch ms. */
export const exportFacts: Command = {
  takes: '[FILE] [--change CHG-7]',
  does: 'write all facts, or those of one change, as JSON lines',
  run: async (args, terminal) => {
    const { words, options } = readArguments(args, { words: 1, options: { change: 'string' } });
    const only = options.change === undefined ? undefined : readChangeId(String(options.change));
    if (options.change !== undefined && only === undefined) throw new Misused(`--change takes a change such as CHG-7.`);
    const [file] = words;
    return withRecord(terminal.env, async ({ record }): Promise<0> => {
      if (only !== undefined) await mustExist(record, only);
      if (file === undefined) await writeLines(lines(record, only), terminal.output);
      else {
        await newFile(file, lines(record, only));
        say(terminal, `${file} is written.`);
      }
      return 0;
    });
  },
};

async function mustExist({ db, team }: Record, stream: string): Promise<void> {
  const { rows } = await sql`select from facts where team = ${team} and stream = ${stream} limit 1`.execute(db);
  if (rows.length === 0) throw new CannotDo(`There is no ${stream} in the record.`);
}

async function* lines({ db, team }: Record, only: string | undefined): AsyncGenerator<string> {
  const wanted = only === undefined ? sql<boolean>`true` : sql<boolean>`stream = ${only}`;
  let after: Pick<ExportedFact, 'stream' | 'seq'> = { stream: '', seq: 0 };
  for (;;) {
    const { rows } = await sql<ExportedFact>`
      select stream, seq, type, at, by, surface, intent, payload, payload_digest as "payloadDigest", previous, hash
        from facts
       where team = ${team} and (stream, seq) > (${after.stream}, ${after.seq}) and ${wanted}
       order by stream, seq limit ${PAGE}`.execute(db);
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last;
  }
}
