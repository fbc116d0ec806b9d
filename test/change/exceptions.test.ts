import { describe, expect, test } from 'vitest';
import { isAnnounced } from '../../src/change/announced.ts';
import { openBallot } from '../../src/change/ballot.ts';
import { openBallots, type Change } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, GO_AT, OPENS_AT, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  EMERGENCY,
  STANDARD,
  START,
  approved,
  atGo,
  edit,
  emergency,
  inReview,
  moved,
  no,
  prepared,
  ready,
  vote,
  wake,
} from '../support/lives.ts';

const FREEZE = { name: 'Election', from: '2026-11-01', to: '2026-11-05', hard: true } as const;
const calendar = (...freezes: Policy['calendar']['freezes']) => aPolicy({ calendar: { freezes, avoid: [] } });
const policy = calendar(FREEZE);
const lived = { policy };
const later = FILED_AT + HOUR;
const at = OPENS_AT + MINUTE;

function exceptionsOf({ change }: Story): Change['ballots'] {
  return change.ballots.filter((b) => b.question === 'exception');
}

describe('an exception', () => {
  test('is asked as soon as a change is filed into a hard freeze, beside its approval, until the window opens', () => {
    const { change } = inReview(lived);
    expect(openBallots(change).map((b) => b.question)).toEqual(['approval', 'exception']);
    expect(openBallot(change, 'exception')).toMatchObject({
      freeze: 'Election',
      requirements: [{ role: 'management', need: 1 }],
      deadline: OPENS_AT,
    });
  });

  test('is asked of standard changes too, and of each freeze by itself', () => {
    const second = { ...FREEZE, name: 'Audit' };
    const { change } = inReview({ policy: calendar(FREEZE, second), content: STANDARD });
    expect(change.status).toBe('approved');
    expect(openBallots(change).map((b) => b.freeze)).toEqual(['Election', 'Audit']);
  });

  test('is not asked where the freeze is soft, lies beside the window, or the change is an emergency', () => {
    for (const other of [
      { ...FREEZE, hard: false },
      { ...FREEZE, from: '2026-11-04' },
      { ...FREEZE, to: '2026-11-03' },
    ])
      expect(exceptionsOf(inReview({ policy: calendar(other) }))).toEqual([]);
    expect(exceptionsOf(emergency(lived))).toEqual([]);
  });

  test.each([
    ['inReview', inReview()],
    ['approved', approved()],
    ['goNogo', atGo()],
    ['ready', ready()],
  ] as const)('is asked of a change that is %s when the freeze is declared', (status, story) => {
    const heard = given(story).when(edit({ ...story.change.content, title: 'Other words' }), {
      by: 'U0ADA',
      at: GO_AT + 2 * HOUR,
      policy,
    });
    expect(openBallots(heard.story.change).map((b) => b.question)).toContain('exception');
    expect(heard.story.change.status).toBe(status === 'approved' ? 'goNogo' : status);
  });

  test('that passed lets the change into that very freeze, and into no other', () => {
    const allowed = prepared({ policy }).change;
    const ballot = openBallot(allowed, 'exception')?.number ?? 0;
    const story = liveThrough(policy, [vote(policy, 'U0MGR', ballot, OPENS_AT - HOUR)], prepared(lived));
    given(story).when(START(), { by: 'U0ADA', at, policy }).becomes('implementing');
    const both = calendar(FREEZE, { ...FREEZE, name: 'Audit' });
    given(story).when(START(), { by: 'U0ADA', at, policy: both }).refuses('insideFreeze', { name: 'Audit' });
  });

  test('that is still open does not let it in, and neither does one nobody answered before the window', () => {
    given(prepared(lived))
      .when(START(), { by: 'U0ADA', at, policy })
      .refuses('insideFreeze', { name: 'Election', exception: 'open' });
    const late = given(prepared(lived))
      .when({ type: 'reachMilestone', milestone: 'opens', schedule: 1 }, { by: { kind: 'clock' }, at, policy })
      .yields({ type: 'milestoneReached' }, { type: 'ballotClosed', result: 'expired' })
      .becomes('ready').story;
    given(late).when(START(), { by: 'U0ADA', at, policy }).refuses('insideFreeze', { exception: 'expired' });
    expect(exceptionsOf(liveThrough(policy, [wake('decide', at + HOUR)], late))).toHaveLength(1);
  });

  test('does not hold up the GO', () => {
    expect(ready(lived).change).toMatchObject({ status: 'ready' });
    expect(openBallots(ready(lived).change).map((b) => b.question)).toEqual(['exception']);
  });

  test('that was given by somebody who lost the role no longer counts while its freeze is in force', () => {
    const story = liveThrough(policy, [vote(policy, 'U0MGR', 2, OPENS_AT - HOUR)], prepared(lived));
    const emptied = { ...policy, roles: { ...policy.roles, management: { members: [], delegates: [] } } };
    given(story)
      .when(START(), { by: 'U0ADA', at, policy: emptied })
      .refuses('votesMissing', { roles: ['management'] });
    const over = { ...emptied, calendar: { freezes: [{ ...FREEZE, to: '2026-11-03' }], avoid: [] } };
    given(story).when(START(), { by: 'U0ADA', at, policy: over }).becomes('implementing');
  });
});

describe('a refused exception', () => {
  test('returns the change to draft with everything kept, and whoever was told hears that nothing happens', () => {
    const refused = given(ready(lived))
      .when(
        { type: 'castVote', ballot: 2, answer: 'no', reason: 'Not that week.' },
        { by: 'U0MGR', at: GO_AT + DAY, policy },
      )
      .yields(
        { type: 'voteCast', answer: 'no' },
        { type: 'ballotClosed', result: 'vetoed' },
        { type: 'noticeOrdered', notice: 'postponement' },
      )
      .becomes('draft').story;
    expect(isAnnounced(refused.change)).toBe(false);
    expect(refused.change.ballots.find((b) => b.question === 'approval')?.result).toBe('passed');
  });

  test('takes the open GO with it, and keeps the votes on the approval', () => {
    const go = liveThrough(policy, [no(policy, 'U0MGR', 2, GO_AT + HOUR)], atGo(lived));
    expect(go.change.ballots.map((b) => b.result)).toEqual(['passed', 'vetoed', 'superseded']);
    const two = calendar(FREEZE);
    const high = inReview({ policy: two, content: { risk: 'high' } });
    const half = liveThrough(two, [vote(two, 'U0BOB', 1), no(two, 'U0MGR', 2)], high);
    expect(half.change.status).toBe('draft');
    expect(openBallot(half.change, 'approval')?.votes).toHaveLength(1);
    const again = liveThrough(
      two,
      [[{ type: 'submit' }, { kind: 'person', user: 'U0ADA', outsider: false, roster: {} }, later]],
      half,
    );
    expect(again.change.status).toBe('inReview');
    expect(openBallots(again.change).map((b) => [b.question, b.number])).toEqual([
      ['approval', 1],
      ['exception', 3],
    ]);
  });

  test('ends with the change when the approval is rejected', () => {
    const { change } = liveThrough(policy, [no(policy, 'U0BOB', 1)], inReview(lived));
    expect(change.status).toBe('rejected');
    expect(openBallots(change)).toEqual([]);
  });
});

describe('an exception is for one version and one window', () => {
  const allowed = liveThrough(policy, [vote(policy, 'U0MGR', 2)], approved(lived));
  const by = 'U0ADA';

  test('a reschedule inside the freeze asks it anew', () => {
    const moving = given(allowed).when(edit(moved(allowed.change.content, HOUR)), { by, at: later, policy });
    expect(openBallot(moving.story.change, 'exception')).toMatchObject({ schedule: 2, deadline: OPENS_AT + HOUR });
  });

  test('a reschedule out of the freeze asks nothing, and closes what was open', () => {
    const open = approved(lived);
    const moving = given(open).when(edit(moved(open.change.content, 7 * DAY)), { by, at: later, policy });
    expect(openBallots(moving.story.change)).toEqual([]);
    expect(exceptionsOf(moving.story).map((b) => b.result)).toEqual(['superseded']);
  });

  test('a material edit asks it anew, other words do not', () => {
    const material = { ...allowed.change.content, rollbackPlan: 'Another way back.' };
    const edited = given(allowed).when(edit(material), { by, at: later, policy }).story;
    expect(openBallots(edited.change).map((b) => b.question)).toEqual(['approval', 'exception']);
    const title = { ...allowed.change.content, title: 'Other words' };
    expect(openBallots(given(allowed).when(edit(title), { by, at: later, policy }).story.change)).toEqual([]);
  });

  test('a freeze that is called off needs none', () => {
    const open = approved(lived);
    const title = edit({ ...open.change.content, title: 'Other words' });
    const off = given(open).when(title, { by, at: later, policy: aPolicy() }).story;
    expect(exceptionsOf(off).map((b) => b.result)).toEqual(['superseded']);
    const back = given(off).when(edit({ ...off.change.content, title: 'More' }), { by, at: later, policy }).story;
    expect(openBallot(back.change, 'exception')).toBeDefined();
  });

  test('an edit to an emergency needs none', () => {
    const open = approved(lived);
    const urgent = edit({ ...open.change.content, ...EMERGENCY });
    const started = given(open).when(urgent, { by, at: later, policy }).becomes('implementing').story;
    expect(openBallots(started.change)).toEqual([]);
  });
});
