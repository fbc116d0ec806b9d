import type { Runbook, Policy } from '../../src/change/policy.ts';
import type { StepOutcome } from '../../src/change/model.ts';
import type { Targets } from '../../src/change/targets.ts';
import { OPENS_AT, runs, type Story } from './a-change.ts';
import { aPolicy, aRunbook, MINUTE } from './a-policy.ts';

export const AT_WORK = OPENS_AT + 30 * MINUTE;

/** So many targets, `web-1` and so on, each a wave of its own unless said otherwise. */
export function theTargets(count: number, more: Partial<Targets> = {}): Targets {
  const list = Array.from({ length: count }, (_, i) => ({ name: `web-${i + 1}`, values: {} }));
  return {
    list,
    waves: list.map(() => 1),
    soakMs: 5 * MINUTE,
    drain: { run: ['./drain.sh', '{{target}}'] },
    undrain: { run: ['./undrain.sh', '{{target}}'] },
    ...more,
  };
}

/** The runbook of `aPolicy`, rolled out to these. */
export function rolledOutTo(targets: Targets, more: Partial<Runbook> = {}): Policy {
  return aPolicy({ runbooks: { 'web-release': aRunbook({ targets, ...more }) } });
}

/** Every run ends well, until nothing is asked for any more or one of these (`verify web-2`) is; that one ends as said. */
export function until(from: Story, policy: Policy, bad?: string, outcome: StepOutcome = 'failed'): Story {
  let story = from;
  for (;;) {
    const run = story.change.runs.find((r) => r.state !== 'ended');
    if (!run || run.step === 'watch') return story;
    if (`${run.step} ${run.target}` === bad) return runs(story, policy, AT_WORK, outcome);
    story = runs(story, policy, AT_WORK);
  }
}
