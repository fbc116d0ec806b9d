import { expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import { gateFindings } from '../../src/journal/check/gate-rules.ts';
import { OPENS_AT, aWorker, liveThrough, type Story } from '../support/a-change.ts';
import { HOUR, MINUTE } from '../support/a-policy.ts';
import { HARMLESS, LOSING, PLANNED_BACK, planningBack } from '../support/a-way-back.ts';
import { BOTH, CREATES, ends, readable, startedOn } from '../support/planned.ts';
import { stages } from '../notifications/stories.ts';

/** The apply that follows its fresh plan is begun. */
function begun(): Story {
  const policy = readable();
  const planned = ends(startedOn(), OPENS_AT + 2 * MINUTE, CREATES);
  const run = planned.change.runs.at(-1)?.run ?? '';
  const digest = policy.runbooks['web-release']?.digest ?? '';
  const begin: Intent = { type: 'beginStep', run, host: 'deploy-1', digest };
  return liveThrough(policy, [[begin, aWorker(), OPENS_AT + 4 * MINUTE]], planned);
}

function found({ facts, change }: Story): readonly string[] {
  const moments = stages({ facts, change }).map(({ before, change: after, facts: until }) => {
    const recorded = until.at(-1);
    if (!recorded) throw new Error('a stage without its fact');
    return { before, after, recorded };
  });
  return gateFindings('CHG-1', moments).map((finding) => JSON.stringify(finding));
}

test('an apply of the plan that was agreed to is none to find', () => {
  expect(found(begun())).toEqual([]);
});

test('an apply of another plan than the one that was agreed to is found in the facts', () => {
  const { facts, change } = begun();
  const forged = facts.map((recorded) =>
    recorded.fact.type === 'stepEnded' && recorded.fact.run.includes('start-plan')
      ? { ...recorded, fact: { ...recorded.fact, plan: BOTH } }
      : recorded,
  );
  expect(found({ facts: forged, change })).toEqual([
    expect.stringContaining('for another plan than the one that was agreed to'),
  ]);
});

test('a way back that loses data, begun though nobody answered for that, is found in the facts', () => {
  const planned = ends(planningBack(), OPENS_AT + HOUR, HARMLESS, PLANNED_BACK);
  const { facts, change } = ends(planned, OPENS_AT + HOUR + 2 * MINUTE, undefined, PLANNED_BACK);
  expect(found({ facts, change })).toEqual([]);
  const forged = facts.map((recorded) =>
    recorded.fact.type === 'stepEnded' && recorded.fact.run.includes('rollback-plan')
      ? { ...recorded, fact: { ...recorded.fact, plan: LOSING } }
      : recorded,
  );
  expect(found({ facts: forged, change })).toEqual([expect.stringContaining('going back would lose data')]);
});
