import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { holds, type Intent } from '../intents.ts';
import type { Change, StepRun } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { onlyDeciders } from './recovery.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** A stop is given this long before anybody may kill what it was for: OpenTofu waits for what is in flight, and saves its state. */
const KILL_AFTER_MS = 60_000;

/**
 * One SIGINT to the leaf, once: a second makes OpenTofu drop what it is doing and leave orphans. What still waits for its lock ends
 * without having begun.
 */
export function stopStep(change: Change, intent: Of<'stopStep'>, circumstances: Circumstances): Decision {
  const found = stoppable(change, intent, onlyDeciders(change, circumstances));
  if (!found.ok) return found;
  const { run, reason } = found;
  if (run.stop) return refuse({ code: 'stopAsked', step: run.step, by: run.stop.by });
  const asked = { type: 'stopAsked', run: run.run, reason } as const;
  if (run.state === 'running') return agree(asked);
  return agree(asked, {
    type: 'stepEnded',
    run: run.run,
    outcome: 'stopped',
    reason: 'Nothing was run: it was still waiting for its lock.',
  });
}

/** What a stop did not end, a second person may have killed; what it did then cannot be proved. */
export function killStep(change: Change, intent: Of<'killStep'>, circumstances: Circumstances): Decision {
  const { actor, now, policy } = circumstances;
  const overrides = actor.kind === 'person' && !actor.outsider && holds(actor, policy.overrides.role);
  const found = stoppable(change, intent, overrides ? undefined : onlyDeciders(change, circumstances));
  if (!found.ok) return found;
  const { run, reason } = found;
  const { step, stop } = run;
  if (!stop) return refuse({ code: 'stopFirst', step });
  if (stop.kill) return refuse({ code: 'stopAsked', step, by: stop.kill.by });
  if (actor.kind === 'person' && actor.user === stop.by) return refuse({ code: 'stopNotYours', by: stop.by });
  if (!mayBeKilled(run, now)) return refuse({ code: 'stillStopping', step, until: stop.at + KILL_AFTER_MS });
  return agree({ type: 'killAsked', run: run.run, reason });
}

function stoppable(
  change: Change,
  intent: { readonly run: string; readonly reason: string },
  barred: Refused | undefined,
): { readonly ok: true; readonly run: StepRun; readonly reason: string } | Refused {
  if (barred) return barred;
  const run = change.runs.find((r) => r.run === intent.run);
  if (!run || !mayBeStopped(run)) return refuse({ code: 'noSuchRun' });
  const reason = intent.reason.trim();
  return reason === '' ? refuse({ code: 'reasonNeeded' }) : { ok: true, run, reason };
}

/** Whether a run goes on, or waits for what another change holds. */
export function mayBeStopped({ state, awaits }: StepRun): boolean {
  return state === 'running' || (state === 'requested' && awaits !== undefined);
}

/** Whether a run was given its time to stop, and goes on: whoever did not ask for the stop may have it killed. */
export function mayBeKilled({ state, stop }: StepRun, now: number): boolean {
  return state === 'running' && stop !== undefined && !stop.kill && now >= stop.at + KILL_AFTER_MS;
}
