import { readChangeId, shownId } from '../change-id.ts';
import { agree, runbookOf, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { holds, type Intent } from '../intents.ts';
import { implementerOf, latestRun, openBallots, verdictOf, type Change } from '../model.ts';
import type { Runbook } from '../policy.ts';
import { refuse, type Refused } from '../refusals.ts';
import { hasStep } from '../runbook-steps.ts';
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
  const { actor, now, policy } = circumstances;
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  if (change.confirmed) return refuse({ code: 'notInStatus', intent: 'start', status: change.status });
  const implementer = implementerOf(change);
  if (actor.user !== implementer) return refuse({ code: 'notTheImplementer', implementer });
  if (!holds(actor, 'implementer')) return refuse({ code: 'implementerRoleMissing' });
  if (intent.revision !== change.revision) return refuse({ code: 'staleRevision' });
  if (readChangeId(intent.typed) !== change.id) return refuse({ code: 'idNotTyped', expected: shownId(change.id) });
  const runbook = runbookOf(change, policy);
  const barred = barredGate(change, circumstances) ?? (runbook && unprepared(change, runbook, now));
  if (barred) return barred;
  const started = { type: 'changeStarted', implementer: actor.user, confirmed: true } as const;
  const asked = openBallots(change).filter((b) => b.question === 'exception');
  return agree(
    ...asked.map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    started,
    ...(change.status === 'ready' ? [{ type: 'noticeOrdered', notice: 'start' } as const] : []),
  );
}

function unprepared(change: Change, runbook: Runbook, now: number): Refused | undefined {
  const running = underWay(change);
  if (running)
    return running.step === 'backup'
      ? refuse({ code: 'backupNotProven', state: 'running' })
      : refuse({ code: 'stepRunning', step: running.step });
  return failedPreflight(change, runbook) ?? unprovenBackup(change, runbook, now) ?? unreadyPlan(change, runbook);
}

function failedPreflight(change: Change, runbook: Runbook): Refused | undefined {
  if (!hasStep(runbook, 'preflight', 'window')) return undefined;
  const preflight = latestRun(change, 'preflight', 'window');
  if (verdictOf(preflight) === 'succeeded') return undefined;
  return refuse({ code: 'preflightNotPassed', state: preflight ? 'failed' : 'none' });
}

/** No destructive change without its proven backup (004-BKP-23); a runbook without plan JSON counts as destructive. */
function unprovenBackup(change: Change, runbook: Runbook, now: number): Refused | undefined {
  if (!runbook.destructive) return undefined;
  const backup = latestRun(change, 'backup', 'window');
  if (!backup) return refuse({ code: 'backupNotProven', state: 'none' });
  if (verdictOf(backup) !== 'succeeded') return refuse({ code: 'backupNotProven', state: 'failed' });
  const maxAge = runbook.backup?.proof?.maxAgeMs;
  const old = maxAge !== undefined && now - (backup.endedAt ?? 0) > maxAge;
  return old ? refuse({ code: 'backupNotProven', state: 'tooOld' }) : undefined;
}

function unreadyPlan(change: Change, runbook: Runbook): Refused | undefined {
  if (!runbook.plan) return undefined;
  const plan = latestRun(change, 'plan', 'window');
  if (!plan) return refuse({ code: 'planNotReady', state: 'running' });
  return verdictOf(plan) === 'succeeded' ? undefined : refuse({ code: 'planNotReady', state: 'failed' });
}
