import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import { afterQuietHours, reminderFrom } from '../../src/change/quiet-hours.ts';
import { FILED_AT, GO_AT, OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { atGo, inReview, put, vote } from '../support/lives.ts';

const policy = aPolicy();

/** When the last fact has people asked again. */
function nextAsking({ change, facts }: Story): number | undefined {
  return facts.slice(-1).flatMap((f) => followUps(change, f, policy))[0]?.dueAt;
}

function again(story: Story, nth: number, at: number, people = anActor('U0ADA', policy).roster) {
  return given(story).when({ type: 'askVoters', ballot: 1, nth, people }, { by: THE_CLOCK, at });
}

describe('quiet hours', () => {
  const zurich = { ...policy, timezone: 'Europe/Zurich' };
  test.each([
    ['by day', '2026-10-05T10:00+02:00', '2026-10-05T10:00+02:00'],
    ['as they begin', '2026-10-05T19:00+02:00', '2026-10-06T08:00+02:00'],
    ['after midnight', '2026-10-06T00:30+02:00', '2026-10-06T08:00+02:00'],
    ['as they end', '2026-10-06T08:00+02:00', '2026-10-06T08:00+02:00'],
    ['in the night the clocks go back', '2026-10-24T23:00+02:00', '2026-10-25T08:00+01:00'],
  ])('%s', (_when, at, until) => {
    expect(afterQuietHours(Date.parse(at), zurich)).toBe(Date.parse(until));
  });

  test('two equal times are none', () => {
    const none = { ...policy, voting: { ...policy.voting, quietHours: '08:00-08:00' } };
    expect(afterQuietHours(FILED_AT, none)).toBe(FILED_AT);
  });
});

describe('a reminder', () => {
  const holiday = { name: 'Feast', as: 'dayOff', from: '2026-10-12', days: 1 } as const;
  const zurich = aPolicy({ timezone: 'Europe/Zurich', calendar: { ...policy.calendar, daysOff: [holiday] } });
  test.each([
    [
      'waits from Friday night over the weekend and a holiday',
      '2026-10-09T20:00+02:00',
      undefined,
      '2026-10-13T08:00+02:00',
    ],
    [
      'comes on a day off where none other is left',
      '2026-10-09T20:00+02:00',
      '2026-10-12T12:00+02:00',
      '2026-10-10T08:00+02:00',
    ],
    ['comes at once on a working day', '2026-10-08T10:00+02:00', undefined, '2026-10-08T10:00+02:00'],
  ])('%s', (_what, at, by, then) => {
    expect(reminderFrom(Date.parse(at), zurich, by === undefined ? undefined : Date.parse(by))).toBe(Date.parse(then));
  });

  test('comes all the same where every day is off', () => {
    const none = { ...zurich, workweek: { ...zurich.workweek, days: [] } };
    expect(reminderFrom(Date.parse('2026-10-08T20:00+02:00'), none)).toBe(Date.parse('2026-10-09T08:00+02:00'));
  });
});

test('those who have not answered are reminded after the interval of the policy, moved out of the quiet hours', () => {
  const asked = liveThrough(policy, [put(policy, 1)], inReview());
  expect(nextAsking(asked)).toBe(FILED_AT + 8 * HOUR + MINUTE);
  const once = again(asked, 1, FILED_AT + 8 * HOUR + MINUTE)
    .yields({ type: 'votersReminded', nth: 1, people: { 'infrastructure-lead': ['U0BOB', 'U0CYD'] } })
    .becomes('inReview').story;
  expect(nextAsking(once)).toBe(FILED_AT + 23 * HOUR);
  again(once, 1, FILED_AT + 23 * HOUR).refuses('staleMilestone');
});

test('whoever came into the role since is asked and not reminded, whoever left it is neither', () => {
  const asked = liveThrough(policy, [put(policy, 1)], inReview());
  again(asked, 1, FILED_AT + DAY, { 'infrastructure-lead': ['U0CYD', 'U0EVE'] }).yields(
    { type: 'votersAsked', nth: 1, people: { 'infrastructure-lead': ['U0CYD', 'U0EVE'] } },
    { type: 'votersReminded', nth: 1, people: { 'infrastructure-lead': ['U0CYD'] } },
  );
});

test('whoever has answered is not reminded, nor anybody of a role that has all it needs', () => {
  const both = aPolicy({ approvals: { ...policy.approvals, normal: policy.approvals.high } });
  const asked = liveThrough(both, [put(both, 1), vote(both, 'U0BOB', 1)], inReview({ policy: both }));
  again(asked, 1, FILED_AT + DAY).yields({ type: 'votersReminded', people: { management: ['U0MGR'] } });
});

test('the last reminder comes before the deadline: half-way where less than an interval is left', () => {
  const rare = aPolicy({ voting: { ...policy.voting, remindEveryMs: 60 * DAY } });
  const asked = liveThrough(rare, [put(rare, 2, GO_AT)], atGo({ policy: rare }));
  expect(nextAsking(asked)).toBe(GO_AT + DAY);
  const once = given(asked).when(
    { type: 'askVoters', ballot: 2, nth: 1, people: { validator: ['U0CYD'] } },
    { by: THE_CLOCK, at: GO_AT + DAY, policy: rare },
  ).story;
  expect(nextAsking(once)).toBeUndefined();
});

test('nobody is reminded once an answer would be of no use', () => {
  const asked = liveThrough(policy, [put(policy, 1)], inReview());
  again(asked, 1, OPENS_AT).refuses('ballotClosed');
});
