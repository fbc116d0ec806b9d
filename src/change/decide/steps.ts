import { agree, runbookOf, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { holds, type Intent } from '../intents.ts';
import { implementerOf, type Change, type StepRun } from '../model.ts';
import { requestStep } from '../runbook-steps.ts';
import { refuse, type Refused } from '../refusals.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** The claim, written before anything is spawned: the first worker has it, for ever (promise 3). */
export function beginStep(change: Change, intent: Of<'beginStep'>, { actor, policy }: Circumstances): Decision {
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const run = change.runs.find((r) => r.run === intent.run);
  if (!run) return refuse({ code: 'noSuchRun' });
  if (run.state !== 'requested') return refuse({ code: 'runTaken', host: run.host ?? 'another worker' });
  const runbook = runbookOf(change, policy);
  if (!runbook || runbook.digest !== intent.digest)
    return refuse({ code: 'runbookChanged', runbook: change.content.runbook ?? '' });
  if (!isStillWanted(change, run)) return refuse({ code: 'staleRevision' });
  return agree({ type: 'stepBegun', run: run.run, host: intent.host });
}

/** A run asked for by a former revision or window does not begin any more, nor does one whose gate has closed. */
function isStillWanted(change: Change, run: StepRun): boolean {
  if (run.revision !== change.revision) return false;
  if (run.step === 'apply') return change.status === 'implementing';
  if (run.step === 'rollback') return change.status === 'rollingBack';
  return run.occasion === 'filing' || run.schedule === change.schedule;
}

/** What became of a run; told once. */
export function reportStep(change: Change, intent: Of<'reportStep'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const run = change.runs.find((r) => r.run === intent.run);
  if (!run) return refuse({ code: 'noSuchRun' });
  if (run.state === 'ended') return refuse({ code: 'runTaken', host: run.host ?? 'another worker' });
  const { outcome, exitCode, reason, outputBytes, outputSha256 } = intent;
  return agree({
    type: 'stepEnded',
    run: run.run,
    outcome,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(outputBytes === undefined ? {} : { outputBytes }),
    ...(outputSha256 === undefined ? {} : { outputSha256 }),
  });
}

/** A fresh read-only plan, so that a person can say what an unprovable run did (design §4). */
export function lookAgain(change: Change, intent: Of<'lookAgain'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances) ?? notUnknown(change, intent.run);
  if (barred) return barred;
  if (change.runs.some((r) => r.state !== 'ended')) return refuse({ code: 'stepRunning', step: 'plan' });
  const looked = requestStep(change, 'plan', 'again', circumstances);
  return looked ? agree(looked) : refuse({ code: 'noSuchRun' });
}

/** The way out of `unknown`: a person, after looking, says which it was, with the reason. */
export function settleStep(change: Change, intent: Of<'settleStep'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances) ?? notUnknown(change, intent.run);
  if (barred) return barred;
  if (intent.reason.trim() === '') return refuse({ code: 'reasonNeeded' });
  const run = change.runs.find((r) => r.run === intent.run);
  const looked = change.runs.some(
    (r) =>
      r.step === 'plan' && r.occasion === 'again' && r.outcome === 'succeeded' && r.requestedAt >= (run?.endedAt ?? 0),
  );
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
  return found?.outcome === 'unknown' && !found.settled ? undefined : refuse({ code: 'noSuchRun' });
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
