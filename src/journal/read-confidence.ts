import { sql } from 'kysely';
import type { Confidence } from '../change/figures/confidence.ts';
import type { Change } from '../change/model.ts';
import { pastEndings } from './past-endings.ts';
import { one, type Record } from './record.ts';

/** How changes like this one went in the last 90 days, itself apart: of its kind, by its pattern, and the last by its runbook (003-MET-07). */
export async function readConfidence(
  record: Record,
  { id, content, checklist }: Pick<Change, 'content' | 'checklist'> & Partial<Pick<Change, 'id'>>,
): Promise<Confidence> {
  const { kind, pattern = checklist?.pattern, runbook } = content;
  const [ofKind, byPattern, byRunbook] = await Promise.all([
    carriedOut(record, id, 'kind', kind),
    pattern === undefined ? undefined : carriedOut(record, id, 'pattern', pattern),
    runbook === undefined ? undefined : pastEndings(record, runbook, id),
  ]);
  return { kind, ofKind, ...(byPattern ? { byPattern } : {}), ...(byRunbook ? { byRunbook } : {}) };
}

async function carriedOut(
  { team, db }: Record,
  apart: string | undefined,
  member: 'kind' | 'pattern',
  value: string,
): Promise<{ readonly of: number; readonly well: number }> {
  const { rows } = await sql<{ of: number; well: number }>`
    select count(*)::int as of, count(*) filter (where measure->>'result' = 'implemented')::int as well from measures
     where team = ${team} and ended_at > app.now() - interval '90 days' and measure->>'result' <> 'cancelled'
       and measure->>${sql.lit(member)} = ${value} and change is distinct from ${apart ?? null}`.execute(db);
  return one(rows);
}
