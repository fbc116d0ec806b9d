import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import type { Ballot } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, GO_AT, OPENS_AT, anActor, liveThrough, type Story, type Told } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { START, edit, inReview, no, prepared, ready, vote } from '../support/lives.ts';

const policy = aPolicy();
const at = FILED_AT + HOUR;
const YES = { type: 'castVote', ballot: 1, answer: 'yes' } as const;

function leads(members: readonly string[], need: number | 'all' = 1): Policy {
  const { roles, approvals } = policy;
  return aPolicy({
    roles: { ...roles, 'infrastructure-lead': { members, delegates: [] } },
    approvals: { ...approvals, normal: [{ role: 'infrastructure-lead', need }] },
  });
}

function delegates(from: string, to: string, under: Policy, ballot = 1, when = at): Told {
  return [{ type: 'delegateVote', ballot, to }, anActor(from, under), when];
}

function first({ change }: Story): Ballot {
  const [ballot] = change.ballots;
  if (!ballot) throw new Error('no ballot is open');
  return ballot;
}

describe('asking before answering', () => {
  const ask: Intent = { type: 'askAbout', ballot: 1, question: ' Who tests it? ' };

  test('leaves the ballot open and the votes as they are', () => {
    const two = leads(['U0BOB', 'U0CYD'], 2);
    const half = liveThrough(two, [vote(two, 'U0CYD', 1)], inReview({ policy: two }));
    const { story } = given(half)
      .when(ask, { by: 'U0BOB', at, policy: two })
      .yields({ type: 'questionAsked', ballot: 1, asker: 'U0BOB', question: 'Who tests it?' })
      .becomes('inReview');
    expect(first(story)).toMatchObject({
      votes: [{ by: 'U0CYD' }],
      asked: [{ by: 'U0BOB', question: 'Who tests it?' }],
    });
    expect(first(story).result).toBeUndefined();
  });

  test('is for those who have a seat, and says what it asks', () => {
    given(inReview()).when(ask, { by: 'U0EVE', at }).refuses('notAnApprover');
    given(inReview())
      .when({ ...ask, question: ' ' }, { by: 'U0BOB', at })
      .refuses('questionNeeded');
    given(inReview())
      .when({ ...ask, ballot: 2 }, { by: 'U0BOB', at })
      .refuses('ballotClosed');
  });
});

describe('a delegated vote', () => {
  const lent = liveThrough(policy, [delegates('U0BOB', 'U0EVE', policy)], inReview());

  test('fills the seat it comes from', () => {
    given(lent)
      .when(YES, { by: 'U0EVE', at })
      .yields(
        { type: 'voteCast', voter: 'U0EVE', role: 'infrastructure-lead', seatOf: 'U0BOB' },
        { type: 'ballotClosed', result: 'passed' },
        { type: 'changeApproved' },
      );
  });

  test('vetoes like any other', () => {
    expect(liveThrough(policy, [no(policy, 'U0EVE', 1)], lent).change.status).toBe('rejected');
  });

  test('is for that ballot alone', () => {
    const edited = given(lent).when(edit({ ...lent.change.content, risk: 'low' }), { by: 'U0ADA', at }).story;
    given(edited)
      .when({ ...YES, ballot: 2 }, { by: 'U0EVE', at })
      .refuses('notAnApprover');
  });

  test('is taken back when the voter answers after all', () => {
    const two = leads(['U0BOB', 'U0CYD'], 2);
    const steps = [delegates('U0BOB', 'U0EVE', two), vote(two, 'U0EVE', 1)];
    const voted = liveThrough(two, steps, inReview({ policy: two }));
    expect(first(voted).votes).toMatchObject([{ by: 'U0EVE', seatOf: 'U0BOB' }]);
    const back = liveThrough(two, [vote(two, 'U0BOB', 1)], voted);
    expect(first(back)).toMatchObject({ votes: [{ by: 'U0BOB' }], delegated: [] });
    expect(first(back).votes).toHaveLength(1);
    given(back).when(YES, { by: 'U0EVE', at, policy: two }).refuses('notAnApprover');
  });

  test('counts once with the vote given before: the seat has one answer', () => {
    const two = leads(['U0BOB', 'U0CYD'], 2);
    const passed = liveThrough(
      two,
      [vote(two, 'U0BOB', 1), delegates('U0BOB', 'U0EVE', two)],
      inReview({ policy: two }),
    );
    expect(first(passed).votes).toEqual([]);
    const one = liveThrough(two, [vote(two, 'U0EVE', 1)], passed);
    expect(one.change.status).toBe('inReview');
    expect(liveThrough(two, [vote(two, 'U0CYD', 1)], one).change.status).toBe('approved');
  });

  test('passes on when the voter chooses somebody else', () => {
    const two = leads(['U0BOB', 'U0CYD'], 2);
    const steps = [delegates('U0BOB', 'U0EVE', two), vote(two, 'U0EVE', 1), delegates('U0BOB', 'U0MGR', two)];
    const other = liveThrough(two, steps, inReview({ policy: two }));
    expect(first(other).votes).toEqual([]);
    given(other).when(YES, { by: 'U0EVE', at, policy: two }).refuses('notAnApprover');
    given(other).when(YES, { by: 'U0MGR', at, policy: two }).yields({ type: 'voteCast', seatOf: 'U0BOB' });
  });

  test('stands for one of all', () => {
    const all = leads(['U0BOB', 'U0CYD'], 'all');
    const lentOfAll = liveThrough(
      all,
      [delegates('U0BOB', 'U0EVE', all), vote(all, 'U0EVE', 1)],
      inReview({ policy: all }),
    );
    expect(lentOfAll.change.status).toBe('inReview');
    expect(liveThrough(all, [vote(all, 'U0CYD', 1)], lentOfAll).change.status).toBe('approved');
  });
});

describe('a seat does not pass', () => {
  const to = (person: string, because: string, by = 'U0BOB', story = inReview(), under = policy) =>
    given(story)
      .when({ type: 'delegateVote', ballot: 1, to: person }, { by, at, policy: under })
      .refuses('cannotDelegateTo', { because: because as 'self' });

  test('to oneself, to nobody, to whoever has a seat, or votes for another already', () => {
    to('U0BOB', 'self');
    to('', 'nobody');
    to('S0GROUP', 'nobody');
    to('U0CYD', 'seated');
    const once = liveThrough(policy, [delegates('U0BOB', 'U0EVE', policy)], inReview());
    to('U0EVE', 'delegate', 'U0CYD', once);
  });

  test('to the requester, the last editor or the implementer, unless the policy lets them vote', () => {
    to('U0ADA', 'requester');
    const other = inReview({ content: { implementer: 'U0DAN' } });
    to('U0DAN', 'implementer', 'U0BOB', other);
    const content = { ...other.change.content, title: 'Other words' };
    const byDan = given(other).when(edit(content), { by: 'U0DAN', at }).story;
    const open = { ...policy, voting: { ...policy.voting, implementer: true } };
    to('U0DAN', 'editor', 'U0BOB', byDan, open);
    given(other)
      .when({ type: 'delegateVote', ballot: 1, to: 'U0DAN' }, { by: 'U0BOB', at, policy: open })
      .yields({ type: 'voteDelegated', from: 'U0BOB', to: 'U0DAN', role: 'infrastructure-lead' });
  });

  test('by whoever has none, and no further than once', () => {
    given(inReview())
      .when({ type: 'delegateVote', ballot: 1, to: 'U0MGR' }, { by: 'U0EVE', at })
      .refuses('notAnApprover');
    const lent = liveThrough(policy, [delegates('U0BOB', 'U0EVE', policy)], inReview());
    given(lent)
      .when({ type: 'delegateVote', ballot: 1, to: 'U0MGR' }, { by: 'U0EVE', at })
      .refuses('seatNotYours', { from: 'U0BOB' });
  });

  test('to a guest: they are refused when they vote', () => {
    const lent = liveThrough(policy, [delegates('U0BOB', 'U0GUEST', policy)], inReview());
    const guest = { ...anActor('U0GUEST', policy), outsider: true };
    given(lent).when(YES, { by: guest, at }).refuses('outsider');
  });
});

describe('a delegated vote leans on the role of whoever delegated it', () => {
  const without = leads(['U0CYD']);

  test('when it is cast', () => {
    const lent = liveThrough(policy, [delegates('U0BOB', 'U0EVE', policy)], inReview());
    given(lent).when(YES, { by: 'U0EVE', at, policy: without }).refuses('notAnApprover');
  });

  test('when the ballot is decided', () => {
    const two = leads(['U0BOB', 'U0CYD', 'U0DAN'], 2);
    const half = liveThrough(two, [delegates('U0BOB', 'U0EVE', two), vote(two, 'U0EVE', 1)], inReview({ policy: two }));
    const gone = leads(['U0CYD', 'U0DAN'], 2);
    const later = liveThrough(gone, [vote(gone, 'U0CYD', 1)], half);
    expect(later.change.status).toBe('inReview');
    expect(liveThrough(gone, [vote(gone, 'U0DAN', 1)], later).change.status).toBe('approved');
  });

  test('at the start', () => {
    const go = ready();
    const ballots = go.change.ballots.length;
    const story = prepared();
    expect(story.change.ballots).toHaveLength(ballots);
    const lentGo = (p: Policy) =>
      liveThrough(
        p,
        [delegates('U0CYD', 'U0EVE', p, 2, GO_AT + MINUTE), vote(p, 'U0EVE', 2, GO_AT + HOUR)],
        liveThrough(
          p,
          [[{ type: 'reachMilestone', milestone: 'goNogo', schedule: 1 }, { kind: 'clock' }, GO_AT]],
          byHand(),
        ),
      );
    const start = { by: 'U0ADA', at: OPENS_AT + MINUTE } as const;
    given(lentGo(policy)).when(START(), start).becomes('implementing');
    const { roles } = policy;
    const lost = { ...policy, roles: { ...roles, validator: { members: ['U0EVE'], delegates: [] } } };
    given(lentGo(policy))
      .when(START(), { ...start, policy: lost })
      .refuses('votesMissing', { roles: ['validator'] });
  });
});

function byHand(): Story {
  return liveThrough(policy, [vote(policy, 'U0BOB', 1)], inReview({ byHand: true }));
}

describe('a vote can be changed until its ballot closes', () => {
  const two = leads(['U0BOB', 'U0CYD', 'U0DAN'], 3);
  const half = liveThrough(two, [vote(two, 'U0BOB', 1), vote(two, 'U0CYD', 1)], inReview({ policy: two }));

  test('a yes into a no, which ends it', () => {
    const turned = liveThrough(two, [no(two, 'U0BOB', 1, at + MINUTE)], half);
    expect(turned.change.status).toBe('rejected');
    expect(first(turned).votes).toMatchObject([
      { by: 'U0CYD', answer: 'yes' },
      { by: 'U0BOB', answer: 'no' },
    ]);
  });

  test('said twice it counts once', () => {
    const twice = liveThrough(two, [vote(two, 'U0BOB', 1), vote(two, 'U0CYD', 1)], half);
    expect(first(twice).votes).toHaveLength(2);
    expect(twice.change.status).toBe('inReview');
  });

  test('and no longer', () => {
    const closed = liveThrough(two, [vote(two, 'U0DAN', 1)], half);
    expect(closed.change.status).toBe('approved');
    for (const intent of [
      { ...YES, answer: 'no', reason: 'No.' },
      { type: 'askAbout', ballot: 1, question: 'Why?' },
      { type: 'delegateVote', ballot: 1, to: 'U0EVE' },
    ] as const)
      given(closed)
        .when(intent, { by: 'U0BOB', at: at + DAY, policy: two })
        .refuses('ballotClosed');
  });
});

describe('a ballot where all must agree', () => {
  test('does not pass over somebody because another one edited the change', () => {
    const all = leads(['U0BOB', 'U0CYD', 'U0EVE'], 'all');
    const voted = liveThrough(all, [vote(all, 'U0BOB', 1)], inReview({ policy: all }));
    const content = { ...voted.change.content, title: 'Other words' };
    const edited = given(voted).when(edit(content), { by: 'U0BOB', at, policy: all }).story;
    const cyd = liveThrough(all, [vote(all, 'U0CYD', 1)], edited);
    expect(cyd.change.status).toBe('inReview');
    expect(liveThrough(all, [vote(all, 'U0EVE', 1)], cyd).change.status).toBe('approved');
  });
});
