import type { Change, StepRun } from './model.ts';
import type { StepFact } from './step-facts.ts';

/** The runs of a change after one more fact about them. */
export function runsAfter(
  change: Change,
  fact: StepFact,
  { at, by }: { readonly at: number; readonly by: string },
): readonly StepRun[] {
  switch (fact.type) {
    case 'stepRequested':
      return [...change.runs, requested(change, fact, at)];
    case 'lockAwaited':
      return onRun(change, fact.run, { awaits: { lock: fact.lock, holder: fact.holder, since: at } });
    case 'stepBegun':
      return onRun(change, fact.run, { state: 'running', host: fact.host, beganAt: at });
    case 'stepEnded': {
      const { outcome, reason, plan, readings, survivors, proof, restoreMs } = fact;
      return onRun(change, fact.run, {
        state: 'ended',
        endedAt: at,
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(plan === undefined ? {} : { plan }),
        ...(readings === undefined ? {} : { readings }),
        ...(survivors === undefined ? {} : { survivors }),
        ...(proof === undefined ? {} : { proof }),
        ...(restoreMs === undefined ? {} : { restoreMs }),
      });
    }
    case 'stepOverdue':
      return onRun(change, fact.run, { overdue: { limit: fact.limit, at } });
    case 'stopAsked':
      return onRun(change, fact.run, { stop: { by, at, reason: fact.reason } });
    case 'killAsked': {
      const stop = change.runs.find((r) => r.run === fact.run)?.stop;
      return stop ? onRun(change, fact.run, { stop: { ...stop, kill: { by, at, reason: fact.reason } } }) : change.runs;
    }
    case 'stepSettled':
      return onRun(change, fact.run, { settled: { by, verdict: fact.verdict, reason: fact.reason } });
    case 'playbookOpened':
      return onRun(change, fact.run, { playbook: { ...fact.playbook, ticks: [] } });
    case 'playbookTicked': {
      const playbook = change.runs.find((r) => r.run === fact.run)?.playbook;
      const ticks = [...(playbook?.ticks ?? []), { step: fact.step, by, at }];
      return playbook ? onRun(change, fact.run, { playbook: { ...playbook, ticks } }) : change.runs;
    }
  }
}

function requested(change: Change, fact: Extract<StepFact, { type: 'stepRequested' }>, at: number): StepRun {
  const { run, step, occasion, attempt, target, scope, digest, handle } = fact;
  return {
    run,
    step,
    occasion,
    attempt,
    digest,
    revision: change.revision,
    schedule: change.schedule,
    state: 'requested',
    requestedAt: at,
    ...(target === undefined ? {} : { target }),
    ...(scope === undefined ? {} : { scope }),
    ...(handle === undefined ? {} : { handle }),
  };
}

function onRun(change: Change, run: string, news: Partial<StepRun>): readonly StepRun[] {
  return change.runs.map((r) => (r.run === run ? { ...r, ...news } : r));
}
