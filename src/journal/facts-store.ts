import { sql, type Kysely } from 'kysely';
import {
  CALENDAR,
  type CalendarFact,
  type CalendarFactType,
  type RecordedCalendarFact,
} from '../change/declaring/calendar-facts.ts';
import type { Fact, FactType, RecordedFact } from '../change/facts.ts';
import { GENESIS, linkHash, payloadDigest, type ChainRow } from './chain.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** Every fact this program knows; one it does not know makes it refuse that change (design §2, facts are for ever). */
const KNOWN: Readonly<{ [T in FactType]: true }> = {
  changeFiled: true,
  changeEdited: true,
  changeSubmitted: true,
  changeApproved: true,
  ballotOpened: true,
  votersAsked: true,
  votersReminded: true,
  voteCast: true,
  questionAsked: true,
  voteDelegated: true,
  ballotClosed: true,
  reviewOpened: true,
  reviewersAsked: true,
  reviewersReminded: true,
  criterionAnswered: true,
  criterionLapsed: true,
  correctionMade: true,
  changeReadied: true,
  milestoneReached: true,
  milestoneSkipped: true,
  noticeOrdered: true,
  windowMissed: true,
  changeWithdrawn: true,
  stepRequested: true,
  lockAwaited: true,
  stepBegun: true,
  stopAsked: true,
  killAsked: true,
  stepOverdue: true,
  stepEnded: true,
  stepSettled: true,
  playbookOpened: true,
  playbookTicked: true,
  checklistOpened: true,
  itemTicked: true,
  itemSkipped: true,
  itemReopened: true,
  changeStarted: true,
  startTakenBack: true,
  extraTimeTaken: true,
  workContinued: true,
  progressTold: true,
  workDone: true,
  watchBegun: true,
  rollbackDecided: true,
  incidentDeclared: true,
  incidentUpdated: true,
  incidentResolved: true,
  logged: true,
  feedbackGiven: true,
  gateOverridden: true,
  debtOwed: true,
  debtPaid: true,
  debtReminded: true,
  debtEscalated: true,
  pirWritten: true,
  freezeHeeded: true,
  changeRehearsed: true,
  incidentHeeded: true,
  emergencyHeeded: true,
  foundWell: true,
  issueFound: true,
  changeReopened: true,
  changeEnded: true,
  changeClosed: true,
};

/** The same for the calendar. */
const KNOWN_OF_CALENDAR: Readonly<{ [T in CalendarFactType]: true }> = { freezeDeclared: true, freezeLifted: true };

/** Raised when the journal holds what a newer program wrote. */
export class UnknownFact extends Error {
  constructor(stream: string, seq: number, type: string) {
    super(
      `${stream} holds a fact this version does not know (number ${seq}, ${type}); upgrade the bot before touching it`,
    );
    this.name = 'UnknownFact';
  }
}

export interface Written<F = RecordedFact> {
  readonly facts: readonly F[];
  readonly lastHash: string;
}

/** The facts of a stream in order. Throws `UnknownFact`, and on a gap or an erased payload. */
export async function readFacts({ team }: Pick<Record, 'team'>, db: Kysely<Tables>, stream: string): Promise<Written> {
  const rows = await chainRows(db, team, stream);
  return { facts: rows.map(recordedFact), lastHash: rows.at(-1)?.hash ?? GENESIS };
}

/** The facts of the calendar in order, under the same promises. */
export async function readCalendarFacts(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
): Promise<Written<RecordedCalendarFact>> {
  const rows = await chainRows(db, team, CALENDAR);
  return { facts: rows.map(recordedCalendarFact), lastHash: rows.at(-1)?.hash ?? GENESIS };
}

/** The fact a row holds. Throws `UnknownFact`, and on an erased payload. */
export function recordedFact(row: FactRow): RecordedFact {
  return { ...whenOf(row), surface: row.surface, fact: factOf(row, KNOWN) as Fact };
}

/** The fact a row of the calendar holds, under the same promises. */
export function recordedCalendarFact(row: FactRow): RecordedCalendarFact {
  return { ...whenOf(row), fact: factOf(row, KNOWN_OF_CALENDAR) as CalendarFact };
}

function whenOf({ seq, at, by }: FactRow): Pick<RecordedFact, 'seq' | 'at' | 'by'> {
  return { seq, at, by };
}

function factOf({ stream, seq, type, payload }: FactRow, known: object): { readonly type: string } {
  if (!Object.hasOwn(known, type)) throw new UnknownFact(stream, seq, type);
  if (payload === null) throw new Error(`reading ${stream}: fact ${seq} was erased`);
  return { type, ...payload };
}

/** What is needed of a row to know its fact. */
export type FactRow = Pick<ChainRow, 'stream' | 'seq' | 'type' | 'at' | 'by' | 'surface' | 'payload'>;

/** The facts of several streams, each in order. */
export async function factRows(
  db: Kysely<Tables>,
  team: string,
  streams: readonly string[],
): Promise<readonly FactRow[]> {
  if (streams.length === 0) return [];
  const { rows } = await sql<FactRow>`
    select stream, seq, type, at, by, surface, payload from facts
     where team = ${team} and stream = any(${streams}::text[]) order by stream, seq`.execute(db);
  return rows;
}

/** The rows of a stream as the chain needs them. */
export async function chainRows(db: Kysely<Tables>, team: string, stream: string): Promise<readonly ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    select team, stream, seq, type, at, by, surface, intent, payload, payload_digest as "payloadDigest", previous, hash
      from facts where team = ${team} and stream = ${stream} order by seq`.execute(db);
  return rows;
}

/**
 * Appends facts after the last known one. The primary key is the optimistic lock: when somebody was faster PostgreSQL
 * answers with a unique violation, and the caller decides again.
 */
export async function appendFacts(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  stream: string,
  facts: readonly (RecordedFact | RecordedCalendarFact)[],
  origin: { readonly lastHash: string; readonly surface: string; readonly intent: string },
): Promise<void> {
  const { surface, intent } = origin;
  let previous = origin.lastHash;
  const rows = facts.map(({ seq, at, by, fact: { type, ...payload } }) => {
    const link = { team, stream, seq, type, at, by, surface, intent, payloadDigest: payloadDigest(payload), previous };
    previous = linkHash(link);
    return sql`(${team}, ${stream}, ${seq}, ${type}, ${instant(at)}, ${by}, ${surface}, ${intent},
                ${JSON.stringify(payload)}, ${link.payloadDigest}, ${link.previous}, ${previous})`;
  });
  await sql`
    insert into facts (team, stream, seq, type, at, by, surface, intent, payload, payload_digest, previous, hash)
    values ${sql.join(rows)}`.execute(db);
}
