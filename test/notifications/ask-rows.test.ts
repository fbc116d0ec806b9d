import { expect, test } from 'vitest';
import { askRows } from '../../src/notifications/ask-rows.ts';
import { FILED_AT, filing, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPolicy, MINUTE } from '../support/a-policy.ts';
import { put, vote } from '../support/lives.ts';
import { stages } from './stories.ts';

const policy = aPolicy();

/** The messages to people that the last facts of a story bring up to date. */
function touched(story: Story, last: number): readonly string[] {
  return stages(story)
    .slice(-last)
    .flatMap(({ before, change, facts }) => facts.slice(-1).flatMap((fact) => askRows(before, change, fact)))
    .map((row) => row.channel);
}

test('whoever was asked and has not answered yet sees how the plan ended', () => {
  const asked = liveThrough(policy, [filing(policy), put(policy, 1)]);
  expect(touched(runs(asked, policy, FILED_AT + MINUTE), 1)).toEqual(['U0BOB', 'U0CYD']);
});

test('once the ballot is closed a plan that ends moves nobody', () => {
  const passed = liveThrough(policy, [filing(policy), put(policy, 1), vote(policy, 'U0BOB', 1)]);
  expect(touched(runs(passed, policy, FILED_AT + 2 * 60 * MINUTE), 1)).toEqual([]);
});
