import { expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, THE_CLOCK, anActor, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { inReview, prepared, typed } from '../support/lives.ts';

const base = aPolicy();

/** The infrastructure lead held by these people, with management behind it and security behind that. */
function withFallback(
  members: readonly string[],
  managers: readonly string[] = ['U0MGR'],
  need: number | 'all' = 1,
): Policy {
  return aPolicy({
    roles: {
      ...base.roles,
      'infrastructure-lead': { members, delegates: [], fallback: 'management' },
      management: { members: managers, delegates: [], fallback: 'security' },
    },
    approvals: { ...base.approvals, normal: [{ role: 'infrastructure-lead', need }] },
  });
}

function asking(policy: Policy, nth = 0): Intent {
  return { type: 'askVoters', ballot: 1, nth, people: anActor('U0ADA', policy).roster };
}

function put(policy: Policy, from: Story, nth: number, at: number) {
  return given(from).when(asking(policy, nth), { by: THE_CLOCK, at, policy });
}

const YES = { type: 'castVote', ballot: 1, answer: 'yes' } as const satisfies Intent;
const AT = FILED_AT + MINUTE;

test('a role whose only holder may not vote is stood in for at once, and the vote counts for its seat', () => {
  const policy = withFallback(['U0ADA']);
  const asked = put(policy, inReview({ policy }), 0, AT).yields({
    type: 'votersAsked',
    people: { 'infrastructure-lead': ['U0MGR'] },
    standIns: [{ role: 'infrastructure-lead', fallback: 'management', why: 'nobody', people: ['U0MGR'] }],
  }).story;
  given(asked)
    .when(YES, { by: 'U0MGR', at: AT + HOUR, policy })
    .yields(
      { type: 'voteCast', voter: 'U0MGR', role: 'infrastructure-lead' },
      { type: 'ballotClosed', result: 'passed' },
      { type: 'changeApproved' },
    );
});

test('a fallback that nobody holds is passed over for the one behind it', () => {
  const policy = withFallback([], []);
  put(policy, inReview({ policy }), 0, AT).yields({
    type: 'votersAsked',
    people: { 'infrastructure-lead': ['U0EVE'] },
    standIns: [{ role: 'infrastructure-lead', fallback: 'security', why: 'nobody', people: ['U0EVE'] }],
  });
});

test('whoever is behind a role may not answer while its own people can, and may once a reminder has passed unanswered', () => {
  const policy = withFallback(['U0BOB']);
  const asked = put(policy, inReview({ policy }), 0, AT).story;
  given(asked)
    .when(YES, { by: 'U0MGR', at: AT + HOUR, policy })
    .refuses('notAnApprover');
  const once = put(policy, asked, 1, AT + DAY).yields({ type: 'votersReminded', nth: 1 }).story;
  const twice = put(policy, once, 2, AT + 2 * DAY).yields(
    { type: 'votersAsked', nth: 2, people: { 'infrastructure-lead': ['U0BOB', 'U0MGR'] } },
    { type: 'votersReminded', nth: 2, people: { 'infrastructure-lead': ['U0BOB'] } },
  ).story;
  given(twice)
    .when(YES, { by: 'U0MGR', at: AT + 2 * DAY + HOUR, policy })
    .becomes('approved');
  given(twice)
    .when(YES, { by: 'U0BOB', at: AT + 2 * DAY + HOUR, policy })
    .becomes('approved');
});

test('where all must agree the silence of one is filled by nobody else', () => {
  const policy = withFallback(['U0BOB', 'U0CYD'], ['U0MGR'], 'all');
  const asked = put(policy, inReview({ policy }), 0, AT).story;
  const once = put(policy, asked, 1, AT + DAY).story;
  put(policy, once, 2, AT + 2 * DAY).yields({ type: 'votersReminded', nth: 2 });
});

test('where nobody at all can be asked the record says so, and asks whoever comes into the role', () => {
  const policy = withFallback([], []);
  const nobody = { ...asking(policy), people: { security: ['U0ADA'] } } as const;
  const asked = given(inReview({ policy }))
    .when(nobody, { by: THE_CLOCK, at: AT, policy })
    .yields({ type: 'votersAsked', people: { 'infrastructure-lead': [] } }).story;
  put(policy, asked, 1, AT + DAY).yields(
    { type: 'votersAsked', people: { 'infrastructure-lead': ['U0EVE'] } },
    { type: 'votersReminded', people: { 'infrastructure-lead': [] } },
  );
});

test('a vote given as fallback no longer carries the change once its role is lost', () => {
  const policy = withFallback(['U0ADA']);
  const asked = put(policy, inReview({ policy }), 0, AT).story;
  const voted = given(asked).when(YES, { by: 'U0MGR', at: AT + HOUR, policy }).story;
  expect(voted.change.status).toBe('approved');
  const ready = prepared({ policy: withFallback(['U0BOB']) });
  const [intent] = typed(policy, OPENS_AT + MINUTE);
  const lent = {
    ...ready,
    change: { ...ready.change, ballots: [...voted.change.ballots, ...ready.change.ballots.slice(1)] },
  };
  given(lent)
    .when(intent, { by: 'U0ADA', at: OPENS_AT + MINUTE, policy })
    .becomes('implementing');
  given(lent)
    .when(intent, { by: 'U0ADA', at: OPENS_AT + MINUTE, policy: withFallback(['U0ADA'], ['U0DAN']) })
    .refuses('votesMissing', { roles: ['infrastructure-lead'] });
});

test('whoever stands in has a seat of their own, and is lent none', () => {
  const policy = withFallback(['U0BOB'], ['U0MGR', 'U0EVE'], 1);
  const silent = put(policy, inReview({ policy }), 0, AT).yields({ type: 'votersAsked' }).story;
  const reminded = put(policy, silent, 1, AT + DAY).yields({ type: 'votersReminded' }).story;
  const stoodIn = put(policy, reminded, 2, AT + 2 * DAY).yields(
    {
      type: 'votersAsked',
      standIns: [{ role: 'infrastructure-lead', fallback: 'management', why: 'silence', people: ['U0MGR', 'U0EVE'] }],
    },
    { type: 'votersReminded' },
  ).story;
  given(stoodIn)
    .when({ type: 'delegateVote', ballot: 1, to: 'U0EVE' }, { by: 'U0BOB', at: AT + 2 * DAY + HOUR, policy })
    .refuses('cannotDelegateTo', { because: 'seated' });
});
