import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { headline } from '../../src/notifications/headline.ts';
import { FILED_AT, anActor, liveThrough } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { WITHDRAW, edit, inReview, vote } from '../support/lives.ts';

const at = FILED_AT + HOUR;

test('two hundred approvers who must all agree pass a change with the last of them, and its message stays within limits', () => {
  const members = Array.from({ length: 200 }, (_, i) => `U0LEAD${i}`);
  const { roles, approvals } = aPolicy();
  const policy = aPolicy({
    roles: { ...roles, 'infrastructure-lead': { members, delegates: [] } },
    approvals: { ...approvals, normal: [{ role: 'infrastructure-lead', need: 'all' }] },
  });
  const votes = members.map((user) => vote(policy, user, 1));
  const almost = liveThrough(policy, votes.slice(1), inReview({ policy }));
  expect(almost.change.status).toBe('inReview');
  const shown = headline(almost.change, { policy, now: at, facts: almost.facts });
  expect(() => readMessageBlocks(shown.blocks)).not.toThrow();
  const all = liveThrough(policy, votes.slice(0, 1), almost);
  expect(all.change.status).toBe('approved');
  expect(() => readMessageBlocks(headline(all.change, { policy, now: at, facts: all.facts }).blocks)).not.toThrow();
});

test('a requester who left the workspace decides nothing any more; the lead may hand the work over or withdraw it', () => {
  const story = inReview();
  const gone = { ...anActor('U0ADA', aPolicy()), outsider: true };
  given(story).when(WITHDRAW, { by: gone, at }).refuses('outsider');
  given(story)
    .when(edit({ ...story.change.content, implementer: 'U0DAN' }), { by: 'U0BOB', at })
    .becomes('inReview');
  given(story).when(WITHDRAW, { by: 'U0BOB', at }).becomes('withdrawn');
  given(story).when({ type: 'castVote', ballot: 1, answer: 'yes' }, { by: 'U0BOB', at }).becomes('approved');
});
