import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import type { Intent } from '../../src/change/intents.ts';
import { checkInDueAt, outcomeOf, watchEndsAt } from '../../src/change/long-watch.ts';
import type { Policy } from '../../src/change/policy.ts';
import { THE_CLOCK, anActor, liveThrough, type Story, type Told } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { AFTER_THE_WATCH, CLOSE, implemented, looksBack, wake } from '../support/lives.ts';

const awake = { ...aPolicy().voting, quietHours: '00:00-00:00' };
const policy = aPolicy({ voting: awake });
const critical = aPolicy({ voting: awake, services: { web: aService({ critical: true }) } });
const ISSUE = { type: 'reportIssue', text: 'Search is slow at noon.' } as const satisfies Intent;

/** Every check-in that comes by itself, with the hours that are left of the watch by then. */
function asked(under: Policy): { story: Story; left: readonly number[] } {
  let story = implemented({ policy: under });
  const left: number[] = [];
  for (;;) {
    const last = story.facts.findLast(({ fact }) => fact.type === 'milestoneReached' || fact.type === 'changeEnded');
    const next =
      last && followUps(story.change, last, under).find((f) => f.kind === 'wake' && f.milestone === 'checkIn');
    if (next?.kind !== 'wake') return { story, left };
    left.push(((watchEndsAt(story.change, under) ?? 0) - next.dueAt) / HOUR);
    story = liveThrough(under, [wake('checkIn', next.dueAt, 1, next.round)], story);
  }
}

const by = (user: string): Told[1] => anActor(user, policy);
const end = (story: Story): number => watchEndsAt(story.change, policy) ?? 0;

describe('the long watch', () => {
  test('asks half-way through a day, and every day of three for a critical service', () => {
    expect(asked(policy).left).toEqual([12]);
    expect(asked(critical).left).toEqual([48, 24]);
    expect(asked(critical).story.change.checkIns).toHaveLength(2);
  });

  test('asks nobody in the quiet hours or on a day off, as long as that is still within it', () => {
    const quiet = aPolicy({ services: critical.services, voting: { ...awake, quietHours: '12:00-08:00' } });
    const due = checkInDueAt(implemented({ policy: quiet }).change, quiet) ?? 0;
    expect(new Date(due).toISOString()).toBe('2026-11-05T08:00:00.000Z');
    const always = aPolicy({ voting: { ...awake, quietHours: '00:00-23:59' } });
    const story = implemented({ policy: always });
    expect(checkInDueAt(story.change, always)).toBe((story.change.endedAt ?? 0) + 12 * HOUR);
  });

  test('is answered once, by whoever carried the change out', () => {
    const { story } = asked(policy);
    const well = { type: 'sayAllWell', checkIn: 0 } as const;
    given(story)
      .when(well, { by: by('U0BOB'), at: AFTER_THE_WATCH })
      .refuses('notTheImplementer');
    const answered = given(story)
      .when(well, { by: by('U0ADA'), at: AFTER_THE_WATCH })
      .yields({ type: 'foundWell', checkIn: 0 }).story;
    given(answered)
      .when(well, { by: by('U0ADA'), at: AFTER_THE_WATCH })
      .refuses('checkInOver');
    given(implemented({ policy }))
      .when(well, { by: by('U0ADA'), at: AFTER_THE_WATCH })
      .refuses('checkInOver');
  });

  test('takes an issue from anybody, which answers the check-in and stays with the change', () => {
    const { story } = asked(policy);
    const found = given(story).when(ISSUE, { by: by('U0EVE'), at: AFTER_THE_WATCH }).story;
    expect(found.change.issues).toEqual([{ by: 'U0EVE', at: AFTER_THE_WATCH, text: ISSUE.text }]);
    expect([outcomeOf(story.change), outcomeOf(found.change)]).toEqual(['implemented', 'withIssues']);
    given(found)
      .when({ type: 'sayAllWell', checkIn: 0 }, { by: by('U0ADA'), at: AFTER_THE_WATCH })
      .refuses('checkInOver');
    given(story)
      .when({ ...ISSUE, text: ' ' }, { by: by('U0EVE'), at: AFTER_THE_WATCH })
      .refuses('reasonNeeded');
    const reviewed = given(found).when(looksBack(), { by: by('U0ADA'), at: AFTER_THE_WATCH }).story;
    given(reviewed)
      .when(CLOSE, { by: by('U0ADA'), at: AFTER_THE_WATCH })
      .becomes('closed');
  });

  test('says nothing of a check-in that comes when it is over', () => {
    const story = implemented({ policy });
    const late = liveThrough(policy, [wake('checkIn', end(story))], story);
    expect(late.facts.at(-1)?.fact).toMatchObject({ type: 'milestoneSkipped', reason: 'the watch is over' });
    expect(late.change.checkIns).toEqual([]);
    given(late)
      .when(wake('checkIn', end(story))[0], { by: THE_CLOCK, at: end(story) })
      .refuses('staleMilestone');
  });

  test('keeps a change from being closed until it is over, unless a second person answers for that', () => {
    const story = implemented({ policy });
    const early = end(story) - MINUTE;
    given(story)
      .when(CLOSE, { by: by('U0ADA'), at: early })
      .refuses('watchNotOver', { until: end(story) });
    given(story)
      .when(CLOSE, { by: by('U0ADA'), at: end(story) })
      .becomes('closed');
    const override = {
      type: 'overrideGate',
      gate: 'watch',
      reason: 'It is replaced tonight.',
      revision: 1,
      schedule: 1,
    };
    given(story)
      .when(override as Intent, { by: by('U0ADA'), at: early })
      .refuses('notAnOverrider');
    const overridden = given(story).when(override as Intent, { by: by('U0BOB'), at: early }).story;
    expect(overridden.change.debts).toEqual([]);
    given(overridden)
      .when(CLOSE, { by: by('U0ADA'), at: early })
      .becomes('closed');
    given(story)
      .when(override as Intent, { by: by('U0BOB'), at: end(story) + DAY })
      .refuses('gateNotShut');
  });
});
