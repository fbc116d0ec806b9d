import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import type { Policy } from '../../src/change/policy.ts';
import { openReviews } from '../../src/change/review.ts';
import {
  FILED_AT,
  GO_AT,
  OPENS_AT,
  THE_CLOCK,
  aContent,
  anActor,
  liveThrough,
  type Story,
} from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { allOk, approved, checked, concern, edit, inReview, ok, putReview, PRE_CHECK_AT } from '../support/lives.ts';

const AT = FILED_AT + MINUTE;
const base = aPolicy({ reviews: { normal: ['technical'], high: ['technical'] } });
const technical = { number: 1, what: 'technical' } as const;

function reviewed(policy = base): Story {
  return inReview({ policy });
}

function put(
  story: Story,
  nth: number,
  at: number,
  people: Readonly<Record<string, readonly string[]>>,
  policy = base,
) {
  return given(story).when({ type: 'askReviewers', review: 1, nth, people }, { by: THE_CLOCK, at, policy });
}

const asked = (policy = base) => liveThrough(policy, [putReview(policy, 1)], reviewed(policy));
const answered = (story: Story, ...criteria: Parameters<typeof ok>[1][]) =>
  liveThrough(
    base,
    criteria.map((c) => [ok(1, c), anActor('U0BOB', base), FILED_AT + HOUR]),
    story,
  );

/** The askings that follow from the last fact. */
function askings({ change, facts }: Story, policy = base) {
  return facts.slice(-1).flatMap((f) => followUps(change, f, policy).filter((u) => u.kind === 'ask'));
}

/** The lead held by these people, with management behind. */
function led(members: readonly string[], managers: readonly string[] = ['U0MGR']): Policy {
  return aPolicy({
    ...base,
    roles: {
      ...base.roles,
      'infrastructure-lead': { members, delegates: [], fallback: 'management' },
      management: { members: managers, delegates: [] },
    },
  });
}

describe('a review that opens', () => {
  test('is put to people at once, and once', () => {
    const story = reviewed();
    const opened = story.facts.find((f) => f.fact.type === 'reviewOpened');
    if (!opened) throw new Error('no review was opened');
    expect(followUps(story.change, opened, base)).toEqual([
      { kind: 'ask', key: `CHG-1/${opened.seq}/ask`, dueAt: opened.at, review: 1, nth: 0 },
    ]);
    put(asked(), 0, AT, { 'infrastructure-lead': ['U0BOB'] }).refuses('staleMilestone');
  });

  test('is put to those who hold its role, never to who files, edits or carries the change out', () => {
    const edited = liveThrough(base, [[edit(aContent({ title: 'Better' })), anActor('U0CYD', base), AT]], reviewed());
    put(edited, 0, AT, { 'infrastructure-lead': ['U0BOB', 'U0ADA', 'U0CYD'], security: ['U0EVE'] })
      .yields({ type: 'reviewersAsked', review: 1, nth: 0, people: { 'infrastructure-lead': ['U0BOB'] } })
      .becomes('inReview');
    const lenient = aPolicy({ ...base, voting: { ...base.voting, requester: true, editor: true, implementer: true } });
    put(reviewed(lenient), 0, AT, { 'infrastructure-lead': ['U0ADA'] }, lenient).yields({
      type: 'reviewersAsked',
      people: { 'infrastructure-lead': ['U0ADA'] },
    });
  });

  test('is put to nobody by people, nor once it is complete, of a former version, or the window has opened', () => {
    const people = { 'infrastructure-lead': ['U0BOB'] };
    given(reviewed())
      .when({ type: 'askReviewers', review: 1, nth: 0, people }, { by: 'U0BOB', at: AT, policy: base })
      .refuses('workerOnly');
    const done = liveThrough(base, allOk(base, technical), reviewed());
    put(done, 0, AT, people).refuses('reviewClosed');
    const edited = given(reviewed()).when(edit(aContent({ rollbackPlan: 'Another.' })), {
      by: 'U0ADA',
      at: AT,
      policy: base,
    });
    put(edited.story, 0, AT, people).refuses('reviewClosed');
    put(reviewed(), 0, OPENS_AT, people).refuses('reviewClosed');
    put(approved({ policy: base }), 0, AT, people).refuses('reviewClosed');
  });

  test('of a pre-check is put to the validator until GO is asked for', () => {
    const asking = { type: 'askReviewers', review: 1, nth: 0, people: { validator: ['U0CYD'] } } as const;
    given(checked())
      .when(asking, { by: THE_CLOCK, at: PRE_CHECK_AT })
      .yields({ type: 'reviewersAsked', people: { validator: ['U0CYD'] } })
      .becomes('approved');
    given(checked()).when(asking, { by: THE_CLOCK, at: GO_AT }).refuses('reviewClosed');
  });
});

describe('where nobody of the role can answer', () => {
  test('its fallback is asked at once, and their answers count', () => {
    const policy = led(['U0ADA']);
    const { roster } = anActor('U0MGR', policy);
    given(reviewed(policy)).when(ok(1, 'risk'), { by: 'U0MGR', at: AT, policy }).refuses('notAReviewer');
    const story = put(reviewed(policy), 0, AT, roster, policy).yields({
      type: 'reviewersAsked',
      people: { 'infrastructure-lead': ['U0MGR'] },
      standIns: [{ role: 'infrastructure-lead', fallback: 'management', why: 'nobody', people: ['U0MGR'] }],
    }).story;
    const one = given(story).when(ok(1, 'risk'), { by: 'U0MGR', at: AT, policy }).yields({ type: 'criterionAnswered' });
    given(one.story).when(ok(1, 'impact'), { by: 'U0MGR', at: AT, policy }).yields({ type: 'criterionAnswered' });
  });

  test('and nobody is behind it, the record says so', () => {
    put(reviewed(), 0, AT, {}).yields({ type: 'reviewersAsked', people: { 'infrastructure-lead': [] } });
  });

  test('a role that is silent is stood in for after a reminder; one that has answered something is not', () => {
    const policy = led(['U0BOB']);
    const { roster } = anActor('U0MGR', policy);
    const once = put(asked(policy), 1, FILED_AT + DAY, roster, policy).yields({ type: 'reviewersReminded' }).story;
    put(once, 2, FILED_AT + 2 * DAY, roster, policy).yields(
      { type: 'reviewersAsked', people: { 'infrastructure-lead': ['U0BOB', 'U0MGR'] } },
      { type: 'reviewersReminded', people: { 'infrastructure-lead': ['U0BOB'] } },
    );
    put(answered(once, 'risk'), 2, FILED_AT + 2 * DAY, roster, policy).yields({ type: 'reviewersReminded' });
  });
});

describe('reviewers are reminded', () => {
  const lead = { 'infrastructure-lead': ['U0BOB', 'U0CYD'] };

  test('after the interval of the policy, moved out of the quiet hours, as long as something is open', () => {
    expect(askings(asked())).toMatchObject([{ review: 1, nth: 1, dueAt: FILED_AT + 8 * HOUR + MINUTE }]);
    const once = put(answered(asked(), 'risk'), 1, FILED_AT + 8 * HOUR + MINUTE, lead).yields({
      type: 'reviewersReminded',
      nth: 1,
      people: lead,
    }).story;
    expect(askings(once)).toMatchObject([{ review: 1, nth: 2, dueAt: FILED_AT + 23 * HOUR }]);
    put(once, 1, FILED_AT + 23 * HOUR, lead).refuses('staleMilestone');
    put(liveThrough(base, allOk(base, technical), once), 2, FILED_AT + 23 * HOUR, lead).refuses('reviewClosed');
  });

  test('not who came into the role only now, who is asked, nor who left it', () => {
    put(asked(), 1, FILED_AT + DAY, { 'infrastructure-lead': ['U0CYD', 'U0EVE'] }).yields(
      { type: 'reviewersAsked', nth: 1, people: { 'infrastructure-lead': ['U0CYD', 'U0EVE'] } },
      { type: 'reviewersReminded', nth: 1, people: { 'infrastructure-lead': ['U0CYD'] } },
    );
  });

  test('of a concern that stands only whoever has it, where all else is answered', () => {
    const story = given(answered(asked(), 'feasibility', 'impact')).when(concern(1, 'risk'), {
      by: 'U0BOB',
      at: FILED_AT + 2 * HOUR,
      policy: base,
    }).story;
    put(story, 1, FILED_AT + DAY, lead).yields({
      type: 'reviewersReminded',
      people: { 'infrastructure-lead': ['U0BOB'] },
    });
  });

  test('of a concern raised after all had been ok, not before the interval has passed', () => {
    const done = liveThrough(base, allOk(base, technical), asked());
    const at = FILED_AT + HOUR;
    const again = given(done).when(concern(1, 'risk'), { by: 'U0CYD', at, policy: base }).story;
    expect(openReviews(again.change)).toHaveLength(1);
    expect(askings(again)).toMatchObject([{ review: 1, nth: 1, dueAt: FILED_AT + 9 * HOUR }]);
  });

  test('not of a pre-check whose corrections others have to make', () => {
    const cyd = anActor('U0CYD', base);
    const story = liveThrough(
      base,
      [
        putReview(base, 2, PRE_CHECK_AT),
        ...(['modified', 'downtime'] as const).map((c) => [ok(2, c), cyd, PRE_CHECK_AT] as const),
      ],
      checked({ policy: base }),
    );
    const wrong = given(story).when(concern(2, 'tested'), { by: 'U0CYD', at: PRE_CHECK_AT, policy: base }).story;
    expect(openReviews(story.change).map((r) => r.number)).toEqual([2]);
    expect(openReviews(wrong.change)).toEqual([]);
  });
});

test('an answer that lapsed is asked for again at once, even of a review that was complete', () => {
  const done = liveThrough(base, allOk(base, technical), asked());
  const lost = given(done).when(edit(aContent({ implementer: 'U0BOB' })), {
    by: 'U0ADA',
    at: FILED_AT + 2 * HOUR,
    policy: base,
  });
  const { change, facts } = lost.yields(
    { type: 'changeEdited' },
    { type: 'criterionLapsed' },
    { type: 'criterionLapsed' },
    { type: 'criterionLapsed' },
  ).story;
  expect(askings({ change, facts })).toMatchObject([{ review: 1, nth: 1, dueAt: FILED_AT + 2 * HOUR }]);
  put({ change, facts }, 1, FILED_AT + 2 * HOUR, { 'infrastructure-lead': ['U0BOB', 'U0CYD'] }).yields(
    { type: 'reviewersAsked', people: { 'infrastructure-lead': ['U0CYD'] } },
    { type: 'reviewersReminded', people: { 'infrastructure-lead': ['U0CYD'] } },
  );
});
