import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import type { Change, StepRun } from '../model.ts';
import { namesOf, placed, placedInCommand, playbookFor, type HowEnded } from '../playbook.ts';
import { isBeforeApply } from '../plan/known-plan.ts';
import { refuse } from '../refusals.ts';
import type { StepFact } from '../step-facts.ts';
import { takesTicks, tickOf } from '../ticks.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/**
 * The playbook that the end of a run opens, as it reads now: an edit of its file moves nothing under those who follow it. None for
 * what never ran or looks on after the end, and of a plan none again for the same one, or after the apply (004-FAIL-01, 004-FAIL-17).
 */
export function openPlaybook(
  { runs }: Change,
  run: StepRun,
  ended: HowEnded,
  { policy }: Circumstances,
): Extract<StepFact, { type: 'playbookOpened' }> | undefined {
  const playbook =
    run.beganAt === undefined || run.occasion === 'long' ? undefined : playbookFor(policy.playbooks ?? [], ended);
  if (!playbook) return undefined;
  const { id, version, owner, updated, title, meaning, steps, opens } = playbook;
  const isNoNews =
    !isBeforeApply(run) || runs.some((r) => r.playbook?.id === id && r.plan?.digest === ended.plan?.digest);
  if (opens.criticalPlan && isNoNews) return undefined;
  const names = namesOf(ended, playbook);
  return {
    type: 'playbookOpened',
    run: run.run,
    playbook: {
      id,
      version,
      owner,
      updated,
      title,
      meaning: placed(meaning, names),
      steps: steps.map(({ text, command, asks }) => ({
        text: placed(text, names),
        ...(command === undefined ? {} : { command: placedInCommand(command, names) }),
        ...(asks ? { asks } : {}),
      })),
    },
  };
}

/** One of its steps is done, says whoever did it. */
export function tickPlaybook(change: Change, intent: Of<'tickPlaybook'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const run = change.runs.find((r) => r.run === intent.run);
  const step = run?.playbook?.steps[intent.step - 1];
  if (!run?.playbook || !step || !takesTicks(change, run)) return refuse({ code: 'noSuchRun' });
  const ticked = tickOf(run.playbook, intent.step);
  if (ticked) return refuse({ code: 'tickedAlready', by: ticked.by });
  return agree({ type: 'playbookTicked', run: run.run, step: intent.step });
}
