import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import { sql, type Kysely } from 'kysely';
import { bulletinFindings, deliveryFindings, overdueDeliveries, saidOnceFindings } from './check/delivery-rules.ts';
import { finding, type Finding } from './check/finding.ts';
import { followUpFindings, overdueFollowUps } from './check/follow-up-rules.ts';
import { calendarFindings } from './check/calendar-rules.ts';
import { gateFindings } from './check/gate-rules.ts';
import { inboxFindings } from './check/inbox-rules.ts';
import {
  ballotFindings,
  chainFindings,
  debtFindings,
  incidentFindings,
  inServiceFindings,
  listingFindings,
  reviewFindings,
  wordFindings,
} from './check/listing-rules.ts';
import { measureFindings } from './check/measure-rules.ts';
import { ranOnceFindings, runFindings } from './check/run-rules.ts';
import { readStory } from './check/story.ts';
import { readBulletins, readStream, type StreamRows } from './check/stream-rows.ts';
import type { Record } from './record.ts';
import { streams } from './streams.ts';
import type { Tables } from './tables.ts';

export type { Finding } from './check/finding.ts';

/** More findings than this tell nothing more. */
export const FINDINGS_MAX = 500;

export interface CheckOptions {
  /** How long after its time something due may be under way. */
  readonly graceMs: number;
}

/**
 * Everything in the record that should not be so, as sentences; empty when it holds together. Safe while the bot runs: each
 * stream is read as it stood at one moment, one stream at a time. Ends after `FINDINGS_MAX`.
 */
export async function checkRecord(record: Record, { graceMs }: CheckOptions): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const stream of streams(record)) {
    if (found.length >= FINDINGS_MAX) break;
    const rows = await atOneMoment(record, (db) => readStream({ db, team: record.team }, stream));
    found.push(...checkStream(rows, graceMs));
  }
  const bulletins = await atOneMoment(record, (db) => readBulletins({ db, team: record.team }));
  return [...found, ...bulletinFindings(bulletins, graceMs), ...(await acrossStreams(record))].slice(0, FINDINGS_MAX);
}

/** What of one stream should not be so. A stream that cannot be folded is judged by its chain, its inbox and its deliveries alone. */
export function checkStream(rows: StreamRows, graceMs: number): readonly Finding[] {
  const { stream } = rows;
  if (stream === CALENDAR) return [...calendarFindings(rows), ...ofAnyStream(rows, graceMs)];
  const story = readStory(rows.facts);
  const { moments, change } = story.ok ? story : { moments: [], change: undefined };
  return [
    ...chainFindings({ ...rows, version: rows.listing?.version }),
    ...(story.ok ? [] : [finding('readable', stream, `cannot be read: ${story.reason}.`)]),
    ...(story.ok
      ? [
          ...listingFindings(rows, change),
          ...wordFindings(rows),
          ...ballotFindings(rows, change),
          ...debtFindings(rows, change),
          ...reviewFindings(rows, change),
          ...incidentFindings(rows, change),
          ...inServiceFindings(rows, change),
          ...measureFindings(rows, change),
          ...runFindings(rows, change, moments),
        ]
      : []),
    ...(story.ok ? followUpFindings(rows, moments) : []),
    ...ranOnceFindings(stream, moments),
    ...gateFindings(stream, moments),
    ...ofAnyStream(rows, graceMs),
  ];
}

/** What holds of a change and of the calendar alike. */
function ofAnyStream(rows: StreamRows, graceMs: number): readonly Finding[] {
  return [
    ...inboxFindings(rows),
    ...overdueFollowUps(rows, graceMs),
    ...deliveryFindings(rows),
    ...saidOnceFindings(rows),
    ...overdueDeliveries(rows, graceMs),
  ];
}

async function atOneMoment<T>({ db }: Record, read: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** What no single stream tells: a lock that nobody will free, a number that would be given twice. */
async function acrossStreams({ team, db }: Record): Promise<readonly Finding[]> {
  const locks = await sql<{ name: string; change: string; run: string }>`
    select name, change, run from locks l
     where team = ${team} and not exists (
       select 1 from runs r where r.team = l.team and r.run = l.run and r.state = 'running')
     order by name`.execute(db);
  const numbers = await sql<{ given: number; counted: number }>`
    select max(number) as given, coalesce((select value from counters where team = ${team} and name = 'change'), 0) as counted
      from changes where team = ${team} having max(number) >
           coalesce((select value from counters where team = ${team} and name = 'change'), 0)`.execute(db);
  return [
    ...locks.rows.map(({ name, change, run }) =>
      finding('locks', change, `holds the lock ${name} for ${run}, which does not run.`),
    ),
    ...numbers.rows.map(({ given, counted }) =>
      finding('listing', `CHG-${given}`, `has a number above the counter (${counted}): it would be given again.`),
    ),
  ];
}
