import { sql, type Kysely, type RawBuilder } from 'kysely';
import { CALENDAR, type DeclaredFreeze } from '../../change/declaring/calendar-facts.ts';
import type { FollowUp } from '../../change/follow-ups.ts';
import type { Stop } from '../../change/stop.ts';
import type { Medium } from '../delivery-rows.ts';
import { chainRows } from '../facts-store.ts';
import type { ChainRow } from '../chain.ts';
import type { KeptInService } from '../environment-rows.ts';
import type { KeptIncident } from '../open-incident-rows.ts';
import type { Outcome } from '../inbox.ts';
import { one, type Record } from '../record.ts';
import { readKeptMeasures, type KeptMeasures } from './kept-measures.ts';
import type { DeliveryState, Tables } from '../tables.ts';
import { readFindable } from './findable.ts';

/** A line of the lists, as kept. */
export interface Listing {
  readonly number: number;
  readonly version: number;
  readonly status: string;
  readonly title: string;
  readonly kind: string;
  readonly risk: string;
  readonly services: readonly string[];
  readonly requester: string;
  readonly implementer: string;
  readonly runbook: string | null;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly endedAt: number | null;
  readonly ending: string | null;
  readonly follows: string | null;
  readonly partOf: string | null;
  readonly itemOwners: readonly string[];
}

/** The calendar, as kept. */
export interface KeptCalendar {
  readonly version: number;
  readonly freezes: readonly DeclaredFreeze[];
}

/** An open ballot, as kept. */
export interface KeptBallot {
  readonly ballot: number;
  readonly question: string;
  readonly asked: readonly string[];
  readonly answered: readonly string[];
  readonly editor: string;
  readonly deadline: number | null;
}

/** A debt that is still owed, as kept. */
export interface KeptDebt {
  readonly debt: number;
  readonly what: string;
  readonly detail: string | null;
  readonly owner: string;
  readonly owedAt: number;
  readonly dueAt: number;
  readonly escalated: boolean;
}

/** A review of the inbox, as kept. */
export interface KeptReview {
  readonly review: number;
  readonly what: string;
  readonly asked: readonly string[];
  readonly criteria: readonly string[];
  readonly editor: string;
}

/** An incident as the row of a service keeps it. */
export interface KeptOpenIncident extends KeptIncident {
  readonly service: string;
}

/** A run, as kept. */
export interface KeptRun {
  readonly run: string;
  readonly revision: number;
  readonly schedule: number;
  readonly occasion: string;
  readonly step: string;
  readonly target: string;
  readonly attempt: number;
  readonly label: string;
  readonly digest: string;
  readonly scope: string | null;
  readonly state: string;
  readonly host: string | null;
  readonly requestedAt: number;
  readonly beganAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly stop: Stop | null;
  readonly restoreMs: number | null;
  /** When its output last grew, real time. */
  readonly reportedAt: number | null;
}

export interface KeptFollowUp {
  readonly key: string;
  readonly kind: FollowUp['kind'];
  readonly dueAt: number;
  readonly state: 'pending' | 'done';
  readonly data: { readonly [member: string]: unknown };
}

export interface KeptDelivery {
  readonly key: string;
  readonly kind: 'headline' | 'note' | 'notice' | 'live' | 'log';
  readonly medium: Medium;
  readonly channel: string;
  readonly seq: number;
  readonly view: string;
  readonly data: { readonly [member: string]: unknown };
  readonly state: DeliveryState;
  readonly dueAt: number;
  readonly wantedSeq: number;
  readonly sentSeq: number;
  readonly ts: string | null;
  /** Real time. */
  readonly sentAt: number | null;
  readonly lastError: string | null;
}

export interface KeptIntent {
  readonly id: string;
  readonly type: string;
  readonly outcome: Outcome;
}

/** What is late is judged by. */
export interface KeptTime {
  readonly now: number;
  /** How far the record's clock is ahead of real time. */
  readonly shiftMs: number;
  /** Nothing is begun and nothing said for now, so nothing is late. */
  readonly isOnHold: boolean;
}

/** Everything the record holds of one stream, as it stood at one moment. */
export interface StreamRows extends KeptTime {
  readonly stream: string;
  readonly facts: readonly ChainRow[];
  readonly listing: Listing | undefined;
  /** Whether it is found by the words that its request has now; undefined where no list shows it. */
  readonly isFindable: boolean | undefined;
  /** Of the calendar's stream alone. */
  readonly calendar: KeptCalendar | undefined;
  readonly openBallots: readonly KeptBallot[];
  readonly openDebts: readonly KeptDebt[];
  readonly openReviews: readonly KeptReview[];
  readonly openIncidents: readonly KeptOpenIncident[];
  readonly inService: readonly (KeptInService & { readonly service: string })[];
  readonly measured: KeptMeasures;
  readonly runs: readonly KeptRun[];
  readonly followUps: readonly KeptFollowUp[];
  readonly deliveries: readonly KeptDelivery[];
  readonly intents: readonly KeptIntent[];
}

/** Reads one stream whole; the caller's transaction makes it one moment. */
export async function readStream(
  { team, db }: { readonly team: Record['team']; readonly db: Kysely<Tables> },
  stream: string,
): Promise<StreamRows> {
  const facts = await chainRows(db, team, stream);
  const listings = await sql<Listing>`
    select number, version, status, title, kind, risk, services, requester, implementer, runbook,
           opens_at as "opensAt", closes_at as "closesAt", ended_at as "endedAt", ending,
           follows, part_of as "partOf", item_owners as "itemOwners"
      from changes where team = ${team} and id = ${stream}`.execute(db);
  const calendars =
    stream === CALENDAR
      ? await sql<KeptCalendar>`select version, freezes from calendar where team = ${team}`.execute(db)
      : undefined;
  const openBallots = await sql<KeptBallot>`
    select ballot, question, asked, answered, editor, deadline from open_ballots
     where team = ${team} and change = ${stream} order by ballot`.execute(db);
  const openDebts = await sql<KeptDebt>`
    select debt, what, detail, owner, owed_at as "owedAt", due_at as "dueAt", escalated from open_debts
     where team = ${team} and change = ${stream} order by debt`.execute(db);
  const openReviews = await sql<KeptReview>`
    select review, what, asked, criteria, editor from open_reviews
     where team = ${team} and change = ${stream} order by review`.execute(db);
  const openIncidents = await sql<{ service: string; incident: KeptIncident }>`
    select o.service, i.incident from open_incidents o, jsonb_array_elements(o.incidents) i (incident)
     where o.team = ${team} and i.incident->>'change' = ${stream} order by o.service`.execute(db);
  const inService = await sql<KeptInService & { service: string }>`
    select service, since, standing, commit, release from in_service where team = ${team} and change = ${stream} order by service`.execute(
    db,
  );
  const runs = await sql<KeptRun>`
    select run, revision, schedule, occasion, step, target, attempt, label, digest, scope, state, host, requested_at as "requestedAt",
           began_at as "beganAt", ended_at as "endedAt", outcome, reason, stop, restore_ms as "restoreMs", reported_at as "reportedAt"
      from runs where team = ${team} and change = ${stream} order by requested_at, run`.execute(db);
  const followUps = await sql<KeptFollowUp>`
    select key, kind, due_at as "dueAt", state, data from follow_ups
     where team = ${team} and change = ${stream} order by key`.execute(db);
  const deliveries = await readDeliveries(db, sql`team = ${team} and change = ${stream}`);
  const intents = await sql<KeptIntent>`
    select id, type, outcome from intents where team = ${team} and stream = ${stream} order by at, id`.execute(db);
  return {
    stream,
    facts,
    listing: listings.rows[0],
    isFindable: await readFindable(db, team, stream),
    calendar: calendars?.rows[0],
    openBallots: openBallots.rows,
    openDebts: openDebts.rows,
    openReviews: openReviews.rows,
    openIncidents: openIncidents.rows.map(({ service, incident }) => ({ service, ...incident })),
    inService: inService.rows,
    measured: await readKeptMeasures(db, team, stream),
    runs: runs.rows,
    followUps: followUps.rows,
    deliveries,
    intents: intents.rows,
    ...(await readTime(db)),
  };
}

/** What is said of no one change, with the time to judge it by; the caller's transaction makes it one moment. */
export async function readBulletins({
  team,
  db,
}: {
  readonly team: Record['team'];
  readonly db: Kysely<Tables>;
}): Promise<KeptTime & Pick<StreamRows, 'deliveries'>> {
  return { deliveries: await readDeliveries(db, sql`team = ${team} and change is null`), ...(await readTime(db)) };
}

async function readDeliveries(db: Kysely<Tables>, which: RawBuilder<unknown>): Promise<readonly KeptDelivery[]> {
  const { rows } = await sql<KeptDelivery>`
    select key, kind, medium, channel, seq, view, data, state, due_at as "dueAt", wanted_seq as "wantedSeq", sent_seq as "sentSeq",
           ts, sent_at as "sentAt", last_error as "lastError"
      from deliveries where ${which} order by seq, position, key`.execute(db);
  return rows;
}

async function readTime(db: Kysely<Tables>): Promise<KeptTime> {
  const { rows } = await sql<KeptTime>`
    select app.now() as now, (select (extract(epoch from shift) * 1000)::float8 from app.clock) as "shiftMs",
           exists (select 1 from hold) as "isOnHold"`.execute(db);
  return one(rows);
}
