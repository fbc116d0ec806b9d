import { describe, expect, test } from 'vitest';
import { readiedNote } from '../../src/notifications/notes-paper.ts';
import { endedMeaning } from '../../src/notifications/notes-steps.ts';
import { stepLines } from '../../src/notifications/step-words.ts';
import { anActor, liveThrough, OPENS_AT, runs, type Story } from '../support/a-change.ts';
import { aPolicy, HOUR, MINUTE } from '../support/a-policy.ts';
import { applied, ROLL_BACK, START, vote } from '../support/lives.ts';
import { CREATES, DESTROYS, ends, readable, startedOn } from '../support/planned.ts';

const policy = readable();
const at = OPENS_AT + MINUTE;

/** What the report of the newest plan of a start says. */
function plan({ change }: Story): string {
  const run = change.runs.findLast((r) => r.step === 'plan' && r.occasion === 'start' && r.state === 'ended');
  if (!run) throw new Error('no plan of a start has ended');
  return endedMeaning(run, { after: change, policy });
}

describe('the fresh plan of a start', () => {
  test('leads to the apply where it is what was agreed to', () => {
    expect(plan(ends(startedOn(), at, CREATES))).toContain('Next: apply.');
  });

  test('leads to none where it is not, also once the change was started again', () => {
    const back = ends(startedOn(), at, DESTROYS);
    expect(plan(back)).toContain('so no apply follows it');
    const go = liveThrough(policy, [vote(policy, 'U0CYD', back.change.ballots.length, at + 5 * MINUTE)], back);
    const again = { ...START(), plan: DESTROYS.digest };
    const started = liveThrough(policy, [[again, anActor('U0ADA', policy), at + 6 * MINUTE]], go);
    expect(plan(started)).toContain('so no apply follows it');
    expect(plan(ends(started, at + 7 * MINUTE, DESTROYS))).toContain('Next: apply.');
  });

  test('is given its GO inside the window, and then says who is to press Start', () => {
    const back = ends(startedOn(), at, DESTROYS);
    const { change } = liveThrough(policy, [vote(policy, 'U0CYD', back.change.ballots.length, at + 5 * MINUTE)], back);
    const scene = { before: back.change, after: change, at: at + 5 * MINUTE, by: 'U0CYD', policy };
    expect(readiedNote({ type: 'changeReadied' }, scene).text).toBe(
      'GO: everything asked before the window is given. The window is open: <@U0ADA> presses Start.',
    );
  });
});

test('the steps of a headline stand in the order in which they were last asked for, then those to come', () => {
  const applying = ends(startedOn(), at, CREATES);
  expect(named(applying)).toEqual(['Preflight', 'Backup', 'Plan', 'Apply', 'Verification', 'Watch']);
  const planningAgain = ends(ends(applying, at + MINUTE), at + 2 * MINUTE);
  expect(named(planningAgain)).toEqual([
    'Preflight',
    'Backup',
    'Apply',
    'Verification',
    'Plan after the apply',
    'Watch',
  ]);
});

test('a change that was rolled back has no steps to come', () => {
  const plain = aPolicy();
  const back = liveThrough(plain, [[ROLL_BACK, anActor('U0ADA', plain), at + HOUR]], applied('failed'));
  const undone = runs(runs(back, plain, at + HOUR), plain, at + HOUR + 6 * MINUTE);
  expect(undone.change.status).toBe('rolledBack');
  expect(stepLines(undone.change, plain).filter((line) => line.includes('not yet'))).toEqual([]);
});

function named({ change }: Story): readonly (string | undefined)[] {
  return stepLines(change, policy).map((line) => /^• ([^:]+):/.exec(line)?.[1]);
}
