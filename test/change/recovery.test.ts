import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import type { Runbook } from '../../src/change/policy.ts';
import { CLOSES_AT, OPENS_AT, aWorker, anActor, liveThrough, runs } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  CLOSE,
  INCIDENT,
  ROLL_BACK,
  SOLVED,
  applied,
  implemented,
  ready,
  settle,
  started,
  wake,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + HOUR;
const by = 'U0ADA';
const APPLY = 'CHG-1-r1-w1-start-apply-1';
const LOOK = { type: 'lookAgain', run: APPLY } as const;
const SETTLED = { type: 'settleStep', run: APPLY, verdict: 'succeeded', reason: 'The plan shows no changes.' } as const;
const withRunbook = (overrides: Partial<Runbook>) => aPolicy({ runbooks: { 'web-release': aRunbook(overrides) } });
const clock = { kind: 'clock' } as const;

describe('an apply whose outcome nobody knows', () => {
  const unknown = applied('unknown');

  test('is a stop: no rollback and no "solved" on a guess', () => {
    given(unknown).when(ROLL_BACK, { by, at }).refuses('outcomeUnknown', { step: 'apply' });
    given(unknown).when(SOLVED, { by, at }).refuses('outcomeUnknown', { step: 'apply' });
    given(unknown).when({ type: 'tryAgain', run: APPLY }, { by, at }).refuses('outcomeUnknown');
  });

  test('is settled only after a fresh look', () => {
    given(unknown).when(SETTLED, { by, at }).refuses('lookFirst');
    const looking = given(unknown)
      .when(LOOK, { by, at })
      .yields({ type: 'stepRequested', step: 'plan', occasion: 'again' }).story;
    given(looking).when(SETTLED, { by, at }).refuses('lookFirst');
    given(looking).when(LOOK, { by, at }).refuses('stepRunning');
    given(runs(looking, policy, at, 'failed'))
      .when(SETTLED, { by, at: at + HOUR })
      .refuses('lookFirst');
    given(runs(looking, policy, at))
      .when({ ...SETTLED, reason: ' ' }, { by, at: at + HOUR })
      .refuses('reasonNeeded');
    given(runs(looking, policy, at))
      .when(SETTLED, { by, at: at + HOUR })
      .yields(
        { type: 'stepSettled', verdict: 'succeeded', reason: 'The plan shows no changes.' },
        { type: 'workDone' },
        { type: 'stepRequested', step: 'verify' },
      );
  });

  test('settled as failed may be rolled back, solved by hand or tried again', () => {
    const looked = runs(given(unknown).when(LOOK, { by, at }).story, policy, at);
    const failed = given(looked)
      .when({ ...SETTLED, verdict: 'failed' }, { by, at })
      .yields({ type: 'stepSettled' }).story;
    given(failed).when(ROLL_BACK, { by, at }).becomes('rollingBack');
    given(failed).when(SOLVED, { by, at }).yields({ type: 'workDone' }, { type: 'stepRequested', occasion: 'solved' });
    given(failed)
      .when({ type: 'tryAgain', run: APPLY }, { by, at })
      .yields({ type: 'stepRequested', step: 'plan', occasion: 'start' });
  });

  test('is for the implementer or the rollback decider to settle', () => {
    given(unknown).when(LOOK, { by: 'U0EVE', at }).refuses('notTheDecider', { decider: 'infrastructure-lead' });
    given(unknown).when(LOOK, { by: 'U0BOB', at }).yields({ type: 'stepRequested' });
    const named = applied('unknown', { content: { rollbackDecider: 'U0MGR' } });
    given(named).when(LOOK, { by: 'U0BOB', at }).refuses('notTheDecider', { decider: 'U0MGR' });
    given(named).when(LOOK, { by: 'U0MGR', at }).yields({ type: 'stepRequested' });
  });

  test('without a plan to look with is settled at once', () => {
    const { plan: _none, ...blind } = aRunbook();
    const planless = aPolicy({ runbooks: { 'web-release': blind } });
    const story = runs(started({ policy: planless }), planless, at, 'unknown');
    given(story).when(LOOK, { by, at, policy: planless }).refuses('noSuchRun');
    given(story)
      .when(SETTLED, { by, at, policy: planless })
      .yields({ type: 'stepSettled' }, { type: 'workDone' }, { type: 'stepRequested' });
  });

  test('may still be declared an incident', () => {
    given(unknown).when(INCIDENT, { by, at }).becomes('failed');
  });

  test('is the only kind of run there is to settle', () => {
    given(applied('failed')).when(LOOK, { by, at }).refuses('noSuchRun');
    given(applied('failed')).when(SETTLED, { by, at }).refuses('noSuchRun');
    const plan = runs(started(), policy, at, 'unknown');
    const run = 'CHG-1-r1-w1-start-plan-1';
    given(plan)
      .when({ ...SETTLED, run }, { by, at })
      .refuses('noSuchRun');
    given(plan).when({ type: 'tryAgain', run }, { by, at }).yields({ type: 'stepRequested', step: 'plan', attempt: 2 });
  });
});

describe('another attempt of an apply that failed', () => {
  const AGAIN = { type: 'tryAgain', run: APPLY } as const;

  test('is opened by a person, and comes after a fresh plan', () => {
    const again = given(applied('failed'))
      .when(AGAIN, { by, at })
      .yields({ type: 'stepRequested', step: 'plan', attempt: 2 }).story;
    expect(runs(again, policy, at).change.runs.at(-1)).toMatchObject({ step: 'apply', attempt: 2, state: 'requested' });
  });

  test('goes through the gates of the start', () => {
    given(applied('failed')).when(AGAIN, { by, at: CLOSES_AT }).refuses('outsideWindow');
    const edited = withRunbook({ digest: 'd2'.repeat(32) });
    given(applied('failed')).when(AGAIN, { by, at, policy: edited }).refuses('runbookChanged');
    const freezes = [{ name: 'Election', from: '2026-11-03', to: '2026-11-04', hard: true }];
    const frozen = aPolicy({ calendar: { freezes, avoid: [] } });
    given(applied('failed')).when(AGAIN, { by, at, policy: frozen }).refuses('insideFreeze');
  });

  test('is not for one that succeeded or runs', () => {
    given(applied()).when(AGAIN, { by, at }).refuses('noSuchRun');
  });

  test('takes over from one that no worker could take', () => {
    const waiting = runs(started(), policy, at);
    const again = given(waiting)
      .when(AGAIN, { by, at })
      .yields({ type: 'stepRequested', step: 'plan', attempt: 2 }).story;
    const begin: Intent = { type: 'beginStep', run: APPLY, host: 'deploy-1', digest: aRunbook().digest };
    given(again).when(begin, { by: aWorker(), at }).refuses('staleRevision');
  });
});

describe('a rollback', () => {
  const back = given(applied('failed')).when(ROLL_BACK, { by, at }).story;

  test('says why, and is one that the runbook has', () => {
    given(applied('failed'))
      .when({ ...ROLL_BACK, reason: '' }, { by, at })
      .refuses('reasonNeeded');
    const bare = withRunbook({ rollback: { automatic: false } });
    given(applied('failed')).when(ROLL_BACK, { by, at, policy: bare }).refuses('noRollback', { scope: 'application' });
    given(applied('failed')).when(ROLL_BACK, { by: 'U0EVE', at }).refuses('notTheDecider');
  });

  test('is by hand where no runbook goes back, and by hand alone there', () => {
    given(applied('failed'))
      .when({ ...ROLL_BACK, scope: 'byHand' }, { by, at })
      .refuses('noRollback', { scope: 'byHand' });
    const gone = aPolicy({ runbooks: {} });
    given(applied('failed'))
      .when({ ...ROLL_BACK, scope: 'byHand' }, { by, at, policy: gone })
      .refuses('noRollback', { scope: 'byHand' });
    const hand = ready({ byHand: true });
    const going = given(started({ byHand: true }))
      .when({ ...ROLL_BACK, scope: 'byHand' }, { by, at })
      .becomes('rollingBack').story;
    expect(hand.change.content.runbook).toBeUndefined();
    // Nothing of it happens by itself, and somebody may still say that it cannot be undone.
    given(going).when(INCIDENT, { by, at }).becomes('failed');
    given(going)
      .when(SOLVED, { by, at: at + MINUTE })
      .yields(
        { type: 'changeEnded', ending: 'rolledBack' },
        { type: 'noticeOrdered', notice: 'endWithIssues' },
        { type: 'debtOwed', what: 'pir' },
      );
  });

  test('by hand is checked where its runbook can check, and waits while a check fails', () => {
    const bare = withRunbook({ rollback: { automatic: false } });
    const scope = 'byHand';
    const going = given(applied('failed', { policy: bare })).when(
      { ...ROLL_BACK, scope },
      { by, at, policy: bare },
    ).story;
    expect(going.change.runs.filter((r) => r.occasion === 'rollback')).toEqual([]);
    const solved = liveThrough(bare, [[SOLVED, anActor(by, bare), at + MINUTE]], going);
    expect(solved.change.runs.at(-1)).toMatchObject({ step: 'verify', occasion: 'rollback' });
    const ill = runs(solved, bare, at + MINUTE, 'failed');
    expect(ill.change.status).toBe('rollingBack');
    const again = runs(liveThrough(bare, [[SOLVED, anActor(by, bare), at + HOUR]], ill), bare, at + HOUR);
    expect(again.change).toMatchObject({ status: 'rolledBack', ending: 'rolledBack' });
  });

  test('ends when the service was checked, and the audience hears that it ended with issues', () => {
    const rolled = runs(back, policy, at);
    expect(rolled.change.runs.at(-1)).toMatchObject({ step: 'verify', occasion: 'rollback' });
    const ended = runs(rolled, policy, at + HOUR);
    expect(ended.facts.slice(-3).map((f) => f.fact)).toMatchObject([
      { type: 'changeEnded', ending: 'rolledBack' },
      { type: 'noticeOrdered', notice: 'endWithIssues' },
      { type: 'debtOwed', what: 'pir', owner: 'U0ADA' },
    ]);
  });

  test('that failed may be tried again or solved by hand, and is checked either way', () => {
    const failed = runs(back, policy, at, 'failed');
    expect(failed.change.status).toBe('rollingBack');
    const run = 'CHG-1-r1-w1-rollback-rollback-1';
    const again = given(failed)
      .when({ type: 'tryAgain', run }, { by, at })
      .yields({ type: 'stepRequested', step: 'rollback', attempt: 2, scope: 'application' }).story;
    expect(settle(again, policy, at).change.status).toBe('rolledBack');
    const solved = given(failed)
      .when(SOLVED, { by, at })
      .yields({ type: 'stepRequested', step: 'verify', occasion: 'rollback' }).story;
    expect(settle(solved, policy, at).change.status).toBe('rolledBack');
  });

  test('whose outcome nobody knows is settled first', () => {
    const unknown = runs(back, policy, at, 'unknown');
    const run = 'CHG-1-r1-w1-rollback-rollback-1';
    given(unknown).when(SOLVED, { by, at }).refuses('outcomeUnknown', { step: 'rollback' });
    const looked = runs(given(unknown).when({ type: 'lookAgain', run }, { by, at }).story, policy, at);
    given(looked)
      .when({ ...SETTLED, run }, { by, at })
      .yields({ type: 'stepSettled' }, { type: 'stepRequested', step: 'verify' });
  });

  test('need not wait for the watch that shows the trouble, nor for a step that has not begun', () => {
    given(applied()).when(ROLL_BACK, { by, at }).becomes('rollingBack');
    const watch = watching().change.runs.at(-1)?.run ?? '';
    const begun = given(watching()).when(
      { type: 'beginStep', run: watch, host: 'deploy-1', digest: aRunbook().digest },
      { by: aWorker(), at },
    ).story;
    const rolling = given(begun).when(ROLL_BACK, { by, at }).becomes('rollingBack').story;
    given(rolling)
      .when({ type: 'reportStep', run: watch, outcome: 'failed' }, { by: aWorker(), at })
      .becomes('rollingBack');
  });

  test('waits for an apply that runs', () => {
    const begin: Intent = { type: 'beginStep', run: APPLY, host: 'deploy-1', digest: aRunbook().digest };
    const running = given(runs(started(), policy, at)).when(begin, { by: aWorker(), at }).story;
    given(running).when(ROLL_BACK, { by, at }).refuses('stepRunning', { step: 'apply' });
    given(running).when(INCIDENT, { by, at }).becomes('failed');
  });
});

describe('the end', () => {
  const OVER = OPENS_AT + 45 * MINUTE;

  test('is said when the short watch is over and the checks have passed, whichever is last', () => {
    const clear = runs(watching(), policy, OPENS_AT + 26 * MINUTE);
    expect(clear.change.status).toBe('watching');
    given(clear).when(wake('watchOver', OVER)[0], { by: clock, at: OVER }).becomes('implemented');
    const over = liveThrough(policy, [wake('watchOver', OVER)], watching());
    expect(over.change.status).toBe('watching');
    expect(runs(over, policy, OVER).facts.at(-1)?.fact).toMatchObject({ type: 'noticeOrdered', notice: 'end' });
  });

  test('is put off while the watch is not over', () => {
    const clear = runs(watching(), policy, OPENS_AT + 26 * MINUTE);
    given(clear)
      .when(wake('watchOver', OVER)[0], { by: clock, at: OPENS_AT + 26 * MINUTE })
      .yields({ type: 'milestoneSkipped' })
      .becomes('watching');
  });

  test.each(['failed', 'unknown', 'timedOut', 'stopped'] as const)('is not said after a watch that %s', (outcome) => {
    const bad = liveThrough(
      policy,
      [wake('watchOver', OVER)],
      runs(watching(), policy, OPENS_AT + 30 * MINUTE, outcome),
    );
    expect(bad.change.status).toBe('watching');
    const again = given(bad)
      .when(SOLVED, { by, at })
      .yields({ type: 'stepRequested', step: 'watch', occasion: 'solved' }).story;
    expect(runs(again, policy, at).change.status).toBe('implemented');
  });

  test('of an incident is a failure, with its reason', () => {
    given(watching())
      .when({ ...INCIDENT, reason: '' }, { by, at })
      .refuses('reasonNeeded');
    given(watching())
      .when(INCIDENT, { by, at })
      .yields(
        { type: 'incidentDeclared' },
        { type: 'changeEnded', ending: 'failed' },
        { type: 'noticeOrdered', notice: 'incident' },
        { type: 'debtOwed', what: 'pir' },
      );
  });

  test('of work done by hand is a person saying so', () => {
    const byHand = started({ byHand: true });
    given(byHand).when(SOLVED, { by: 'U0EVE', at }).refuses('notTheDecider');
    given(byHand).when(SOLVED, { by, at }).yields({ type: 'workDone' }, { type: 'watchBegun' });
  });
});

describe('closing', () => {
  test('waits for the long watch, to the millisecond', () => {
    const endedAt = implemented().change.endedAt ?? 0;
    given(implemented())
      .when(CLOSE, { by, at: endedAt + DAY - 1 })
      .refuses('watchNotOver', { until: endedAt + DAY });
    given(implemented())
      .when(CLOSE, { by, at: endedAt + DAY })
      .yields({ type: 'changeClosed' });
  });

  test('waits 72 hours where a service is critical', () => {
    const critical = implemented({ content: { services: ['web', 'core-db'] } });
    const endedAt = critical.change.endedAt ?? 0;
    given(critical)
      .when(CLOSE, { by, at: endedAt + 3 * DAY - 1 })
      .refuses('watchNotOver');
    given(critical)
      .when(CLOSE, { by, at: endedAt + 3 * DAY })
      .becomes('closed');
  });

  test("is the implementer's", () => {
    given(implemented())
      .when(CLOSE, { by: 'U0BOB', at: CLOSES_AT + DAY })
      .refuses('notTheImplementer');
    given(implemented())
      .when(CLOSE, { by: { ...anActor(by, policy), outsider: true }, at: CLOSES_AT + DAY })
      .refuses('outsider');
  });
});
