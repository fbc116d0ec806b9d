import { describe, expect, test } from 'vitest';
import { followUps, mootMilestones } from '../../src/change/follow-ups.ts';
import { isUnread, lookDueAt } from '../../src/change/long-looks.ts';
import { outcomeOf, watchEndsAt } from '../../src/change/long-watch.ts';
import type { StepOutcome } from '../../src/change/model.ts';
import { underWay } from '../../src/change/runs.ts';
import { retrospect } from '../../src/change/retrospect.ts';
import { isShown } from '../../src/change/shown.ts';
import { asTest } from '../../src/change/tested.ts';
import { THE_CLOCK, anActor, liveThrough, runs, type Story, type Told } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { AFTER_THE_WATCH, CLOSE, implemented, LOOKS_ON, looked, SOLVED, wake } from '../support/lives.ts';

const policy = LOOKS_ON;
const ada = anActor('U0ADA', policy);
const ended = implemented({ policy });
const endedAt = ended.change.endedAt ?? 0;
const REOPEN: Told = [{ type: 'reopen', text: 'Search is down.' }, ada, endedAt + HOUR];

/** The clock wakes for a look, and no worker has taken it. */
function asked(story: Story, at: number): Story {
  return liveThrough(policy, [wake('longLook', at, 1, story.change.longLooks?.asked)], story);
}

/** Looks one hour after the other, which end as said. */
function looks(story: Story, ...outcomes: readonly StepOutcome[]): Story {
  return outcomes.reduce((lived, outcome) => {
    const at = lookDueAt(lived.change, policy) ?? 0;
    return runs(asked(lived, at), policy, at, outcome, outcome === 'failed' ? 'It answered 500.' : undefined);
  }, story);
}

function found({ change }: Story): readonly string[] {
  return change.issues.map(({ by, text }) => `${by}: ${text}`);
}

describe('a watch that looks on', () => {
  test('runs its checks so often as the runbook says, from the end on, until the watch is over', () => {
    let story = ended;
    const dues: number[] = [];
    for (;;) {
      const last = story.facts.findLast(({ fact }) => fact.type === 'milestoneReached' || fact.type === 'changeEnded');
      const next =
        last && followUps(story.change, last, policy).find((f) => f.kind === 'wake' && f.milestone === 'longLook');
      if (next?.kind !== 'wake') break;
      dues.push((next.dueAt - endedAt) / HOUR);
      story = liveThrough(policy, [wake('longLook', next.dueAt, 1, next.round)], story);
      story = runs(story, policy, next.dueAt);
    }
    expect(dues).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
    expect(story.change.runs.filter((r) => r.occasion === 'long').map((r) => r.attempt)).toEqual(dues);
    expect(lookDueAt(implemented().change, aPolicy())).toBeUndefined();
  });

  test('asks once after a sleep, and for none while one waits or goes on', () => {
    const late = given(ended).when(wake('longLook', endedAt)[0], { by: THE_CLOCK, at: endedAt + 5 * HOUR, policy });
    const { story } = late.yields(
      { type: 'milestoneReached', milestone: 'longLook' },
      { type: 'stepRequested', step: 'watch', occasion: 'long' },
    );
    expect(lookDueAt(story.change, policy)).toBe(endedAt + 6 * HOUR);
    const again = wake('longLook', 0, 1, 1)[0];
    given(story)
      .when(again, { by: THE_CLOCK, at: endedAt + 6 * HOUR, policy })
      .yields({ type: 'milestoneReached', milestone: 'longLook', round: 1 });
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const run = story.change.runs.at(-1)?.run ?? '';
    const begun = liveThrough(
      policy,
      [
        [
          { type: 'beginStep', run, host: 'deploy-1', digest },
          { kind: 'worker', host: 'deploy-1' },
          endedAt + 5 * HOUR,
        ],
      ],
      story,
    );
    given(begun)
      .when(again, { by: THE_CLOCK, at: endedAt + 6 * HOUR, policy })
      .yields({ type: 'milestoneReached', milestone: 'longLook', round: 1 });
  });

  test('asks for nothing once the watch is over, or the change was closed or reopened', () => {
    const end = watchEndsAt(ended.change, policy) ?? 0;
    given(ended)
      .when(wake('longLook', end)[0], { by: THE_CLOCK, at: end, policy })
      .yields({ type: 'milestoneSkipped', reason: 'the watch is over' });
    const closed = liveThrough(policy, [[CLOSE, ada, AFTER_THE_WATCH]], ended);
    const reopened = liveThrough(policy, [REOPEN], ended);
    for (const { change } of [closed, reopened]) {
      expect(mootMilestones(change)).toContain('longLook');
      expect(lookDueAt(change, policy)).toBeUndefined();
    }
    given(reopened)
      .when(wake('longLook', endedAt)[0], { by: THE_CLOCK, at: endedAt + 2 * HOUR, policy })
      .refuses('staleMilestone');
  });

  test('holds nobody up, and neither stands for the watch of the work nor among what the review tells', () => {
    const waits = looked();
    expect(underWay(waits.change)).toBeUndefined();
    given(waits).when(CLOSE, { by: ada, at: AFTER_THE_WATCH }).becomes('closed');
    given(waits).when(REOPEN[0], { by: ada, at: AFTER_THE_WATCH }).becomes('watching');
    const well = looks(ended, 'succeeded');
    expect(well.facts.slice(ended.facts.length).every(({ fact }) => isUnread(fact, well.change))).toBe(true);
    const failed = looks(ended, 'failed');
    expect(isShown('watchClear', failed.change, policy)).toBe(true);
    expect(asTest(failed.change).watchedAt).toBe(asTest(ended.change).watchedAt);
    expect(retrospect(failed.change, failed.facts).better.filter(({ what }) => what === 'step')).toEqual([]);
  });

  test('makes an issue of the first failure after all was well, and of no other', () => {
    const failed = looks(ended, 'succeeded', 'failed', 'failed');
    expect(found(failed)).toEqual(['worker:deploy-1: It answered 500.']);
    expect([outcomeOf(ended.change), outcomeOf(failed.change)]).toEqual(['implemented', 'withIssues']);
    expect(found(looks(failed, 'unknown', 'failed'))).toHaveLength(1);
    expect(found(looks(failed, 'succeeded', 'failed'))).toHaveLength(2);
  });

  test('makes no issue of a look that could not tell, or that never began', () => {
    expect(found(looks(ended, 'unknown', 'timedOut', 'stopped'))).toEqual([]);
    const waits = looked();
    const run = waits.change.runs.at(-1)?.run ?? '';
    const never: Told = [
      { type: 'reportStep', run, outcome: 'failed', reason: 'Nothing was run.' },
      { kind: 'worker', host: 'deploy-1' },
      endedAt + 2 * HOUR,
    ];
    expect(found(liveThrough(policy, [never], waits))).toEqual([]);
  });

  test('lets a look from before a change was reopened say nothing of it, and begins anew after its new end', () => {
    const reopened = liveThrough(policy, [[REOPEN[0], ada, endedAt + 2 * HOUR]], looked());
    const run = reopened.change.runs.at(-1)?.run ?? '';
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const begins: Told[0] = { type: 'beginStep', run, host: 'deploy-1', digest };
    const by = { kind: 'worker', host: 'deploy-1' } as const;
    given(reopened)
      .when(begins, { by, at: endedAt + 2 * HOUR })
      .refuses('staleRevision');
    const mended = liveThrough(policy, [[SOLVED, ada, endedAt + 3 * HOUR]], reopened);
    expect(mended.change.runs.at(-1)).toMatchObject({ step: 'watch', occasion: 'solved' });
    const solved = liveThrough(
      policy,
      [
        [{ ...begins, run: mended.change.runs.at(-1)?.run ?? '' }, by, endedAt + 3 * HOUR],
        [
          { type: 'reportStep', run: mended.change.runs.at(-1)?.run ?? '', outcome: 'succeeded' },
          by,
          endedAt + 3 * HOUR,
        ],
        wake('watchOver', endedAt + 4 * HOUR, 1, 1),
      ],
      mended,
    );
    expect(solved.change.status).toBe('implemented');
    given(solved)
      .when(begins, { by, at: endedAt + 4 * HOUR })
      .refuses('staleRevision');
    expect(lookDueAt(solved.change, policy)).toBe(endedAt + 5 * HOUR);
    expect(asked(solved, endedAt + 5 * HOUR).change.runs.at(-1)).toMatchObject({ occasion: 'long', attempt: 2 });
  });
});
