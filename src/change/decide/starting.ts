import { readChangeId, shownId } from '../change-id.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { holds, type Intent } from '../intents.ts';
import { GATES } from '../override.ts';
import { implementerOf, openBallots, type Change } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { isToldOfStart } from '../announced.ts';
import { agreedPlan, isPlanRead } from '../plan/agreed-plan.ts';
import { knownPlan } from '../plan/known-plan.ts';
import { underWay } from '../runs.ts';
import { barredGate } from './gates.ts';

/**
 * The third gate: the implementer's typed confirmation, with everything judged again as it is now (design §1 "Enforce the
 * dangerous few"; 004-APR-09, 004-PRE-39).
 */
export function start(
  change: Change,
  intent: Extract<Intent, { type: 'start' }>,
  circumstances: Circumstances,
): Decision {
  const { actor } = circumstances;
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  // Of an emergency whose work is said to be done nothing is left to start.
  if (change.confirmed || change.appliedAt !== undefined)
    return refuse({ code: 'notInStatus', intent: 'start', status: change.status });
  const implementer = implementerOf(change);
  if (actor.user !== implementer) return refuse({ code: 'notTheImplementer', implementer });
  if (!holds(actor, 'implementer')) return refuse({ code: 'implementerRoleMissing' });
  if (intent.revision !== change.revision) return refuse({ code: 'staleRevision' });
  if (readChangeId(intent.typed) !== change.id) return refuse({ code: 'idNotTyped', expected: shownId(change.id) });
  const hasRunbook = change.content.runbook !== undefined;
  const barred = barredGate(change, circumstances) ?? (hasRunbook ? unprepared(change, circumstances) : undefined);
  if (barred) return barred;
  const plan = knownPlan(change)?.digest;
  if (isPlanRead(change, circumstances) && plan !== intent.plan) return refuse({ code: 'planMoved' });
  const agreed = agreedPlan(change, plan);
  const started: Fact = {
    type: 'changeStarted',
    implementer: actor.user,
    confirmed: true,
    ...(agreed === undefined ? {} : { plan: agreed }),
  };
  const asked = openBallots(change).filter((b) => b.question === 'exception');
  return agree(
    ...asked.map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    started,
    ...(change.status === 'ready' && !isToldOfStart(change)
      ? [{ type: 'noticeOrdered', notice: 'start' } as const]
      : []),
  );
}

/** A step that runs is waited for; what did not succeed needs a new attempt, or a second person who answers for it. */
function unprepared(change: Change, circumstances: Circumstances): Refused | undefined {
  const running = underWay(change);
  if (!running) return barredGate(change, circumstances, GATES);
  return running.step === 'backup'
    ? refuse({ code: 'backupNotProven', state: 'running' })
    : refuse({ code: 'stepRunning', step: running.step });
}
