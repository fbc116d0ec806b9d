import { sql, type Kysely } from 'kysely';
import { changeId, type ChangeId } from '../change/change-id.ts';
import { runbookOf, type Circumstances, type Decision } from '../change/circumstances.ts';
import { standing } from '../change/declaring/evolve-calendar.ts';
import { decide } from '../change/decide.ts';
import { evolve, fold } from '../change/evolve.ts';
import type { RecordedFact } from '../change/facts.ts';
import { withDeclared } from '../change/freezes.ts';
import { followUps, mootMilestones } from '../change/follow-ups.ts';
import { actorName, type Intent } from '../change/intents.ts';
import { openBallots, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { refuse } from '../change/refusals.ts';
import { named } from '../change/named.ts';
import { withOpenIncidents } from '../change/open-incidents.ts';
import { openReviews } from '../change/review.ts';
import { askedOf, withEnvironments, type Asked } from '../change/tested.ts';
import { withTies } from '../change/ties.ts';
import { withRecent } from '../change/recorded.ts';
import { holdCalendar } from './calendar-row.ts';
import { insertDeliveries } from './delivery-rows.ts';
import { readEnvironments } from './environment-rows.ts';
import { appendFacts, readFacts } from './facts-store.ts';
import { dropAskings, dropWakes, insertFollowUps } from './follow-up-rows.ts';
import { heardBefore, keepAnswer, type Outcome } from './inbox.ts';
import { withMeasuredTimes } from './measured-times.ts';
import { lockNeeded, projectChange, projectRun, takeLock } from './projection.ts';
import { holdServices } from './open-incident-rows.ts';
import { poke } from './poke.ts';
import { readRecentRecords } from './recent-records.ts';
import { now as readNow, one, type Record } from './record.ts';
import type { HearDeps, Saying } from './saying.ts';
import type { Tables } from './tables.ts';
import { holdTies } from './tie-rows.ts';

/** One try, in a transaction of the caller's: the answer, with everything that follows from it written down. */
export async function hearOnce(deps: HearDeps, tx: Kysely<Tables>, saying: Saying): Promise<Outcome> {
  const { record } = deps;
  if (saying.change !== 'new') await waitForTurn(record, tx, saying.change);
  const before = await heardBefore(record, tx, saying.id);
  if (before) return before;
  const id = saying.change === 'new' ? await nextId(record, tx) : saying.change;
  const intent = numbered(saying.intent, id);
  const { facts: past, lastHash } = await readFacts(record, tx, id);
  const change = fold(past);
  const inForce = withDeclared(deps.policy(), standing(await holdCalendar(record, tx, 'shared')));
  const open = await holdServices(record, tx, servicesOf(change, intent, inForce), guardOf(intent));
  const runbooks = [change?.content.runbook, 'content' in intent ? intent.content.runbook : undefined];
  const within = { team: record.team, db: tx };
  const known = withEnvironments(
    await withMeasuredTimes(record, tx, withOpenIncidents(inForce, open), { only: runbooks }),
    await readEnvironments(within, environmentsAsked(change, intent, inForce)),
  );
  const tied = withTies(known, await holdTies(within, change, intent));
  const policy = withRecent(tied, await readRecentRecords(within, intent, tied));
  const at = await readNow(tx);
  const by = actorName(saying.actor);
  const heard = { id: saying.id, stream: id, type: intent.type, by, surface: saying.surface, at };
  const circumstances = { now: at, policy, patterns: deps.patterns(), actor: saying.actor };
  const decision =
    change || saying.change === 'new'
      ? await judge(record, tx, change, intent, circumstances)
      : refuse({ code: 'noSuchChange', change: id });
  if (!decision.ok) {
    // A form that was refused left nothing behind: no number is used up, and it may be sent again.
    if (saying.change !== 'new' && decision.refusal.code !== 'lockHeld') await keepAnswer(record, tx, heard, decision);
    return decision;
  }
  const recorded = decision.facts.map((fact, i): RecordedFact => ({ seq: past.length + 1 + i, at, by, fact }));
  await appendFacts(record, tx, id, recorded, { lastHash, surface: saying.surface, intent: saying.id });
  await project(deps, tx, change, recorded, circumstances);
  const outcome: Outcome = { ok: true, change: id, fromSeq: past.length + 1, toSeq: past.length + recorded.length };
  await keepAnswer(record, tx, heard, outcome);
  if (saying.change === 'new')
    await sql`update counters set value = value + 1 where team = ${record.team} and name = 'change'`.execute(tx);
  await poke(tx);
  return outcome;
}

/**
 * One at a time for each change, so that a crowd pressing at once waits in line instead of undoing one another's work. The
 * facts' primary key holds even without this.
 */
async function waitForTurn({ team }: Record, tx: Kysely<Tables>, change: ChangeId): Promise<void> {
  await sql`select from changes where team = ${team} and id = ${change} for no key update`.execute(tx);
}

/** The services of the change, and those that it is to have, if the policy has them. */
function servicesOf(change: Change | undefined, intent: Intent, { services }: Policy): readonly string[] {
  const wanted = 'content' in intent ? intent.content.services : [];
  return [...(change?.content.services ?? []), ...wanted.filter((s) => named(services, s) !== undefined)];
}

/** What a decision may ask of versions and tests: how a test ended, of the change and of what it is to become, and what runs before an apply, or since one that is reopened had ended. */
function environmentsAsked(change: Change | undefined, intent: Intent, policy: Policy): Asked {
  const contents = [...(change ? [change.content] : []), ...('content' in intent ? [intent.content] : [])];
  const isAhead = change?.status === 'ready' || (change?.status === 'implementing' && change.appliedAt === undefined);
  const isReopened = change?.status === 'watching' && change.reopenings.length > 0;
  return { ...askedOf(contents, policy), services: isAhead || isReopened ? change.content.services : [] };
}

function guardOf({ type }: Intent): 'shared' | 'alone' {
  return type === 'declareIncident' || type === 'resolveIncident' ? 'alone' : 'shared';
}

function numbered(intent: Saying['intent'], id: ChangeId): Intent {
  return intent.type === 'fileChange' || intent.type === 'recordChange' ? { ...intent, id } : intent;
}

/** What `decide` says, and for a run that changes something whether its runbook's lock is free (design §6 `lock`). */
async function judge(
  record: Record,
  tx: Kysely<Tables>,
  change: Change | undefined,
  intent: Intent,
  circumstances: Circumstances,
): Promise<Decision> {
  const decision = decide(change, intent, circumstances);
  if (!decision.ok || intent.type !== 'beginStep' || !change) return decision;
  const lock = lockNeeded(change, intent.run, runbookOf(change, circumstances.policy)?.lock);
  if (lock === undefined) return decision;
  const wanted = { name: lock, change: change.id, run: intent.run, at: circumstances.now };
  const holder = await takeLock(record, tx, wanted);
  return holder === undefined ? decision : refuse({ code: 'lockHeld', lock, holder });
}

async function project(
  { record, say }: HearDeps,
  tx: Kysely<Tables>,
  before: Change | undefined,
  recorded: readonly RecordedFact[],
  { now, policy }: Circumstances,
): Promise<void> {
  let change = before;
  for (const fact of recorded) {
    const former = change;
    change = evolve(change, fact);
    await projectRun(record, tx, change, fact);
    await insertFollowUps(record, tx, change.id, followUps(change, fact, policy));
    await insertDeliveries(record, tx, change.id, { seq: fact.seq, now }, say(former, change, fact, policy));
  }
  if (!change) return;
  await dropWakes(record, tx, change.id, { schedule: change.schedule, milestones: mootMilestones(change) });
  if (change.ballots.length > 0 || change.reviews.length > 0) {
    const ballots = openBallots(change).map((b) => b.number);
    const reviews = openReviews(change).map((r) => r.number);
    await dropAskings(record, tx, change.id, { ballots, reviews });
  }
  await projectChange(record, tx, change, { isNew: recorded.some(({ fact }) => 'content' in fact) });
}

/** The next number, held until this transaction ends; used up only when a change is filed under it. */
async function nextId({ team }: Record, tx: Kysely<Tables>): Promise<ChangeId> {
  const { rows } = await sql<{ value: number }>`
    insert into counters (team, name, value) values (${team}, 'change', 0)
    on conflict (team, name) do update set value = counters.value
    returning value`.execute(tx);
  return changeId(one(rows).value + 1);
}
