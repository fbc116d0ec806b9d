import { describe, expect, test } from 'vitest';
import type { Policy, Runbook } from '../../src/change/policy.ts';
import { OPENS_AT, type Story } from '../support/a-change.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { ROLL_BACK, SOLVED } from '../support/lives.ts';
import { CREATES, ends, readable, startedOn } from '../support/planned.ts';

const policy = readable();
const at = OPENS_AT + HOUR;
const by = 'U0ADA';
const SECOND = 'CHG-1-r1-w1-after-plan-1';
const EMPTY = reviewOf(aPlanJson([aResource('aws_thing.a', ['no-op']), aResource('data.aws_ami.a', ['read'])]));
const LEFT = reviewOf(aPlanJson([aResource('aws_thing.a', ['update'])]));

/** The same rules with another runbook. */
const having = (overrides: Partial<Runbook>): Policy => {
  const [runbook] = Object.values(policy.runbooks);
  return { ...policy, runbooks: { 'web-release': { ...aRunbook(), ...runbook, ...overrides } } };
};
const applied = (rules = policy): Story =>
  ends(ends(startedOn(), OPENS_AT + MINUTE, CREATES), OPENS_AT + 3 * MINUTE, undefined, rules);
const verified = (rules = policy): Story => ends(applied(rules), OPENS_AT + 10 * MINUTE, undefined, rules);
const looked = (review = EMPTY, rules = policy): Story => ends(verified(rules), at, review, rules);

describe('after the apply, where the plan can be read', () => {
  test('a second plan follows the verification, and when it is empty the watch begins', () => {
    expect(verified().change).toMatchObject({ status: 'implementing' });
    expect(verified().change.runs.at(-1)).toMatchObject({ run: SECOND, state: 'requested', occasion: 'after' });
    expect(looked().change.status).toBe('watching');
  });

  test('it follows the apply where there is no verification', () => {
    const rules = having({ verify: [] });
    expect(applied(rules).change.runs.at(-1)).toMatchObject({ run: SECOND });
  });

  test('there is none where a plan cannot be read', () => {
    const rules = having({ plan: { run: ['./plan.sh'], keep: [] } });
    expect(verified(rules).change.status).toBe('watching');
  });

  test('one that is not empty has failed: nothing goes on by itself, also where the runbook rolls back', () => {
    const rules = having({ rollback: { automatic: true, application: { run: ['./back.sh'] } } });
    for (const mine of [policy, rules]) {
      const story = looked(LEFT, mine);
      expect(story.change).toMatchObject({ status: 'implementing' });
      expect(story.change.runs.at(-1)).toMatchObject({
        run: SECOND,
        outcome: 'failed',
        reason: 'Something is left to do: the plan after the apply is not empty.',
        plan: LEFT,
      });
      given(story)
        .when(SOLVED, { by, at: at + HOUR / 2, policy: mine })
        .yields({ type: 'stepRequested', step: 'verify', occasion: 'solved' });
      given(story)
        .when(ROLL_BACK, { by, at: at + HOUR / 2, policy: mine })
        .becomes('rollingBack');
    }
  });

  test('one that nobody has read has failed', () => {
    expect(ends(verified(), at).change.runs.at(-1)).toMatchObject({ run: SECOND, outcome: 'failed' });
  });

  test('a person may have it made once more, and an empty one then goes on', () => {
    const again = given(looked(LEFT)).when({ type: 'tryAgain', run: SECOND }, { by, at: at + HOUR / 2, policy });
    again.yields({ type: 'stepRequested', step: 'plan', occasion: 'after', attempt: 2 });
    expect(ends(again.story, at + HOUR / 2, EMPTY).change.status).toBe('watching');
  });

  test('what a person says is solved needs no second plan', () => {
    const mended = given(looked(LEFT)).when(SOLVED, { by, at: at + HOUR / 2, policy }).story;
    expect(ends(mended, at + HOUR / 2).change.status).toBe('watching');
  });
});
