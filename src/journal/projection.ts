import { sql, type Kysely } from 'kysely';
import { readChangeId, type ChangeId } from '../change/change-id.ts';
import { owedDebts } from '../change/debts.ts';
import { dueOwners } from '../change/due-items.ts';
import type { Review } from '../change/criteria.ts';
import type { RecordedFact } from '../change/facts.ts';
import { endsAt } from '../change/ladder.ts';
import { outcomeOf } from '../change/long-watch.ts';
import { implementerOf, openBallots, type Ballot, type Change } from '../change/model.ts';
import { openCriteria, openReviews } from '../change/review.ts';
import { isMutating } from '../change/runbook-steps.ts';
import { projectInService } from './environment-rows.ts';
import { projectMeasure } from './measure-rows.ts';
import { projectIncident } from './open-incident-rows.ts';
import { instant, one, type Record } from './record.ts';
import { projectServiceTimes } from './service-times.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the listings up to one change as it now is; the words it is found by only where its content `isNew`, for they are many. Everything
 * here can be rebuilt from the facts.
 */
export async function projectChange(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
  { isNew }: { readonly isNew: boolean },
): Promise<void> {
  const { id, version, status, content, requester } = change;
  await sql`
    insert into changes (team, id, number, version, status, title, kind, risk, services, requester, implementer, runbook,
                         opens_at, closes_at, ended_at, ending, follows, part_of, item_owners, recorded, search)
    values (${team}, ${id}, ${Number(id.slice(4))}, ${version}, ${status}, ${content.title}, ${content.kind}, ${content.risk},
            ${content.services}, ${requester}, ${implementerOf(change)}, ${content.runbook ?? null},
            ${instant(content.opensAt)}, ${instant(endsAt(change))},
            ${change.endedAt === undefined ? null : instant(change.endedAt)}, ${outcomeOf(change) ?? null},
            ${readChangeId(content.follows ?? '') ?? null}, ${readChangeId(content.partOf ?? '') ?? null},
            ${dueOwners(change)}, ${change.recorded !== undefined},
            ${isNew ? sql`app.search_of(${JSON.stringify(content)}::jsonb)` : sql`''`})
    on conflict (team, id) do update set
      version = excluded.version, status = excluded.status, title = excluded.title, kind = excluded.kind,
      risk = excluded.risk, services = excluded.services, implementer = excluded.implementer, runbook = excluded.runbook,
      opens_at = excluded.opens_at, closes_at = excluded.closes_at, ended_at = excluded.ended_at,
      ending = excluded.ending, follows = excluded.follows, part_of = excluded.part_of, item_owners = excluded.item_owners,
      recorded = excluded.recorded ${isNew ? sql`, search = excluded.search` : sql``}`.execute(db);
  if (change.ballots.length > 0) await projectBallots(team, db, change);
  if (change.debts.length > 0) await projectDebts(team, db, change);
  if (change.reviews.length > 0) await projectReviews(team, db, change);
  if (change.incident) await projectIncident({ team }, db, change);
  if (change.startedAt !== undefined) await projectInService({ team }, db, change);
  await projectMeasure({ team }, db, change);
  await projectServiceTimes({ team }, db, change);
}

/** Every open ballot with those it waits for; one that closed is taken off. */
async function projectBallots(team: string, db: Kysely<Tables>, change: Change): Promise<void> {
  const open = openBallots(change);
  const numbers = open.map((b) => b.number);
  await sql`delete from open_ballots where team = ${team} and change = ${change.id} and ballot <> all(${numbers})`.execute(
    db,
  );
  if (open.length === 0) return;
  const rows = open.map(
    (b) =>
      sql`(${team}, ${change.id}, ${b.number}, ${b.question}, ${askedOf(b)}::text[], ${answeredBy(b)}::text[],
           ${change.lastEditor}, ${b.deadline === undefined ? null : instant(b.deadline)})`,
  );
  await sql`
    insert into open_ballots (team, change, ballot, question, asked, answered, editor, deadline) values ${sql.join(rows)}
    on conflict (team, change, ballot) do update set
      asked = excluded.asked, answered = excluded.answered, editor = excluded.editor, deadline = excluded.deadline`.execute(
    db,
  );
}

/** Everything that is still owed; what was paid, or is asked for no more, is taken off. */
async function projectDebts(team: string, db: Kysely<Tables>, change: Change): Promise<void> {
  const owed = owedDebts(change);
  const numbers = owed.map((d) => d.number);
  await sql`delete from open_debts where team = ${team} and change = ${change.id} and debt <> all(${numbers})`.execute(
    db,
  );
  if (owed.length === 0) return;
  const rows = owed.map(
    (d) =>
      sql`(${team}, ${change.id}, ${d.number}, ${d.what}, ${d.detail ?? null}, ${d.owner}, ${instant(d.owedAt)}, ${instant(d.dueAt)},
           ${d.escalatedAt !== undefined})`,
  );
  await sql`
    insert into open_debts (team, change, debt, what, detail, owner, owed_at, due_at, escalated) values ${sql.join(rows)}
    on conflict (team, change, debt) do update set escalated = excluded.escalated`.execute(db);
}

/** Whom a ballot asks: its roles and those that stand in for them, then those whom a vote was delegated to. */
export function askedOf(ballot: Ballot): readonly string[] {
  const roles = [...ballot.requirements.map((r) => r.role), ...(ballot.putTo?.standIns ?? []).map((s) => s.fallback)];
  return [...new Set([...roles, ...ballot.delegated.map((d) => d.to)])];
}

/** Who has answered a ballot, or passed the answer on, in the order the list keeps. */
export function answeredBy(ballot: Ballot): readonly string[] {
  return [...new Set([...ballot.votes.map((v) => v.by), ...ballot.delegated.map((d) => d.from)])].toSorted();
}

/** Every review with something open for its reviewers; one that is settled, or that others must see to first, is taken off. */
async function projectReviews(team: string, db: Kysely<Tables>, change: Change): Promise<void> {
  const open = openReviews(change);
  const numbers = open.map((r) => r.number);
  await sql`delete from open_reviews where team = ${team} and change = ${change.id} and review <> all(${numbers})`.execute(
    db,
  );
  if (open.length === 0) return;
  const rows = open.map(
    (r) =>
      sql`(${team}, ${change.id}, ${r.number}, ${r.what}, ${reviewersOf(r)}::text[], ${openCriteria(r)}::text[], ${change.lastEditor})`,
  );
  await sql`
    insert into open_reviews (team, change, review, what, asked, criteria, editor) values ${sql.join(rows)}
    on conflict (team, change, review) do update set
      asked = excluded.asked, criteria = excluded.criteria, editor = excluded.editor`.execute(db);
}

/** The roles a review asks: its own, and those that stand in for it. */
export function reviewersOf({ role, putTo }: Review): readonly string[] {
  return [role, ...(putTo?.standIns ?? []).map((s) => s.fallback)];
}

/** Brings the runs up to one fact, and frees the lock of one that ended. */
export async function projectRun(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
  { fact, at }: RecordedFact,
): Promise<void> {
  if (fact.type === 'stepRequested') {
    await sql`
      insert into runs (team, run, change, revision, schedule, occasion, step, target, attempt, label, digest, scope, state,
                        requested_at)
      values (${team}, ${fact.run}, ${change.id}, ${change.revision}, ${change.schedule}, ${fact.occasion}, ${fact.step},
              ${fact.target ?? ''}, ${fact.attempt}, ${fact.label}, ${fact.digest}, ${fact.scope ?? null}, 'requested', ${instant(at)})`.execute(
      db,
    );
  } else if (fact.type === 'stepBegun') {
    await sql`
      update runs set state = 'running', host = ${fact.host}, began_at = ${instant(at)}
       where team = ${team} and run = ${fact.run} and state = 'requested'`.execute(db);
  } else if (fact.type === 'stopAsked' || fact.type === 'killAsked') {
    const { stop } = change.runs.find((r) => r.run === fact.run) ?? {};
    await sql`update runs set stop = ${JSON.stringify(stop)}::jsonb where team = ${team} and run = ${fact.run}`.execute(
      db,
    );
  } else if (fact.type === 'stepEnded') {
    await sql`
      update runs set state = 'ended', ended_at = ${instant(at)}, outcome = ${fact.outcome}, reason = ${fact.reason ?? null},
                      restore_ms = ${fact.restoreMs ?? null}
       where team = ${team} and run = ${fact.run}`.execute(db);
    // What an unknown run did, or still does, nobody can say: its lock stays until a person has.
    if (fact.outcome !== 'unknown') await freeLock(team, db, fact.run);
  } else if (fact.type === 'stepSettled') {
    await freeLock(team, db, fact.run);
  } else if (fact.type === 'changeClosed') {
    await sql`delete from locks where team = ${team} and change = ${change.id}`.execute(db);
  }
}

async function freeLock(team: string, db: Kysely<Tables>, run: string): Promise<void> {
  await sql`delete from locks where team = ${team} and run = ${run}`.execute(db);
}

/**
 * Takes the lock a runbook names for a run that changes something; the change that holds it otherwise (design §6 `lock`).
 * A change passes its lock on among its own runs, which never overlap: so its rollback may follow an unknown apply.
 * The update that changes nothing makes one statement of asking and taking: a lock freed in between is never taken by nobody.
 */
export async function takeLock(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  wanted: { readonly name: string; readonly change: string; readonly run: string; readonly at: number },
): Promise<ChangeId | undefined> {
  const { rows } = await sql<{ change: ChangeId; run: string }>`
    insert into locks (team, name, change, run, since)
    values (${team}, ${wanted.name}, ${wanted.change}, ${wanted.run}, ${instant(wanted.at)})
    on conflict (team, name) do update
      set run = case when locks.change = excluded.change then excluded.run else locks.run end
    returning change, run`.execute(db);
  const holder = one(rows);
  return holder.run === wanted.run ? undefined : holder.change;
}

/** The lock a run needs, if its step changes anything. */
export function lockNeeded(change: Change, run: string, lock: string | undefined): string | undefined {
  const step = change.runs.find((r) => r.run === run)?.step;
  return step !== undefined && isMutating(step) ? lock : undefined;
}
