import { describe, expect, test } from 'vitest';
import { openToAttempt } from '../../src/change/decide/recovery.ts';
import type { StepRun } from '../../src/change/model.ts';
import { underWay } from '../../src/change/runs.ts';
import { noteLine } from '../../src/notifications/notes.ts';
import {
  FILED_AT,
  OPENS_AT,
  REMIND_AT,
  aContent,
  aWorker,
  filing,
  liveThrough,
  runs,
  type Story,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { shownBy } from '../support/a-proof.ts';
import { given } from '../support/given.ts';
import {
  BACKUP_AT,
  EMERGENCY,
  START,
  STANDARD,
  approved,
  atGo,
  edit,
  inReview,
  moved,
  prepared,
  ready,
  settle,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const by = 'U0ADA';

function looks({ change }: Story, occasion?: StepRun['occasion']): readonly string[] {
  return change.runs
    .filter((r) => r.step === 'preflight' && (occasion === undefined || r.occasion === occasion))
    .map((r) => r.run);
}

describe('a preflight looks early', () => {
  test('as a change is filed, and for each version of it', () => {
    expect(looks(liveThrough(policy, [filing(policy)]))).toEqual(['CHG-1-r1-w1-filing-preflight-1']);
    const edited = given(inReview()).when(edit(aContent({ risk: 'low' })), { by, at: FILED_AT + HOUR }).story;
    expect(looks(edited, 'filing')).toEqual(['CHG-1-r1-w1-filing-preflight-1', 'CHG-1-r2-w1-filing-preflight-1']);
    const later = given(inReview()).when(edit(moved(aContent(), DAY)), { by, at: FILED_AT + HOUR }).story;
    expect(looks(later, 'filing')).toHaveLength(1);
  });

  test.each([
    ['a standard change too', STANDARD, 'filing'],
    ['an emergency only before its apply', EMERGENCY, 'window'],
  ])('%s', (_, content, occasion) => {
    const story = liveThrough(policy, [filing(policy, content, OPENS_AT - 2 * DAY)]);
    expect(new Set(story.change.runs.filter((r) => r.step === 'preflight').map((r) => r.occasion))).toEqual(
      new Set([occasion]),
    );
  });

  test('not where the runbook has none', () => {
    const none = aPolicy({ runbooks: { 'web-release': aRunbook({ preflight: [] }) } });
    expect(looks(liveThrough(none, [filing(none), wake('remind', REMIND_AT)]))).toEqual([]);
  });

  test.each([
    ['of a change that is ready', ready],
    ['while it waits for its GO', atGo],
    ['while it waits for its announcement', () => approved({ content: STANDARD })],
  ])('once more a day ahead %s', (_, lived) => {
    const due = liveThrough(policy, [wake('remind', REMIND_AT)], lived());
    expect(looks(due, 'ahead')).toEqual(['CHG-1-r1-w1-ahead-preflight-1']);
    const again = given(due).when(edit(aContent({ ...due.change.content, title: 'T' })), { by, at: REMIND_AT + HOUR });
    expect(looks(again.story, 'ahead')).toHaveLength(1);
  });

  test('not a day ahead where that was when it was filed, nor once the preparation looks itself', () => {
    const late = liveThrough(policy, [filing(policy, STANDARD, OPENS_AT - 5 * HOUR)]);
    expect(looks(settle(late, policy, OPENS_AT - 5 * HOUR))).toEqual(['CHG-1-r1-w1-filing-preflight-1']);
    const missed = liveThrough(policy, [wake('backup', BACKUP_AT), wake('remind', BACKUP_AT + MINUTE)], ready());
    expect(looks(missed, 'ahead')).toEqual([]);
  });
});

describe('an early preflight that does not pass', () => {
  const due = liveThrough(policy, [wake('remind', REMIND_AT)], ready());
  const reason = 'The program tofu was not found.';
  const failed = runs(due, policy, REMIND_AT + MINUTE, 'failed', reason);

  test('is told in the thread to those who can see to it, with what is missing, and holds nothing up', () => {
    const recorded = failed.facts.at(-1);
    if (!recorded) throw new Error('nothing was reported');
    const { fact, at } = recorded;
    const line = noteLine(fact, { before: undefined, after: failed.change, at, by: 'worker:deploy-1', policy });
    expect(line?.text).toMatch(
      /^\*Preflight ahead of the window failed after 5 min\.\* The program tofu was not found\. Nothing waits for it yet\. <@U0ADA>: see to it/,
    );
    const made = settle(liveThrough(policy, [wake('backup', BACKUP_AT)], failed), policy, BACKUP_AT);
    given(made)
      .when(START(), { by, at: OPENS_AT + MINUTE })
      .becomes('implementing');
  });

  test('nor does one as it is filed, or one that no worker takes or that hangs', () => {
    const filed = runs(liveThrough(policy, [filing(policy)]), policy, FILED_AT, 'failed', reason);
    expect(filed.change.ballots.map((b) => b.result)).toEqual([undefined]);
    const run = 'CHG-1-r1-w1-ahead-preflight-1';
    const digest = aRunbook().digest;
    const hangs = given(due).when(
      { type: 'beginStep', run, host: 'deploy-1', digest },
      { by: aWorker(), at: REMIND_AT },
    );
    for (const story of [due, hangs.story]) {
      expect(underWay(story.change)).toBeUndefined();
      let lived = liveThrough(policy, [wake('backup', BACKUP_AT)], story);
      for (const step of ['preflight', 'backup', 'plan']) {
        lived = ended(lived, `CHG-1-r1-w1-window-${step}-1`);
      }
      given(lived)
        .when(START(), { by, at: OPENS_AT + MINUTE })
        .becomes('implementing');
    }
  });

  test('may be tried again by a press, until the preparation looks itself', () => {
    const run = 'CHG-1-r1-w1-ahead-preflight-1';
    expect(openToAttempt(failed.change, policy)?.run).toBe(run);
    const again = given(failed).when({ type: 'tryAgain', run }, { by, at: REMIND_AT + HOUR });
    again.yields({ type: 'stepRequested', step: 'preflight', occasion: 'ahead', attempt: 2 });
    const made = liveThrough(policy, [wake('backup', BACKUP_AT)], failed);
    expect(openToAttempt(settle(made, policy, BACKUP_AT).change, policy)).toBeUndefined();
    expect(openToAttempt(prepared().change, policy)).toBeUndefined();
  });
});

/** This very run is claimed and ends well, whatever else waits for a worker. */
function ended(story: Story, run: string): Story {
  const digest = aRunbook().digest;
  return liveThrough(
    policy,
    [
      [{ type: 'beginStep', run, host: 'deploy-1', digest }, aWorker(), BACKUP_AT + MINUTE],
      [{ type: 'reportStep', run, outcome: 'succeeded', ...shownBy(run) }, aWorker(), BACKUP_AT + 2 * MINUTE],
    ],
    story,
  );
}
