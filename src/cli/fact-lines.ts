import { sql } from 'kysely';
import type { Record } from '../journal/record.ts';

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

/** The facts as JSON lines, stream by stream, with what proves their chain. `at` is epoch ms. */
export async function* factLines({ db, team }: Record, only: string | undefined): AsyncGenerator<string> {
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
