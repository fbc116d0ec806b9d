import { describe, expect, test } from 'vitest';
import { openCorrections, reviewOf } from '../../src/change/review.ts';
import { FILED_AT, GO_AT, OPENS_AT, THE_CLOCK, aContent, anActor, filing, liveThrough } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  EMERGENCY,
  PRE_CHECK_AT,
  STANDARD,
  allOk,
  approved,
  checked,
  concern,
  edit,
  inReview,
  moved,
  ok,
  vote,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const at = PRE_CHECK_AT + HOUR;
const at14 = { by: THE_CLOCK, at: PRE_CHECK_AT } as const;
const goDue = { by: THE_CLOCK, at: GO_AT } as const;
const reach = (milestone: 'prepare' | 'preCheck' | 'goNogo', schedule = 1) =>
  ({ type: 'reachMilestone', milestone, schedule }) as const;
const CORRECT = { type: 'correct', review: 1, criterion: 'tested', text: 'A search is tested too.' } as const;
const correcting = () =>
  given(checked()).when(concern(1, 'tested', 'Nobody tests the search.'), { by: 'U0CYD', at }).story;

describe('the pre-check', () => {
  test('is asked of the validator two weeks ahead, whether or not the change is approved by then', () => {
    for (const story of [approved(), inReview()]) {
      given(story)
        .when(reach('preCheck'), at14)
        .yields({ type: 'milestoneReached' }, { type: 'reviewOpened', what: 'preCheck', role: 'validator' })
        .becomes(story.change.status);
    }
  });

  test('is for what needs a GO alone', () => {
    for (const kind of [STANDARD, EMERGENCY]) {
      const { change } = liveThrough(policy, [filing(policy, kind, OPENS_AT - 10 * DAY)]);
      expect(change.reviews).toEqual([]);
    }
  });

  test('opens at once for a change filed later than that, and is left out once GO is due', () => {
    const late = liveThrough(policy, [filing(policy, {}, PRE_CHECK_AT + DAY)]);
    expect(reviewOf(late.change, 'preCheck')).toMatchObject({ role: 'validator', schedule: 1 });
    const tooLate = liveThrough(policy, [filing(policy, {}, GO_AT + DAY)]);
    expect(tooLate.change.reviews).toEqual([]);
    expect(tooLate.facts.at(-1)?.fact).toMatchObject({ type: 'milestoneSkipped', milestone: 'preCheck' });
  });

  test('missed while the bot was down until GO was due is left out', () => {
    given(approved())
      .when(reach('preCheck'), { by: THE_CLOCK, at: GO_AT + HOUR })
      .yields({ type: 'milestoneSkipped', milestone: 'preCheck' }, { type: 'ballotOpened', question: 'goNogo' });
  });

  test('has no room where the policy asks for GO as early', () => {
    const tight = aPolicy({ leads: { ...policy.leads, goNogo: { days: 14 } } });
    given(approved())
      .when(reach('preCheck'), { ...at14, policy: tight })
      .refuses('staleMilestone');
  });

  test('is answered by the validator, not by whoever carries the change', () => {
    given(checked()).when(ok(1, 'modified'), { by: 'U0CYD', at }).yields({ type: 'criterionAnswered', answer: 'ok' });
    given(checked()).when(ok(1, 'modified'), { by: 'U0BOB', at }).refuses('notAReviewer', { role: 'validator' });
    given(checked()).when(ok(1, 'feasibility'), { by: 'U0CYD', at }).refuses('reviewClosed');
  });

  test('that nobody answered does not block the GO, and takes no answers any more', () => {
    const go = given(checked()).when(reach('goNogo'), goDue).becomes('goNogo').story;
    given(go).when(ok(1, 'modified'), { by: 'U0CYD', at: GO_AT }).refuses('notInStatus');
  });

  test('stands through the edits it asked for, and is asked anew for another window', () => {
    const edited = given(correcting())
      .when(edit(aContent({ testingPlan: 'A search.' })), { by: 'U0ADA', at })
      .becomes('inReview').story;
    expect(openCorrections(edited.change)).toHaveLength(1);
    const later = given(correcting())
      .when(edit(moved(aContent(), 30 * DAY)), { by: 'U0ADA', at })
      .becomes('approved').story;
    expect(openCorrections(later.change)).toEqual([]);
    given(later)
      .when(reach('preCheck', 2), { by: THE_CLOCK, at: PRE_CHECK_AT + 30 * DAY })
      .yields({ type: 'milestoneReached' }, { type: 'reviewOpened', review: 2, what: 'preCheck' });
  });
});

describe('a correction', () => {
  test('keeps the GO from opening, until it is made: then it opens by itself', () => {
    const waiting = given(correcting())
      .when(reach('goNogo'), goDue)
      .yields({ type: 'milestoneReached', milestone: 'goNogo' })
      .becomes('approved').story;
    given(waiting)
      .when(CORRECT, { by: 'U0ADA', at: GO_AT + HOUR })
      .yields(
        { type: 'correctionMade', review: 1, criterion: 'tested', text: 'A search is tested too.' },
        { type: 'ballotOpened', question: 'goNogo' },
      );
    given(waiting)
      .when(ok(1, 'tested'), { by: 'U0CYD', at: GO_AT + HOUR })
      .yields({ type: 'criterionAnswered', answer: 'ok' }, { type: 'ballotOpened', question: 'goNogo' });
  });

  test('made in time lets the GO come in its time', () => {
    const made = given(correcting()).when(CORRECT, { by: 'U0ADA', at }).becomes('approved').story;
    given(made).when(reach('goNogo'), goDue).becomes('goNogo');
  });

  test('is one for each item: the last one made opens the GO', () => {
    const two = given(correcting()).when(concern(1, 'downtime', 'Too long.'), { by: 'U0CYD', at }).story;
    const one = given(two).when(CORRECT, { by: 'U0ADA', at }).story;
    given(one).when(reach('goNogo'), goDue).becomes('approved');
  });

  test('is made by the requester, the implementer or the lead, with what was done', () => {
    given(correcting()).when(CORRECT, { by: 'U0BOB', at }).yields({ type: 'correctionMade' });
    given(correcting()).when(CORRECT, { by: 'U0CYD', at }).yields({ type: 'correctionMade' });
    given(correcting()).when(CORRECT, { by: 'U0EVE', at }).refuses('notTheRequester');
    given(correcting())
      .when({ ...CORRECT, text: ' ' }, { by: 'U0ADA', at })
      .refuses('reasonNeeded');
  });

  test('is made once, and only where one was asked for', () => {
    const made = given(correcting()).when(CORRECT, { by: 'U0ADA', at }).story;
    given(made).when(CORRECT, { by: 'U0ADA', at }).refuses('nothingToCorrect');
    given(checked()).when(CORRECT, { by: 'U0ADA', at }).refuses('nothingToCorrect');
  });

  test('that does not content the validator is asked for again', () => {
    const made = given(correcting()).when(CORRECT, { by: 'U0ADA', at }).story;
    const again = given(made).when(concern(1, 'tested', 'On which data?'), { by: 'U0CYD', at }).story;
    given(again).when(reach('goNogo'), goDue).becomes('approved');
  });

  test('belongs to the pre-check: a concern of a review is ended by its reviewer alone', () => {
    const reviewed = aPolicy({ reviews: { normal: ['technical'], high: [] } });
    const story = inReview({ policy: reviewed });
    const open = given(story).when(concern(1, 'risk'), { by: 'U0BOB', at: FILED_AT, policy: reviewed }).story;
    given(open)
      .when({ ...CORRECT, criterion: 'risk' }, { by: 'U0ADA', at: FILED_AT, policy: reviewed })
      .refuses('reviewClosed');
  });
});

describe('preparation', () => {
  test('is called for three weeks ahead, of a normal change filed before that', () => {
    given(approved())
      .when(reach('prepare'), { by: THE_CLOCK, at: OPENS_AT - 20 * DAY })
      .yields({ type: 'milestoneReached' });
    const late = liveThrough(policy, [filing(policy, {}, OPENS_AT - 20 * DAY)]);
    given(late)
      .when(reach('prepare'), { by: THE_CLOCK, at: OPENS_AT - 20 * DAY })
      .refuses('staleMilestone');
    const standard = approved({ content: STANDARD });
    given(standard)
      .when(reach('prepare'), { by: THE_CLOCK, at: OPENS_AT - 20 * DAY })
      .refuses('staleMilestone');
  });

  test('answers that came before the pre-check is complete do not hold up an approval', () => {
    const story = liveThrough(policy, [wake('preCheck', PRE_CHECK_AT)], inReview());
    const all = allOk(policy, { number: 1, what: 'preCheck' }, at);
    given(liveThrough(policy, all.slice(0, 1), story))
      .when(vote(policy, 'U0BOB', 1)[0], { by: anActor('U0BOB', policy), at })
      .becomes('approved');
  });
});
