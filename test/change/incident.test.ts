import { describe, expect, test } from 'vitest';
import { followUps, mootMilestones } from '../../src/change/follow-ups.ts';
import { OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { AFTER_THE_WATCH, CLOSE, INCIDENT, RESOLVED, applied, looksBack, wake } from '../support/lives.ts';

const policy = aPolicy();
const by = 'U0ADA';
const at = OPENS_AT + HOUR;
const EVERY = policy.incidents.updateEveryMs;
const UPDATE = { type: 'updateIncident', text: ' The replica is being promoted. ' } as const;
const declared = liveThrough(policy, [[INCIDENT, anActor(by, policy), at]], applied('failed'));
const resolved = liveThrough(policy, [[RESOLVED, anActor(by, policy), at + HOUR]], declared);
const reviewed = liveThrough(policy, [[looksBack(), anActor(by, policy), at + HOUR]], resolved);

/** When the next update is asked for, as the newest fact that asks has it. */
function nextUpdate({ change, facts }: Story): number | undefined {
  const due = facts.flatMap((f) => followUps(change, f, policy));
  return due.findLast((f) => f.kind === 'wake' && f.milestone === 'incidentUpdate')?.dueAt;
}

describe('an incident', () => {
  test('is told and ends the change, which cannot be closed before it is over', () => {
    expect(declared.change).toMatchObject({ status: 'failed', incident: { by, reason: INCIDENT.reason } });
    given(declared).when(CLOSE, { by, at: AFTER_THE_WATCH }).refuses('incidentOpen');
    given(resolved).when(CLOSE, { by, at: AFTER_THE_WATCH }).refuses('debtsOpen');
    given(reviewed).when(CLOSE, { by, at: AFTER_THE_WATCH }).becomes('closed');
  });

  test('is updated by whoever carries out changes, and the people affected hear each word', () => {
    given(declared)
      .when(UPDATE, { by: 'U0BOB', at: at + MINUTE })
      .yields(
        { type: 'incidentUpdated', text: 'The replica is being promoted.' },
        { type: 'noticeOrdered', notice: 'incidentUpdate' },
      );
    given(declared).when(UPDATE, { by: 'U0EVE', at }).refuses('notAResponder');
    given(declared)
      .when({ ...UPDATE, text: ' ' }, { by, at })
      .refuses('wordsNeeded');
  });

  test('is over when somebody says how it ended, once', () => {
    given(declared)
      .when(RESOLVED, { by, at: at + HOUR })
      .yields({ type: 'incidentResolved' }, { type: 'noticeOrdered', notice: 'incidentEnd' });
    given(resolved)
      .when(RESOLVED, { by, at: at + HOUR })
      .refuses('incidentOver');
    given(resolved)
      .when(UPDATE, { by, at: at + HOUR })
      .refuses('incidentOver');
  });
});

describe('its rhythm', () => {
  const late = liveThrough(policy, [wake('incidentUpdate', at + EVERY)], declared);

  test('counts from the last word', () => {
    expect(nextUpdate(declared)).toBe(at + EVERY);
    const updated = liveThrough(policy, [[UPDATE, anActor(by, policy), at + 10 * MINUTE]], declared);
    expect(nextUpdate(updated)).toBe(at + 10 * MINUTE + EVERY);
    given(updated)
      .when(wake('incidentUpdate', at + EVERY)[0], { by: THE_CLOCK, at: at + EVERY })
      .refuses('staleMilestone');
  });

  test('asks again more and more seldom while nobody answers, and as at first once somebody has', () => {
    expect(nextUpdate(late)).toBe(at + EVERY + 2 * EVERY);
    const again = liveThrough(policy, [wake('incidentUpdate', at + 3 * EVERY, 1, 1)], late);
    expect(nextUpdate(again)).toBe(at + 3 * EVERY + 4 * EVERY);
    const answered = liveThrough(policy, [[UPDATE, anActor(by, policy), at + 4 * EVERY]], again);
    expect(nextUpdate(answered)).toBe(at + 5 * EVERY);
  });

  test('ends with it', () => {
    given(resolved)
      .when(wake('incidentUpdate', at + 2 * HOUR)[0], { by: THE_CLOCK, at: at + 2 * HOUR })
      .refuses('staleMilestone');
    const closed = given(reviewed).when(CLOSE, { by, at: AFTER_THE_WATCH }).story;
    expect(mootMilestones(closed.change)).toContain('incidentUpdate');
  });
});
