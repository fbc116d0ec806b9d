import type { Button } from '@slack/types';
import type { Fact } from '../change/facts.ts';
import type { Change, StepRun } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { milestoneKey, type MilestoneName } from '../change/timeline.ts';
import { attemptButtons, decisionButtons, startButtons, unknownButtons } from '../slack/buttons.ts';

/** A note that asks for an answer. It holds buttons as long as a press would be heard, and loses them by an update. */
export type Prompt = { readonly key: string; readonly asks: 'start' | 'decision' };

const ASKED: Readonly<Partial<Record<MilestoneName, Prompt['asks']>>> = {
  opens: 'start',
  decide: 'decision',
  closes: 'decision',
};

/** The prompt that a fact's note is, if it is one; `after` has the fact folded in. */
export function promptOf(fact: Fact, after: Change): Prompt | undefined {
  if (fact.type === 'changeStarted' && !fact.confirmed) return started(after);
  if (fact.type === 'milestoneReached') return atMilestone(after, fact.milestone, fact.schedule);
  const run = fact.type === 'stepEnded' ? after.runs.find((r) => r.run === fact.run) : undefined;
  return run && asks(run) ? ofRun(after, run) : undefined;
}

/** What may be pressed on a prompt as things stand; nothing on one of a former window. */
export function promptButtons(key: string, change: Change, policy: Policy): readonly Button[] {
  const prompt = promptsOf(change).find((p) => p.key === key);
  if (!prompt) return [];
  return prompt.asks === 'start'
    ? startButtons(change)
    : [...unknownButtons(change, policy), ...attemptButtons(change), ...decisionButtons(change, policy)];
}

/** The prompts there were before a fact whose buttons it changed. */
export function promptsChanged(before: Change | undefined, after: Change, policy: Policy): readonly Prompt[] {
  if (!before) return [];
  const shown = (key: string, change: Change): string => JSON.stringify(promptButtons(key, change, policy));
  return promptsOf(before).filter(({ key }) => shown(key, before) !== shown(key, after));
}

function promptsOf(change: Change): readonly Prompt[] {
  const { schedule } = change;
  const reached = (['opens', 'decide', 'closes'] as const).filter(
    (m) => change.milestones[milestoneKey(schedule, m)] === 'reached',
  );
  return [
    ...(change.startedAt !== undefined && change.content.kind === 'emergency' ? [started(change)] : []),
    ...reached.flatMap((m) => atMilestone(change, m, schedule) ?? []),
    ...change.runs
      .filter((r) => r.schedule === schedule && r.state === 'ended' && asks(r))
      .map((r) => ofRun(change, r)),
  ];
}

/** Work that did not succeed, and every look at an unknown outcome. */
function asks({ occasion, outcome }: StepRun): boolean {
  if (occasion === 'again') return true;
  return (occasion === 'start' || occasion === 'solved' || occasion === 'rollback') && outcome !== 'succeeded';
}

function started(change: Change): Prompt {
  return { key: `${change.id}/prompt/start`, asks: 'start' };
}

function atMilestone(change: Change, milestone: MilestoneName, schedule: number): Prompt | undefined {
  const asked = ASKED[milestone];
  return asked && { key: `${change.id}/prompt/${schedule}/${milestone}`, asks: asked };
}

function ofRun(change: Change, { run }: StepRun): Prompt {
  return { key: `${change.id}/prompt/${run}`, asks: 'decision' };
}
