import { describe, expect, test } from 'vitest';
import { SHOWN, type Shown } from '../../src/change/checklist.ts';
import type { Policy } from '../../src/change/policy.ts';
import { isShown } from '../../src/change/shown.ts';
import { GO_AT, OPENS_AT, REMIND_AT, aContent, anActor, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { aTest, knowing, PROMOTED, promoting } from '../support/a-promotion.ts';
import { given } from '../support/given.ts';
import {
  AFTER_THE_WATCH,
  allOk,
  applied,
  applying,
  approved,
  atGo,
  checked,
  edit,
  emergencyLives,
  implemented,
  inReview,
  moved,
  PRE_CHECK_AT,
  prepared,
  ready,
  started,
  wake,
  watching,
} from '../support/lives.ts';
import { goGiven, readable } from '../support/planned.ts';

const policy = aPolicy();
const HIGH = { content: { risk: 'high' } } as const;
const clock = (story: Story, milestone: Parameters<typeof wake>[0], at: number) =>
  liveThrough(policy, [wake(milestone, at)], story);
const preChecked = () => {
  const open = checked();
  return liveThrough(policy, allOk(policy, { number: 1, what: 'preCheck' }, PRE_CHECK_AT), open);
};
const promoted = (under: Policy) => inReview({ policy: under, content: PROMOTED });
const tried = knowing(promoting());
/** The same as if the backup had nothing to show for itself. */
const shownNothing = (story: Story): Story => ({
  ...story,
  change: {
    ...story.change,
    runs: story.change.runs.map(({ proof: _proof, restoreMs: _ms, ...run }) => run),
  },
});

/** What does not show it yet, and what does. */
const CASES: { readonly [S in Shown]: readonly [before: readonly Story[], after: readonly Story[], under?: Policy] } = {
  reviewed: [[inReview(HIGH), inReview()], [approved(HIGH)]],
  approved: [[inReview()], [approved(), ready()]],
  preChecked: [[approved(), checked()], [preChecked()]],
  goGiven: [[approved(), atGo()], [ready()]],
  announced: [[atGo()], [ready()]],
  reminded: [[ready()], [clock(ready(), 'remind', REMIND_AT)]],
  startTold: [[prepared()], [started()]],
  endTold: [[watching()], [implemented()]],
  preflightPassed: [[liveThrough(policy, [wake('backup', OPENS_AT - 75 * MINUTE)], ready())], [prepared()]],
  testedBefore: [[inReview()], [promoted(tried)], tried],
  backupProven: [[ready(), shownNothing(prepared())], [prepared()]],
  restoreTested: [[ready(), shownNothing(prepared())], [prepared()]],
  planRead: [[ready()], [goGiven()], readable()],
  handleStored: [[started()], [applying()]],
  applied: [[applying()], [applied()]],
  verified: [[applied(), runs(applied(), policy, OPENS_AT + HOUR, 'failed')], [watching()]],
  watchClear: [[watching()], [implemented()]],
  longWatchOver: [[implemented()], [clock(implemented(), 'mayClose', AFTER_THE_WATCH)]],
  debtsPaid: [[watching(), emergencyLives().implemented], [implemented()]],
};

describe('what the facts show in a person’s place', () => {
  test.each(SHOWN)('%s', (what) => {
    const [before, after, under = policy] = CASES[what];
    expect(before.map(({ change }) => isShown(what, change, under))).toEqual(before.map(() => false));
    expect(after.map(({ change }) => isShown(what, change, under))).toEqual(after.map(() => true));
  });

  test('of a test counts what became of it', () => {
    const failed = knowing(promoting(), { tests: [aTest({ became: 'failed' })] });
    expect(isShown('testedBefore', promoted(tried).change, failed)).toBe(false);
  });

  test('counts for this revision and this window alone', () => {
    const later = edit(moved(aContent(), 28 * DAY));
    const reworked = edit({ ...aContent(), rollbackPlan: 'Another.' });
    const after = (intent: ReturnType<typeof edit>) =>
      given(ready()).when(intent, { by: anActor('U0ADA', policy), at: GO_AT + DAY, policy }).story.change;
    expect(['goGiven', 'approved'].map((what) => isShown(what as Shown, after(later), policy))).toEqual([false, true]);
    expect(['goGiven', 'approved'].map((what) => isShown(what as Shown, after(reworked), policy))).toEqual([
      false,
      false,
    ]);
  });
});
