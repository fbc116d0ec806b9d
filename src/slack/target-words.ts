import { runbookOf } from '../change/circumstances.ts';
import type { Change, Step, StepRun } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { placeOf, targetStates, type TargetState } from '../change/roll-out.ts';
import { listOf, progressBar } from './blocks.ts';

const SHOWN_MAX = 12;

const PREPOSITIONS: Readonly<Partial<Record<Step, string>>> = {
  drain: 'of',
  verify: 'of',
  undrain: 'of',
  soak: 'after',
};

/** Said behind the name of a step: ` on web-1`; nothing where there is but one target. */
export function onTarget({ step, target }: { readonly step: Step; readonly target?: string | undefined }): string {
  return target === undefined ? '' : ` ${PREPOSITIONS[step] ?? 'on'} ${target}`;
}

/** How many targets of a roll-out are done, with a bar; nothing where there is but one. */
export function rollOutLine(change: Change, policy: Policy): string {
  const states = statesOf(change, policy);
  if (states.length === 0) return '';
  const done = states.filter(({ state }) => state === 'done').length;
  return `${done} of ${states.length} targets done ${progressBar(done / states.length)}`;
}

/** The same, with which of them a run is on. */
export function placeLine(change: Change, run: StepRun, policy: Policy): string {
  const targets = runbookOf(change, policy)?.targets;
  const place = placeOf(run, targets);
  if (!targets || place === undefined) return '';
  return `Target ${place} of ${targets.list.length}: ${run.target} · ${rollOutLine(change, policy)}`;
}

const STATES: Readonly<Record<TargetState, string>> = {
  done: 'Verified and in service',
  underWay: 'Under way',
  stopped: 'Did not succeed',
  rolledBack: 'Rolled back',
  waiting: 'Not begun',
};

/** How far a roll-out has come and how each target stands; empty before the first was begun. */
export function rollOutLines(change: Change, policy: Policy): readonly string[] {
  const states = statesOf(change, policy);
  if (states.length === 0) return [];
  const each = Map.groupBy(states, ({ state }) => state);
  const lines = Object.entries(STATES).flatMap(([state, words]) => {
    const targets = each.get(state as TargetState) ?? [];
    return targets.length === 0
      ? []
      : [
          `• ${words}: ${listOf(
            targets.map(({ target }) => target),
            SHOWN_MAX,
          )}`,
        ];
  });
  return [rollOutLine(change, policy), ...lines];
}

/** The targets on which nothing was begun. */
export function notBegun(change: Change, policy: Policy): readonly string[] {
  return statesOf(change, policy).flatMap(({ target, state }) => (state === 'waiting' ? [target] : []));
}

function statesOf(change: Change, policy: Policy): ReturnType<typeof targetStates> {
  const runbook = runbookOf(change, policy);
  const isBegun = change.runs.some((r) => r.target !== undefined && r.schedule === change.schedule);
  return runbook?.targets && isBegun ? targetStates(change, runbook, runbook.targets) : [];
}
