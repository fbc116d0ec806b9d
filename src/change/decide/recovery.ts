import { agree, runbookOf, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { holds, type Intent } from '../intents.ts';
import { implementerOf, latestRun, verdictOf, type Change, type StepRun } from '../model.ts';
import { agingBackup } from '../backup-gate.ts';
import type { Policy } from '../policy.ts';
import { dueOf, haltedAt } from '../roll-out.ts';
import { doesWork, requestStep } from '../runbook-steps.ts';
import { refuse, type Refused } from '../refusals.ts';
import { underWay } from '../runs.ts';
import { barredGate } from './gates.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/**
 * Another attempt, which only a person opens: of a step of the preparation (also one that succeeded, a backup grows old), or of a
 * plan, an apply or a rollback that did not. An apply goes through the gates of the start again; both get a fresh plan first, where there is one.
 */
export function tryAgain(change: Change, intent: Of<'tryAgain'>, circumstances: Circumstances): Decision {
  const run = change.runs.find((r) => r.run === intent.run);
  const barred = onlyDeciders(change, circumstances) ?? cannotTryAgain(change, run);
  if (barred || !run) return barred ?? refuse({ code: 'noSuchRun' });
  const isWork = run.occasion === 'start';
  const gate = isWork ? barredGate(change, circumstances) : undefined;
  if (gate) return gate;
  const { step, occasion, scope, target } = run;
  if (haltedAt(change)?.run === run.run) return goOn(change, circumstances);
  const isPlanned = isWork && (target === undefined || step === 'apply');
  const plan = isPlanned
    ? requestStep(change, 'plan', occasion, circumstances)
    : step === 'rollback'
      ? requestStep(change, 'plan', occasion, circumstances, { scope, target })
      : undefined;
  const attempt = plan ?? requestStep(change, step, occasion, circumstances, { scope, target });
  return attempt ? agree(attempt) : refuse({ code: 'noSuchRun' });
}

/** The roll-out goes on with the next target, although what came before it was asked to stop. */
function goOn(change: Change, circumstances: Circumstances): Decision {
  const runbook = runbookOf(change, circumstances.policy);
  const due = runbook?.targets ? dueOf(change, runbook, runbook.targets) : 'done';
  const next = typeof due === 'object' ? requestStep(change, due.step, 'start', circumstances, due) : undefined;
  return next ? agree(next) : refuse({ code: 'noSuchRun' });
}

/**
 * The run a person may open another attempt of, because it did not succeed, the roll-out stands still after it, or it is a backup that
 * will not last; undefined where there is none.
 */
export function openToAttempt(change: Change, policy: Policy): StepRun | undefined {
  const aging = agingBackup(change, runbookOf(change, policy));
  return (
    change.runs.findLast(
      (run) => (verdictOf(run) !== 'succeeded' || haltedAt(change) === run) && !cannotTryAgain(change, run),
    ) ?? (cannotTryAgain(change, aging) ? undefined : aging)
  );
}

function cannotTryAgain(change: Change, run: StepRun | undefined): Refused | undefined {
  if (
    !run ||
    latestRun(change, run.step, run.occasion, run.target)?.run !== run.run ||
    !isOpenToAttempts(change, run)
  ) {
    return refuse({ code: 'noSuchRun' });
  }
  const running = run.state === 'running' ? run : underWay(change, run);
  if (running) return refuse({ code: 'stepRunning', step: running.step });
  return isUnsettled(run) ? refuse({ code: 'outcomeUnknown', step: run.step }) : undefined;
}

function isOpenToAttempts(change: Change, run: StepRun): boolean {
  const isDone = verdictOf(run) === 'succeeded' && haltedAt(change) !== run;
  switch (run.occasion) {
    case 'window':
      return change.status === 'ready' || (change.status === 'implementing' && !change.confirmed);
    case 'start':
      return change.status === 'implementing' && change.appliedAt === undefined && !isDone;
    case 'after':
      return change.status === 'implementing' && change.appliedAt !== undefined && !isDone;
    case 'rollback':
      return change.status === 'rollingBack' && !isDone;
    case 'ahead':
      return change.status === 'ready' && !isDone && !latestRun(change, run.step, 'window');
    case 'filing':
    case 'goNogo':
    case 'solved':
    case 'again':
    case 'long':
      return false;
  }
}

/** A fresh read-only plan, so that a person can say what an unprovable run did (design §4). */
export function lookAgain(change: Change, intent: Of<'lookAgain'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances) ?? notUnknown(change, intent.run);
  if (barred) return barred;
  const running = underWay(change);
  if (running) return refuse({ code: 'stepRunning', step: running.step });
  const looked = requestStep(change, 'plan', 'again', circumstances);
  return looked ? agree(looked) : refuse({ code: 'noSuchRun' });
}

/** The way out of `unknown`: a person, after looking, says which it was, with the reason. */
export function settleStep(change: Change, intent: Of<'settleStep'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances) ?? notUnknown(change, intent.run);
  if (barred) return barred;
  if (intent.reason.trim() === '') return refuse({ code: 'reasonNeeded' });
  const since = change.runs.slice(change.runs.findIndex((r) => r.run === intent.run) + 1);
  const looked = since.some((r) => r.step === 'plan' && r.occasion === 'again' && r.outcome === 'succeeded');
  const canLook = runbookOf(change, circumstances.policy)?.plan !== undefined;
  if (canLook && !looked) return refuse({ code: 'lookFirst' });
  const settled = {
    type: 'stepSettled',
    run: intent.run,
    verdict: intent.verdict,
    reason: intent.reason.trim(),
  } as const;
  return agree(settled satisfies Fact);
}

function notUnknown(change: Change, run: string): Refused | undefined {
  const found = change.runs.find((r) => r.run === run);
  return found && isUnsettled(found) ? undefined : refuse({ code: 'noSuchRun' });
}

/** Nobody knows what it did to the world. Of a step that only looks there is nothing to settle: it is run again. */
export function isUnsettled(run: StepRun): boolean {
  return run.outcome === 'unknown' && !run.settled && doesWork(run.step);
}

/** The implementer and the rollback decider answer for a change under way (design §3 "Who may"; 000-APR-11). */
export function onlyDeciders(change: Change, { actor }: Circumstances): Refused | undefined {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const implementer = implementerOf(change);
  const named = change.content.rollbackDecider;
  const decides = named === undefined ? holds(actor, 'infrastructure-lead') : actor.user === named;
  if (decides || (actor.user === implementer && holds(actor, 'implementer'))) return undefined;
  return refuse({ code: 'notTheDecider', implementer, decider: named ?? 'infrastructure-lead' });
}
