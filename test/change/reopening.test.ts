import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import { checkInDueAt, openCheckIn, openReopening, outcomeOf, watchEndsAt } from '../../src/change/long-watch.ts';
import { leftInService } from '../../src/change/in-service.ts';
import { openBallots } from '../../src/change/model.ts';
import { CLOSES_AT, THE_CLOCK, anActor, liveThrough, runs, type Story, type Told } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  CLOSE,
  INCIDENT,
  ROLL_BACK,
  SOLVED,
  emergencyLives,
  implemented,
  looksBack,
  put,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const at = CLOSES_AT;
const REOPEN = { type: 'reopen', text: 'Search is down.' } as const;
const ADA = anActor('U0ADA', policy);
const reopened = (from: Story = implemented()): Story => given(from).when(REOPEN, { by: 'U0ADA', at }).story;
const live = (from: Story, ...steps: readonly Told[]) => liveThrough(policy, steps, from);

/** Mended, checked and watched anew to its second end. */
function endedAgain(from: Story): Story {
  const { at: since, length } = { at: from.change.reopenings.at(-1)?.at ?? at, length: from.change.reopenings.length };
  const checked = runs(live(from, [SOLVED, ADA, since + MINUTE]), policy, since + MINUTE);
  return live(checked, wake('watchOver', since + HOUR, 1, length));
}

describe('a change that is reopened', () => {
  test('has not ended after all, and what was found stays with it', () => {
    const { change } = reopened();
    expect([change.status, change.endedAt, change.ending]).toEqual(['watching', undefined, undefined]);
    expect(change.issues).toEqual([{ by: 'U0ADA', at, text: REOPEN.text }]);
    expect(watchEndsAt(change, policy)).toBeUndefined();
    expect(openReopening(change)).toMatchObject({ by: 'U0ADA', at });
    given(implemented())
      .when(REOPEN, { by: 'U0ADA', at })
      .yields({ type: 'changeReopened' }, { type: 'noticeOrdered', notice: 'reopened' });
  });

  test('is for those who decide on its work, and needs words', () => {
    given(implemented()).when(REOPEN, { by: 'U0EVE', at }).refuses('notTheDecider');
    given(implemented()).when(REOPEN, { by: 'U0BOB', at }).becomes('watching');
    given(implemented())
      .when({ ...REOPEN, text: ' ' }, { by: 'U0ADA', at })
      .refuses('reasonNeeded');
    given(reopened()).when(REOPEN, { by: 'U0ADA', at }).refuses('notInStatus');
    given(reopened())
      .when(CLOSE, { by: 'U0ADA', at: at + 9 * DAY })
      .refuses('notInStatus');
  });

  test('ends by itself at no time: somebody says that it is mended, then it is checked and watched anew', () => {
    const waits = live(reopened(), [{ type: 'tellProgress', text: 'We are on it.' }, ADA, at + 2 * HOUR]);
    expect(waits.change.status).toBe('watching');
    const checked = runs(live(reopened(), [SOLVED, ADA, at + MINUTE]), policy, at + MINUTE);
    expect([checked.change.status, openReopening(checked.change)]).toEqual(['watching', undefined]);
    const begun = checked.facts.findLast(({ fact }) => fact.type === 'watchBegun');
    const woken = begun && followUps(checked.change, begun, policy);
    expect(woken).toMatchObject([{ milestone: 'watchOver', round: 1, dueAt: (begun?.at ?? 0) + policy.watch.shortMs }]);
    const { change } = endedAgain(reopened());
    expect([change.status, outcomeOf(change)]).toEqual(['implemented', 'withIssues']);
    expect(change.told.filter(({ notice }) => notice === 'end')).toHaveLength(2);
  });

  test('whose check fails again goes on waiting for its people', () => {
    const failed = runs(live(reopened(), [SOLVED, ADA, at + MINUTE]), policy, at + MINUTE, 'failed');
    expect([failed.change.status, openReopening(failed.change)?.isOver]).toEqual(['watching', false]);
    given(failed)
      .when(SOLVED, { by: 'U0ADA', at: at + HOUR })
      .becomes('watching');
  });

  test('may be rolled back or be an incident', () => {
    given(reopened())
      .when(ROLL_BACK, { by: 'U0ADA', at: at + MINUTE })
      .becomes('rollingBack');
    given(reopened())
      .when(INCIDENT, { by: 'U0ADA', at: at + MINUTE })
      .becomes('failed');
  });

  test('is watched in full from its second end, asked about and closed then', () => {
    const again = endedAgain(reopened());
    const ended = again.change.endedAt ?? 0;
    const last = again.facts.findLast(({ fact }) => fact.type === 'changeEnded');
    const woken = last ? followUps(again.change, last, policy) : [];
    expect(woken).toMatchObject([
      { milestone: 'checkIn', dueAt: expect.any(Number) },
      { milestone: 'mayClose', round: 1, dueAt: ended + DAY },
    ]);
    expect(woken[0]?.dueAt).toBeGreaterThan(ended);
    given(again)
      .when(CLOSE, { by: 'U0ADA', at: ended + DAY - 1 })
      .refuses('watchNotOver');
    // What was found makes it owe its review.
    const reviewed = given(again).when(looksBack(), { by: 'U0ADA', at: ended + DAY }).story;
    given(reviewed)
      .when(CLOSE, { by: 'U0ADA', at: ended + DAY })
      .becomes('closed');
    expect(reopened(again).change.reopenings).toHaveLength(2);
  });
});

describe('what was agreed on before a change was reopened', () => {
  test('an override of its watch was for that end: the second is watched in full', () => {
    const over = {
      type: 'overrideGate',
      gate: 'watch',
      reason: 'It is replaced tonight.',
      revision: 1,
      schedule: 1,
    } as const;
    const waived = given(implemented()).when(over, { by: 'U0BOB', at }).story;
    const again = endedAgain(reopened(waived));
    const ended = again.change.endedAt ?? 0;
    const reviewed = given(again).when(looksBack(), { by: 'U0ADA', at: ended }).story;
    given(reviewed)
      .when(CLOSE, { by: 'U0ADA', at: ended + MINUTE })
      .refuses('watchNotOver');
    const waivedAgain = given(reviewed).when(over, { by: 'U0BOB', at: ended + MINUTE }).story;
    given(waivedAgain)
      .when(CLOSE, { by: 'U0ADA', at: ended + MINUTE })
      .becomes('closed');
  });

  test('whoever owes a retrospective vote is asked again after the next end, whatever came due in between', () => {
    const { implemented: first } = emergencyLives();
    const [ballot] = openBallots(first.change);
    const number = ballot?.number ?? 0;
    const asked = live(first, put(policy, number, at));
    const begun = reopened(asked);
    // The reminder that comes meanwhile finds nobody to be reminded.
    const [reminder, , by] = put(policy, number, at + DAY, 1);
    given(begun).when(reminder, { by: THE_CLOCK, at: by }).refuses('notInStatus');
    const again = endedAgain(begun);
    const last = again.facts.findLast(({ fact }) => fact.type === 'changeEnded');
    const woken = last ? followUps(again.change, last, policy) : [];
    expect(woken).toContainEqual(expect.objectContaining({ kind: 'ask', ballot: number, nth: 1 }));
    const due = woken.find(({ kind }) => kind === 'ask')?.dueAt ?? 0;
    const [remind] = put(policy, number, due, 1);
    given(again).when(remind, { by: THE_CLOCK, at: due }).yields({ type: 'votersReminded', ballot: number, nth: 1 });
  });
});

test('which version it left runs since its first end: what another change brought in between is still what runs', () => {
  const first = implemented();
  const ended = first.change.endedAt ?? 0;
  const since = ({ change }: Story) => leftInService(change);
  const begun = reopened(first);
  expect(since(begun)).toMatchObject({ since: ended, standing: 'atWork' });
  const again = endedAgain(begun);
  expect(since(again)).toMatchObject({ since: ended, standing: 'runs' });
  expect(since(endedAgain(given(again).when(REOPEN, { by: 'U0ADA', at: at + DAY }).story))).toMatchObject({
    since: ended,
  });
  const failed = given(reopened(first)).when(INCIDENT, { by: 'U0ADA', at: at + HOUR }).story;
  expect(since(failed)).toMatchObject({ since: at + HOUR, standing: 'inDoubt' });
});

describe('what users say while a change is watched', () => {
  const REPLY = { type: 'log', text: 'Search finds nothing since noon.', ts: '1.2' } as const;
  const said = given(implemented()).when(REPLY, { by: 'U0EVE', at }).story;

  test('is kept with it, and answers no check-in', () => {
    const due = checkInDueAt(implemented().change, policy) ?? 0;
    const asked = live(implemented(), wake('checkIn', due));
    const { change } = given(asked).when(REPLY, { by: 'U0EVE', at: due }).story;
    expect(change.feedback).toEqual([{ by: 'U0EVE', at: due, text: REPLY.text, ts: '1.2' }]);
    expect([openCheckIn(change), outcomeOf(change)]).toEqual([0, 'implemented']);
  });

  test('becomes an issue by the words that stand in the thread, and no others', () => {
    given(said)
      .when({ type: 'reportIssue', text: '', reply: '1.2' }, { by: 'U0EVE', at })
      .yields({ type: 'issueFound', text: REPLY.text }, { type: 'debtOwed', what: 'pir' });
    given(said)
      .when({ type: 'reportIssue', text: 'other words', reply: '9.9' }, { by: 'U0EVE', at })
      .refuses('reasonNeeded');
  });

  test('is not kept any more once the change is closed', () => {
    const closed = given(said).when(CLOSE, { by: 'U0ADA', at: at + 9 * DAY }).story;
    given(closed)
      .when(REPLY, { by: 'U0EVE', at: at + 9 * DAY })
      .refuses('notInStatus');
  });
});
