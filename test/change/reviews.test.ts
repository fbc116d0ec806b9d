import { describe, expect, test } from 'vitest';
import { reviewOf, reviewsMissing } from '../../src/change/review.ts';
import { FILED_AT, GO_AT, OPENS_AT, aContent, aWorker, anActor, filing, liveThrough } from '../support/a-change.ts';
import { aPolicy, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  EMERGENCY,
  START,
  STANDARD,
  allOk,
  approved,
  concern,
  edit,
  inReview,
  moved,
  ok,
  prepared,
  ready,
  vote,
} from '../support/lives.ts';

const at = FILED_AT + HOUR;
/** The default of `examples/`: one review of an ordinary change, three at high risk. */
const policy = aPolicy({ reviews: { normal: ['technical'], high: ['technical', 'business', 'security'] } });
const lived = { policy };
const high = { policy, content: { risk: 'high' } } as const;
const told = (...[story, ...steps]: [Parameters<typeof given>[0], ...Parameters<typeof liveThrough>[1]]) =>
  liveThrough(policy, steps, story);
/** Everything ok but the last criterion of the technical review. */
const nearly = () => told(inReview(lived), ...allOk(policy, { number: 1, what: 'technical' }).slice(0, 2));
const voted = () => told(inReview(lived), vote(policy, 'U0BOB', 1));

describe('a review', () => {
  test('is opened with the ballot, for each that the policy asks of this kind and risk', () => {
    given(undefined)
      .when(filing(policy, { risk: 'high' })[0], { by: 'U0ADA', at: FILED_AT, policy })
      .yields(
        { type: 'changeFiled' },
        { type: 'changeSubmitted' },
        { type: 'stepRequested', step: 'preflight' },
        { type: 'stepRequested', step: 'plan' },
        { type: 'ballotOpened', question: 'approval' },
        { type: 'reviewOpened', review: 1, what: 'technical', role: 'infrastructure-lead' },
        { type: 'reviewOpened', review: 2, what: 'business', role: 'management' },
        { type: 'reviewOpened', review: 3, what: 'security', role: 'security' },
      );
    expect(inReview(lived).change.reviews.map((r) => r.what)).toEqual(['technical']);
  });

  test('is not asked of a standard change, nor of an emergency, nor where the policy wants none', () => {
    expect(approved({ policy, content: STANDARD }).change.reviews).toEqual([]);
    expect(liveThrough(policy, [filing(policy, EMERGENCY, OPENS_AT)]).change.reviews).toEqual([]);
    expect(inReview().change.reviews).toEqual([]);
  });

  test('is answered criterion by criterion, and the last ok completes it', () => {
    given(inReview(lived))
      .when(ok(1, 'feasibility'), { by: 'U0BOB', at, policy })
      .yields({ type: 'criterionAnswered', review: 1, criterion: 'feasibility', answer: 'ok', reviewer: 'U0BOB' });
    const { change } = given(nearly()).when(ok(1, 'risk'), { by: 'U0BOB', at, policy }).story;
    expect(reviewsMissing(change, policy)).toEqual([]);
    expect(change.status).toBe('inReview');
  });

  test('has only its own criteria', () => {
    given(inReview(lived)).when(ok(1, 'compliance'), { by: 'U0BOB', at, policy }).refuses('reviewClosed');
    given(inReview(lived)).when(ok(7, 'feasibility'), { by: 'U0BOB', at, policy }).refuses('reviewClosed');
  });

  test('may be shared by several of the role, and one person with several roles may answer several reviews', () => {
    const shared = told(inReview(lived), [ok(1, 'feasibility'), anActor('U0CYD', policy), at]);
    given(shared).when(ok(1, 'impact'), { by: 'U0BOB', at, policy }).yields({ type: 'criterionAnswered' });
    const hats = { ...policy, roles: { ...policy.roles, security: { members: ['U0BOB'], delegates: [] } } };
    const both = given(inReview({ ...high, policy: hats }))
      .when(ok(1, 'feasibility'), { by: 'U0BOB', at, policy: hats })
      .yields({ type: 'criterionAnswered' }).story;
    given(both).when(ok(3, 'compliance'), { by: 'U0BOB', at, policy: hats }).yields({ type: 'criterionAnswered' });
  });
});

describe('who reviews', () => {
  test('only who holds the role', () => {
    given(inReview(lived))
      .when(ok(1, 'feasibility'), { by: 'U0EVE', at, policy })
      .refuses('notAReviewer', { role: 'infrastructure-lead' });
  });

  test('nobody from outside, no clock and no worker', () => {
    const guest = { ...anActor('U0BOB', policy), outsider: true };
    given(inReview(lived)).when(ok(1, 'feasibility'), { by: guest, at, policy }).refuses('outsider');
    given(inReview(lived)).when(ok(1, 'feasibility'), { by: aWorker(), at, policy }).refuses('outsider');
  });

  test('neither the requester nor the implementer nor the last editor, unless the policy lets them', () => {
    const everybody = { ...policy.roles, 'infrastructure-lead': { members: ['U0ADA', 'U0BOB'], delegates: [] } };
    const led = aPolicy({ ...policy, roles: everybody });
    const filed = inReview({ policy: led });
    given(filed)
      .when(ok(1, 'feasibility'), { by: 'U0ADA', at, policy: led })
      .refuses('ownChange', { as: 'requester', review: true });
    given(inReview({ policy, content: { implementer: 'U0BOB' } }))
      .when(ok(1, 'feasibility'), { by: 'U0BOB', at, policy })
      .refuses('ownChange', { as: 'implementer' });
    const edited = told(inReview(lived), [edit(aContent({ title: 'Better' })), anActor('U0BOB', policy), at]);
    given(edited).when(ok(1, 'feasibility'), { by: 'U0BOB', at, policy }).refuses('ownChange', { as: 'editor' });
    const lax = aPolicy({ ...led, voting: { ...led.voting, requester: true, editor: true, implementer: true } });
    given(filed)
      .when(ok(1, 'feasibility'), { by: 'U0ADA', at, policy: lax })
      .yields({ type: 'criterionAnswered', reviewer: 'U0ADA' });
  });
});

describe('a concern', () => {
  test('says what is wrong', () => {
    given(inReview(lived))
      .when(concern(1, 'impact', ' '), { by: 'U0BOB', at, policy })
      .refuses('reasonNeeded');
    given(inReview(lived))
      .when(concern(1, 'impact', ' Slow. '), { by: 'U0BOB', at, policy })
      .yields({ type: 'criterionAnswered', answer: 'concern', text: 'Slow.' });
  });

  test('keeps the change from being approved until a reviewer, the same or another, answers ok', () => {
    const standing = told(voted(), ...allOk(policy, { number: 1, what: 'technical' }).slice(0, 2), [
      concern(1, 'risk'),
      anActor('U0BOB', policy),
      at,
    ]);
    expect(standing.change.status).toBe('inReview');
    given(standing)
      .when(ok(1, 'risk'), { by: 'U0CYD', at, policy })
      .yields({ type: 'criterionAnswered' }, { type: 'changeApproved' });
  });

  test('may take the place of an ok as long as the change is not approved', () => {
    const { change } = given(nearly()).when(concern(1, 'feasibility'), { by: 'U0BOB', at, policy }).story;
    expect(reviewOf(change, 'technical')?.answers.feasibility).toMatchObject({ answer: 'concern', by: 'U0BOB' });
    given(approved(lived)).when(concern(1, 'feasibility'), { by: 'U0BOB', at, policy }).refuses('reviewClosed');
    given(ready(lived)).when(concern(1, 'feasibility'), { by: 'U0BOB', at, policy }).refuses('notInStatus');
  });
});

describe('the approval', () => {
  test('waits for the reviews when the ballot passes first', () => {
    given(inReview(lived))
      .when({ type: 'castVote', ballot: 1, answer: 'yes' }, { by: 'U0BOB', at, policy })
      .yields({ type: 'voteCast' }, { type: 'ballotClosed', result: 'passed' })
      .becomes('inReview');
  });

  test('waits for the ballot when the reviews are complete first', () => {
    const reviewed = given(nearly()).when(ok(1, 'risk'), { by: 'U0BOB', at, policy }).story;
    given(reviewed)
      .when({ type: 'castVote', ballot: 1, answer: 'yes' }, { by: 'U0BOB', at, policy })
      .becomes('approved');
  });

  test('waits for all three at high risk', () => {
    const story = inReview(high);
    const all = story.change.reviews.flatMap((review) => allOk(policy, review));
    const voters = [vote(policy, 'U0BOB', 1), vote(policy, 'U0MGR', 1)];
    for (const left of all) {
      const but = told(story, ...voters, ...all.filter((one) => one !== left));
      expect(but.change.status).toBe('inReview');
      given(but).when(left[0], { by: left[1], at, policy }).becomes('approved');
    }
  });

  test('asks a review that the policy began to ask meanwhile', () => {
    const stricter = aPolicy({ reviews: { normal: ['technical', 'security'], high: [] } });
    const one = allOk(policy, { number: 1, what: 'technical' });
    const story = told(inReview(lived), ...one);
    given(story)
      .when({ type: 'castVote', ballot: 1, answer: 'yes' }, { by: 'U0BOB', at, policy: stricter })
      .yields({ type: 'voteCast' }, { type: 'ballotClosed' }, { type: 'reviewOpened', review: 2, what: 'security' })
      .becomes('inReview');
  });
});

describe('what an answer binds to', () => {
  test('a material edit asks every review anew, and answers to the former one are refused', () => {
    const edited = given(nearly())
      .when(edit(aContent({ rollbackPlan: 'Restore the snapshot.' })), { by: 'U0ADA', at, policy })
      .yields(
        { type: 'ballotClosed', result: 'superseded' },
        { type: 'changeEdited', material: true },
        { type: 'stepRequested', step: 'preflight' },
        { type: 'stepRequested', step: 'plan' },
        { type: 'ballotOpened', ballot: 2 },
        { type: 'reviewOpened', review: 2, what: 'technical' },
      ).story;
    given(edited).when(ok(1, 'risk'), { by: 'U0BOB', at, policy }).refuses('reviewClosed');
    given(edited).when(ok(2, 'risk'), { by: 'U0BOB', at, policy }).yields({ type: 'criterionAnswered', review: 2 });
  });

  test('an edit of nothing material, and another window, leave the answers as they are', () => {
    const story = approved(lived);
    given(story)
      .when(edit(aContent({ title: 'Better' })), { by: 'U0ADA', at, policy })
      .becomes('approved');
    given(story)
      .when(edit(moved(story.change.content, 24 * HOUR)), { by: 'U0ADA', at, policy })
      .yields({ type: 'changeEdited', rescheduled: true }, { type: 'changeApproved' });
  });
});

describe('a reviewer who lost the role', () => {
  const left = { ...policy.roles, 'infrastructure-lead': { members: ['U0CYD'], delegates: [] } };
  const without = aPolicy({ ...policy, roles: left });

  test('no longer counts when the change would be approved: the criterion is asked again', () => {
    const story = told(nearly(), [ok(1, 'risk'), anActor('U0CYD', policy), at]);
    const asked = given(story)
      .when({ type: 'castVote', ballot: 1, answer: 'yes' }, { by: 'U0CYD', at, policy: without })
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'passed' },
        { type: 'criterionLapsed', review: 1, criterion: 'feasibility', reviewer: 'U0BOB' },
        { type: 'criterionLapsed', review: 1, criterion: 'impact', reviewer: 'U0BOB' },
      )
      .becomes('inReview').story;
    const again = given(asked).when(ok(1, 'feasibility'), { by: 'U0CYD', at, policy: without }).story;
    given(again).when(ok(1, 'impact'), { by: 'U0CYD', at, policy: without }).becomes('approved');
  });

  test('no longer counts at the start', () => {
    given(prepared(lived))
      .when(START(), {
        by: 'U0ADA',
        at: OPENS_AT + MINUTE,
        policy: aPolicy({ ...without, reviewers: policy.reviewers, approvals: { ...policy.approvals, normal: [] } }),
      })
      .refuses('votesMissing');
    const others = prepared({ policy: aPolicy({ reviews: { normal: ['security'], high: [] } }) });
    const noSecurity = { ...policy.roles, security: { members: [], delegates: [] } };
    given(others)
      .when(START(), {
        by: 'U0ADA',
        at: OPENS_AT + MINUTE,
        policy: aPolicy({ reviews: { normal: ['security'], high: [] }, roles: noSecurity }),
      })
      .refuses('reviewsMissing', { reviews: ['security'] });
  });

  test('counts as long as only the clock speaks, which knows no roles', () => {
    const story = told(nearly(), [ok(1, 'risk'), anActor('U0CYD', policy), at]);
    given(story)
      .when(
        { type: 'reachMilestone', milestone: 'goNogo', schedule: 1 },
        { by: { kind: 'clock' }, at: GO_AT, policy: without },
      )
      .yields({ type: 'milestoneReached' }, { type: 'milestoneSkipped', milestone: 'preCheck' });
  });

  test('who mends a typing error afterwards still counts, who is made the implementer does not', () => {
    const reviewed = given(nearly()).when(ok(1, 'risk'), { by: 'U0BOB', at, policy }).story;
    given(reviewed)
      .when(edit(aContent({ title: 'Better' })), { by: 'U0BOB', at, policy })
      .yields({ type: 'changeEdited', material: false });
    given(reviewed)
      .when(edit(aContent({ implementer: 'U0BOB' })), { by: 'U0ADA', at, policy })
      .yields({ type: 'changeEdited' }, ...Array.from({ length: 3 }, () => ({ type: 'criterionLapsed' }) as const));
  });
});
