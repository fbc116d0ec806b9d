import { sql, type Kysely } from 'kysely';
import { changeId, type ChangeId } from '../change/change-id.ts';
import { decide } from '../change/decide.ts';
import { evolve, fold } from '../change/evolve.ts';
import { followUps } from '../change/follow-ups.ts';
import type { RecordedFact } from '../change/facts.ts';
import { actorName, type Actor, type Intent } from '../change/intents.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { effect } from '../effect.ts';
import { insertDeliveries, type NewDelivery } from './delivery-rows.ts';
import { appendFacts, readFacts } from './facts-store.ts';
import { insertFollowUps } from './follow-up-rows.ts';
import { heardBefore, keepAnswer, type Outcome } from './inbox.ts';
import { lockNeeded, projectChange, projectRun, takeLock } from './projection.ts';
import { now as readNow, one, type Record } from './record.ts';
import type { Tables } from './tables.ts';

export type { Outcome } from './inbox.ts';

/** What is said because of a fact: `notifications` knows, the journal writes it down with the fact. */
export type Say = (
  before: Change | undefined,
  after: Change,
  recorded: RecordedFact,
  policy: Policy,
) => readonly NewDelivery[];

export interface HearDeps {
  readonly record: Record;
  readonly policy: () => Policy;
  readonly patterns: () => readonly string[];
  readonly say: Say;
}

export interface Saying {
  /** Of this change; `new` files one and gives it the next number. */
  readonly change: ChangeId | 'new';
  readonly intent: Exclude<Intent, { type: 'fileChange' }> | Omit<Extract<Intent, { type: 'fileChange' }>, 'id'>;
  readonly actor: Actor;
  /** The sender's own id of this saying: heard twice, it counts once. */
  readonly id: string;
  /** Where it was said: `slash`, `button`, `modal`, `clock`, `worker`. */
  readonly surface: string;
}

export type Hear = (saying: Saying) => Promise<Outcome>;

/** The answer of the record came too late, or the connection was lost while it was committing: nobody knows yet. */
export class Unsure extends Error {
  override readonly name = 'Unsure';
}

/** Nothing was written. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** Tries of a decision that somebody faster invalidated. */
const TRIES_MAX = 5;

/**
 * The only write: folds the stream, decides, and commits facts, listings, follow-ups, deliveries and the sender's intent id
 * in one transaction. Answers a repeated intent as before. Throws `NotRecorded` or `Unsure` when the database fails.
 */
export function openEar(deps: HearDeps): Hear {
  return async (saying) => {
    for (let tries = 1; ; tries += 1) {
      const phase = { committing: false };
      try {
        return await effect('journal.commit', () =>
          deps.record.db.transaction().execute(async (tx) => {
            const outcome = await hearOnce(deps, tx, saying);
            phase.committing = true;
            return outcome;
          }),
        );
      } catch (error) {
        if (isConflict(error) && tries < TRIES_MAX) continue;
        if (!isDatabaseFailure(error)) throw error;
        throw phase.committing
          ? new Unsure(`committing ${saying.intent.type}`, { cause: error })
          : new NotRecorded(`recording ${saying.intent.type}`, { cause: error });
      }
    }
  };
}

async function hearOnce(deps: HearDeps, tx: Kysely<Tables>, saying: Saying): Promise<Outcome> {
  const { record } = deps;
  const before = await heardBefore(record, tx, saying.id);
  if (before) return before;
  const at = await readNow(tx);
  const id = saying.change === 'new' ? await nextId(record, tx) : saying.change;
  const intent: Intent = saying.intent.type === 'fileChange' ? { ...saying.intent, id } : saying.intent;
  const { facts: past, lastHash } = await readFacts(record, tx, id);
  const change = fold(past);
  const heard = {
    id: saying.id,
    stream: id,
    type: intent.type,
    by: actorName(saying.actor),
    surface: saying.surface,
    at,
  };
  const policy = deps.policy();
  const decision = decide(change, intent, { now: at, policy, patterns: deps.patterns(), actor: saying.actor });
  const refusal = decision.ok ? await lockRefusal(deps, tx, change, intent, at) : decision.refusal;
  if (refusal !== undefined || !decision.ok) {
    const refused: Outcome = { ok: false, refusal: refusal ?? { code: 'noSuchRun' } };
    // A form that was refused left nothing behind: no number is used up, and it may be sent again.
    if (saying.change !== 'new' && refused.refusal.code !== 'lockHeld') await keepAnswer(record, tx, heard, refused);
    return refused;
  }
  const by = heard.by;
  const recorded = decision.facts.map((fact, i): RecordedFact => ({ seq: past.length + 1 + i, at, by, fact }));
  await appendFacts(record, tx, id, recorded, { lastHash, surface: saying.surface, intent: saying.id });
  await project(deps, tx, change, recorded, at);
  const outcome: Outcome = { ok: true, change: id, fromSeq: past.length + 1, toSeq: past.length + recorded.length };
  await keepAnswer(record, tx, heard, outcome);
  if (saying.change === 'new')
    await sql`update counters set value = value + 1 where team = ${record.team} and name = 'change'`.execute(tx);
  await sql`select pg_notify('gonogo', '')`.execute(tx);
  return outcome;
}

async function lockRefusal(deps: HearDeps, tx: Kysely<Tables>, change: Change | undefined, intent: Intent, at: number) {
  if (intent.type !== 'beginStep' || !change) return undefined;
  const runbook = change.content.runbook === undefined ? undefined : deps.policy().runbooks[change.content.runbook];
  const name = lockNeeded(change, intent.run, runbook?.lock);
  if (name === undefined) return undefined;
  const holder = await takeLock(deps.record, tx, { name, change: change.id, run: intent.run, at });
  return holder === undefined ? undefined : ({ code: 'lockHeld', lock: name, holder } as const);
}

async function project(
  { record, policy, say }: HearDeps,
  tx: Kysely<Tables>,
  before: Change | undefined,
  recorded: readonly RecordedFact[],
  now: number,
): Promise<void> {
  let change = before;
  for (const fact of recorded) {
    const former = change;
    change = evolve(change, fact);
    await projectRun(record, tx, change, fact);
    await insertFollowUps(record, tx, change.id, followUps(change, fact, policy()));
    await insertDeliveries(record, tx, change.id, { seq: fact.seq, now }, say(former, change, fact, policy()));
  }
  if (change) await projectChange(record, tx, change);
}

/** The next number, held until this transaction ends; used up only when a change is filed under it. */
async function nextId({ team }: Record, tx: Kysely<Tables>): Promise<ChangeId> {
  await sql`insert into counters (team, name, value) values (${team}, 'change', 0) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ value: number }>`
    select value from counters where team = ${team} and name = 'change' for update`.execute(tx);
  return changeId(one(rows).value + 1);
}

/** A unique violation, a deadlock or a serialization failure: somebody was faster, decide again. */
function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '23505' || code === '40P01' || code === '40001';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What the driver and the server say; anything else is a mistake of ours and must be seen as one. */
function isDatabaseFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return codeOf(error) !== undefined || /timeout|terminated|Connection|connect/i.test(error.message);
}
