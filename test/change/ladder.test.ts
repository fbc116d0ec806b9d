import { describe, expect, test } from 'vitest';
import type { ChangeContent } from '../../src/change/model.ts';
import { followUps, mootMilestones } from '../../src/change/follow-ups.ts';
import { endsAt, isUnanswered } from '../../src/change/ladder.ts';
import { CLOSES_AT, OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, aRunbook, aService, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  INCIDENT,
  LAST_SAFE_AT,
  MORE_TIME,
  ROLL_BACK,
  SOLVED,
  applied,
  emergency,
  started,
  wake,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const by = 'U0ADA';
const DECIDE_AT = CLOSES_AT - 30 * MINUTE;
const CALLED_AT = CLOSES_AT - 15 * MINUTE;
const KEEP = { type: 'keepWorking' } as const;

/** Its verification has failed and a person must decide. */
const inTrouble = (content: Partial<ChangeContent> = {}): Story => applied('failed', { content });
const asked = (story = inTrouble()): Story => liveThrough(policy, [wake('decide', DECIDE_AT)], story);
const taken = (story = asked(), at = DECIDE_AT): Story =>
  liveThrough(policy, [[MORE_TIME, anActor(by, policy), at]], story);

/** When the prompts of the newest fact are due. */
function wakes({ change, facts }: Story): Readonly<Record<string, number>> {
  const last = facts.findLast((f) => f.fact.type === 'extraTimeTaken');
  const due = last ? followUps(change, last, policy) : [];
  return Object.fromEntries(due.map((f) => [f.kind === 'wake' ? `${f.milestone}/${f.round ?? 0}` : f.kind, f.dueAt]));
}

describe('the last safe rollback', () => {
  const passed = liveThrough(policy, [wake('lastSafe', LAST_SAFE_AT)], inTrouble());

  test('is the window less what restoring and checking take', () => {
    const due = followUps(started().change, { fact: { type: 'changeSubmitted' }, at: 0, seq: 2, by }, policy);
    expect(due.find((f) => f.kind === 'wake' && f.milestone === 'lastSafe')?.dueAt).toBe(LAST_SAFE_AT);
  });

  test('may be passed knowingly, once, and nobody else hears of it', () => {
    const on = given(passed)
      .when(KEEP, { by, at: LAST_SAFE_AT + MINUTE })
      .yields({ type: 'workContinued', round: 0 });
    given(on.story)
      .when(KEEP, { by, at: LAST_SAFE_AT + 2 * MINUTE })
      .refuses('nothingAsked');
  });

  test('is not answered before it was asked, nor by anybody else', () => {
    given(inTrouble())
      .when(KEEP, { by, at: OPENS_AT + HOUR })
      .refuses('nothingAsked');
    given(passed).when(KEEP, { by: 'U0EVE', at: LAST_SAFE_AT }).refuses('notTheDecider');
  });
});

describe('more time', () => {
  test('moves the end from where it was, and the people affected hear it', () => {
    const more = given(asked())
      .when(MORE_TIME, { by, at: DECIDE_AT })
      .yields(
        { type: 'extraTimeTaken', until: CLOSES_AT + 30 * MINUTE, taker: by, words: MORE_TIME.words },
        { type: 'noticeOrdered', notice: 'delay' },
      )
      .becomes('implementing').story;
    expect(endsAt(more.change)).toBe(CLOSES_AT + 30 * MINUTE);
  });

  test('taken after the end counts from now', () => {
    const late = liveThrough(policy, [wake('closes', CLOSES_AT)], asked());
    given(late)
      .when(MORE_TIME, { by, at: CLOSES_AT + 10 * MINUTE })
      .yields({ type: 'extraTimeTaken', until: CLOSES_AT + 40 * MINUTE }, { type: 'noticeOrdered' });
  });

  test('asks everything anew by the new end, and lets go of what was asked before', () => {
    const hour = { ...MORE_TIME, forMs: HOUR } as const;
    const more = liveThrough(policy, [[hour, anActor(by, policy), DECIDE_AT]], asked());
    expect(wakes(more)).toEqual({
      'lastSafe/1': LAST_SAFE_AT + HOUR,
      'decide/1': DECIDE_AT + HOUR,
      'unanswered/1': CALLED_AT + HOUR,
      'closes/1': CLOSES_AT + HOUR,
    });
    expect(mootMilestones(more.change)).not.toContain('decide');
    const [old] = wake('closes', CLOSES_AT);
    given(more).when(old, { by: THE_CLOCK, at: CLOSES_AT }).refuses('staleMilestone');
    const again = liveThrough(policy, [wake('decide', DECIDE_AT + HOUR, 1, 1)], more);
    expect(mootMilestones(again.change)).toContain('decide');
  });

  test('of less than the lead asks at its end alone, not at once again', () => {
    expect(Object.keys(wakes(taken(asked(), CLOSES_AT - MINUTE)))).not.toContain('decide/1');
  });

  test('ends where an incident begins: with what the services accept, or the change says', () => {
    const strict = aPolicy({ services: { web: aService({ acceptableExtraTimeMs: 20 * MINUTE }) } });
    given(asked())
      .when(MORE_TIME, { by, at: DECIDE_AT, policy: strict })
      .refuses('beyondExtraTime', { latest: CLOSES_AT + 20 * MINUTE, left: 20 * MINUTE });
    given(asked())
      .when({ ...MORE_TIME, forMs: 20 * MINUTE }, { by, at: DECIDE_AT, policy: strict })
      .yields({ type: 'extraTimeTaken' }, { type: 'noticeOrdered' });
    given(asked(inTrouble({ extraTimeMs: 0 })))
      .when(MORE_TIME, { by, at: DECIDE_AT })
      .refuses('beyondExtraTime', { left: 0 });
  });

  test('of an emergency, which is beyond that already, has no end', () => {
    given(emergency())
      .when({ ...MORE_TIME, forMs: 23 * HOUR }, { by, at: OPENS_AT + HOUR })
      .yields({ type: 'extraTimeTaken' }, { type: 'noticeOrdered' });
  });

  test.each([0, -MINUTE, 90_500, 25 * HOUR, Number.NaN, Infinity])(
    'is whole minutes of at most a day: not %d',
    (forMs) => {
      given(asked())
        .when({ ...MORE_TIME, forMs }, { by, at: DECIDE_AT })
        .refuses('notASpan');
    },
  );

  test('is for those who decide', () => {
    given(asked()).when(MORE_TIME, { by: 'U0EVE', at: DECIDE_AT }).refuses('notTheDecider');
    given(asked()).when(MORE_TIME, { by: 'U0BOB', at: DECIDE_AT }).yields(
      { type: 'extraTimeTaken' },
      {
        type: 'noticeOrdered',
      },
    );
  });

  test('keeps the window open for another attempt', () => {
    const again = { type: 'tryAgain', run: 'CHG-1-r1-w1-start-apply-1' } as const;
    given(asked())
      .when(again, { by, at: CLOSES_AT + MINUTE })
      .refuses('outsideWindow');
    given(taken())
      .when(again, { by, at: CLOSES_AT + MINUTE })
      .yields({ type: 'stepRequested', step: 'plan' });
  });
});

describe('silence at the decision point', () => {
  const silent = (story = asked()): Story => liveThrough(policy, [wake('unanswered', CALLED_AT)], story);
  const answered = (...intents: readonly (typeof ROLL_BACK | typeof SOLVED)[]) =>
    intents.map((intent) => liveThrough(policy, [[intent, anActor(by, policy), DECIDE_AT + MINUTE]], asked()));

  test('is known as such, and decides nothing', () => {
    expect(isUnanswered(silent().change)).toBe(true);
    expect(silent().change.status).toBe('implementing');
  });

  test('is not when somebody answered', () => {
    for (const story of answered(ROLL_BACK, SOLVED)) expect(isUnanswered(story.change)).toBe(false);
    expect(isUnanswered(watching().change)).toBe(false);
  });

  test('at the end tells the people affected that it is not the end', () => {
    given(silent())
      .when(wake('closes', CLOSES_AT)[0], { by: THE_CLOCK, at: CLOSES_AT })
      .yields({ type: 'milestoneReached', milestone: 'closes' }, { type: 'noticeOrdered', notice: 'delay' })
      .becomes('implementing');
    given(watching())
      .when(wake('closes', CLOSES_AT)[0], { by: THE_CLOCK, at: CLOSES_AT })
      .yields({ type: 'milestoneReached', milestone: 'closes' });
  });
});

describe('a word to the people affected', () => {
  const TELL = { type: 'tellProgress', text: ' Half of it is done. ' } as const;

  test('is theirs to give who decide, while the work goes on', () => {
    given(started())
      .when(TELL, { by, at: OPENS_AT + HOUR })
      .yields({ type: 'progressTold', text: 'Half of it is done.' }, { type: 'noticeOrdered', notice: 'progress' });
    given(started())
      .when(TELL, { by: 'U0EVE', at: OPENS_AT + HOUR })
      .refuses('notTheDecider');
    given(started())
      .when({ ...TELL, text: ' ' }, { by, at: OPENS_AT + HOUR })
      .refuses('wordsNeeded');
  });
});

describe('with a snapshot of two hours and a half and a restore of one', () => {
  const slow = aPolicy({
    runbooks: {
      'web-release': aRunbook({
        backup: {
          run: ['./snapshot.sh'],
          estimateMs: 150 * MINUTE,
          restore: {
            estimateMs: HOUR,
            sources: ['provider snapshot', 'SSD NAS', 'desktop NAS'].map((name) => ({ name })),
          },
        },
      }),
    },
  });
  const trouble = applied('failed', { policy: slow });
  const decided = liveThrough(slow, [wake('decide', DECIDE_AT)], trouble);

  test('the snapshot begins so early that it is done before the window, and going back is safe until an hour and the checks before its end', () => {
    const due = followUps(trouble.change, { fact: { type: 'changeSubmitted' }, at: 0, seq: 2, by }, slow);
    const at = (name: string) => due.find((f) => f.kind === 'wake' && f.milestone === name)?.dueAt;
    expect(at('backup')).toBe(OPENS_AT - 165 * MINUTE);
    expect(at('lastSafe')).toBe(CLOSES_AT - 70 * MINUTE);
    expect(at('decide')).toBe(CLOSES_AT - 30 * MINUTE);
  });

  test('each of the four answers is heard at the decision point, and silence asks whoever decides, again and again', () => {
    const at = DECIDE_AT + MINUTE;
    const under = { policy: slow };
    given(decided)
      .when(SOLVED, { by, at, ...under })
      .yields({ type: 'workDone' }, { type: 'stepRequested', step: 'verify' });
    given(decided)
      .when(MORE_TIME, { by, at, ...under })
      .yields({ type: 'extraTimeTaken' }, { type: 'noticeOrdered', notice: 'delay' });
    given(decided)
      .when(ROLL_BACK, { by, at, ...under })
      .becomes('rollingBack');
    given(decided)
      .when(INCIDENT, { by, at, ...under })
      .becomes('failed');
    const silent = liveThrough(slow, [wake('unanswered', CALLED_AT), wake('closes', CLOSES_AT)], decided);
    expect(silent.change.status).toBe('implementing');
    expect(silent.facts.slice(-2).map((f) => f.fact.type)).toEqual(['milestoneReached', 'noticeOrdered']);
  });

  test('extra time is at most what the services accept without an incident', () => {
    const most = 2 * HOUR;
    given(decided)
      .when({ ...MORE_TIME, forMs: most + MINUTE }, { by, at: DECIDE_AT, policy: slow })
      .refuses('beyondExtraTime', { latest: CLOSES_AT + most, left: most });
    const longer = liveThrough(slow, [[{ ...MORE_TIME, forMs: most }, anActor(by, slow), DECIDE_AT]], decided);
    expect(endsAt(longer.change)).toBe(CLOSES_AT + most);
  });
});
