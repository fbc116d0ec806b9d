import { describe, expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { Runbook } from '../../src/change/policy.ts';
import { CLOSES_AT, OPENS_AT, aWorker, filing, liveThrough, runs } from '../support/a-change.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  CLOSE,
  RESOLVED,
  EMERGENCY,
  INCIDENT,
  ROLL_BACK,
  SOLVED,
  applied,
  applying,
  emergency,
  implemented,
  looksBack,
  started,
  START,
  wake,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + HOUR;
const by = 'U0ADA';
const worker = aWorker();
const PLAN = 'CHG-1-r1-w1-start-plan-1';
const APPLY = 'CHG-1-r1-w1-start-apply-1';
const withRunbook = (overrides: Partial<Runbook>) => aPolicy({ runbooks: { 'web-release': aRunbook(overrides) } });
const begin = (run: string, host = 'deploy-1', digest = aRunbook().digest): Intent => ({
  type: 'beginStep',
  run,
  host,
  digest,
});
const report = (run: string, outcome: 'succeeded' | 'failed' | 'unknown' = 'succeeded'): Intent => ({
  type: 'reportStep',
  run,
  outcome,
});

describe('a lock that another change holds', () => {
  const awaits = (run: string, holder: ChangeId = 'CHG-8'): Intent => ({ type: 'awaitLock', run, lock: 'web', holder });
  const waiting = () =>
    given(applying())
      .when(awaits(APPLY), { by: worker, at })
      .yields({ type: 'lockAwaited', run: APPLY, lock: 'web', holder: 'CHG-8' }).story;

  test('is said once for each holder, of a run that has not begun', () => {
    given(waiting()).when(awaits(APPLY), { by: worker, at }).refuses('lockHeld', { holder: 'CHG-8' });
    given(waiting()).when(awaits(APPLY, 'CHG-9'), { by: worker, at }).yields({ type: 'lockAwaited', holder: 'CHG-9' });
    given(applied()).when(awaits(APPLY), { by: worker, at }).refuses('runTaken');
    given(applying()).when(awaits(APPLY), { by, at }).refuses('workerOnly');
  });

  test('keeps nobody from beginning once it is free', () => {
    given(waiting()).when(begin(APPLY), { by: worker, at }).yields({ type: 'stepBegun', run: APPLY });
  });
});

describe('the chain', () => {
  test('a plan that was read keeps what it would do, on its run and no other', () => {
    const plan = reviewOf(aPlanJson([aResource('aws_db_instance.a', ['delete'])]));
    const told = liveThrough(
      policy,
      [[{ type: 'reportStep', run: PLAN, outcome: 'succeeded', plan }, worker, at]],
      liveThrough(policy, [[begin(PLAN), worker, at]], started()),
    );
    expect(told.change.runs.filter((r) => r.plan)).toMatchObject([{ run: PLAN, plan }]);
    expect(told.facts.find(({ fact }) => fact.type === 'stepEnded' && fact.run === PLAN)?.fact).toMatchObject({ plan });
  });

  test('from the start on: plan, apply, verification, watch, end', () => {
    expect(started().change.runs.at(-1)).toMatchObject({ run: PLAN, state: 'requested' });
    given(runs(started(), policy, at))
      .when(begin(APPLY), { by: worker, at })
      .yields({ type: 'stepBegun', run: APPLY });
    expect(
      applied()
        .facts.slice(-3)
        .map((f) => f.fact),
    ).toMatchObject([
      { type: 'stepEnded', run: APPLY },
      { type: 'workDone' },
      { type: 'stepRequested', step: 'verify', occasion: 'start' },
    ]);
    expect(
      watching()
        .facts.slice(-2)
        .map((f) => f.fact),
    ).toMatchObject([{ type: 'watchBegun' }, { type: 'stepRequested', step: 'watch' }]);
    expect(
      implemented()
        .facts.slice(-2)
        .map((f) => f.fact),
    ).toMatchObject([
      { type: 'changeEnded', ending: 'implemented' },
      { type: 'noticeOrdered', notice: 'end' },
    ]);
  });

  test('a plan that fails at the start stops before the apply', () => {
    const failed = runs(started(), policy, at, 'failed');
    expect(failed.change).toMatchObject({ status: 'implementing' });
    expect(failed.change.runs.some((r) => r.step === 'apply')).toBe(false);
  });

  test('without a verification and a watch the work is done when it is applied, and watched all the same', () => {
    const { watch: _none, ...bare } = aRunbook({ verify: [] });
    const plain = aPolicy({ runbooks: { 'web-release': bare } });
    const done = applied('succeeded', { policy: plain });
    expect(done.change.status).toBe('watching');
    given(done)
      .when(wake('watchOver', OPENS_AT + 45 * MINUTE)[0], { by: { kind: 'clock' }, at, policy: plain })
      .becomes('implemented');
  });
});

describe('a claim', () => {
  test('is taken once', () => {
    const begun = given(applying()).when(begin(APPLY), { by: worker, at }).story;
    given(begun).when(begin(APPLY), { by: worker, at }).refuses('runTaken', { host: 'deploy-1' });
    given(begun)
      .when(begin(APPLY, 'deploy-2'), { by: aWorker('deploy-2'), at })
      .refuses('runTaken');
  });

  test('is for a worker that has the very runbook that was asked for', () => {
    given(applying()).when(begin(APPLY), { by, at }).refuses('workerOnly');
    given(applying())
      .when(begin(APPLY, 'deploy-1', 'other'), { by: worker, at })
      .refuses('runbookChanged');
    given(applying()).when(begin('CHG-1-r1-w1-start-apply-9'), { by: worker, at }).refuses('noSuchRun');
  });

  test('made when everybody has a newer runbook than the one asked for is refused', () => {
    const edited = withRunbook({ digest: 'd2'.repeat(32) });
    given(applying())
      .when(begin(APPLY, 'deploy-1', 'd2'.repeat(32)), { by: worker, at, policy: edited })
      .refuses('runbookChanged');
  });

  test('of an apply is refused when the runbook was edited after the start', () => {
    const edited = withRunbook({ digest: 'd2'.repeat(32) });
    const later = liveThrough(
      edited,
      [[report(PLAN), worker, at]],
      given(started()).when(begin(PLAN), { by: worker, at }).story,
    );
    expect(later.change.runs.at(-1)).toMatchObject({ run: APPLY, digest: 'd2'.repeat(32) });
    given(later)
      .when(begin(APPLY, 'deploy-1', 'd2'.repeat(32)), { by: worker, at, policy: edited })
      .refuses('runbookChanged');
  });

  test('of an apply is for the host that holds its plan', () => {
    given(applying())
      .when(begin(APPLY, 'deploy-2'), { by: aWorker('deploy-2'), at })
      .refuses('wrongWorker', { host: 'deploy-1' });
  });

  test('of an apply that nobody could take inside the window comes too late', () => {
    // A backup this old would itself be refused: the runbook is one without destruction.
    const lax = aPolicy({ runbooks: { 'web-release': aRunbook({ destructive: false }) } });
    const story = applying({ policy: lax });
    given(story)
      .when(begin(APPLY), { by: worker, at: CLOSES_AT - 1, policy: lax })
      .yields({ type: 'stepBegun' });
    given(story).when(begin(APPLY), { by: worker, at: CLOSES_AT, policy: lax }).refuses('outsideWindow');
  });

  test('of an apply is refused once a person says that it is solved or decides to roll back', () => {
    const back = given(applying()).when(ROLL_BACK, { by, at }).story;
    given(back).when(begin(APPLY), { by: worker, at }).refuses('staleRevision');
    given(applying()).when(SOLVED, { by, at }).refuses('stepRunning', { step: 'apply' });
  });
});

describe('a report', () => {
  const begun = given(applying()).when(begin(APPLY), { by: worker, at }).story;

  test('is told once, by the host that ran it', () => {
    const ended = given(begun).when(report(APPLY), { by: worker, at }).story;
    given(ended).when(report(APPLY, 'failed'), { by: worker, at }).refuses('runTaken');
    given(begun)
      .when(report(APPLY), { by: aWorker('deploy-2'), at })
      .refuses('wrongWorker', { host: 'deploy-1' });
    given(begun).when(report(APPLY), { by, at }).refuses('workerOnly');
    given(begun).when(report('nothing'), { by: worker, at }).refuses('noSuchRun');
  });

  test('that it goes on past its ceiling is told once, while it runs, and ends nothing', () => {
    const overdue = { type: 'reportOverdue', run: APPLY, limit: 'quiet' } as const;
    const told = given(begun).when(overdue, { by: worker, at }).yields({ type: 'stepOverdue', limit: 'quiet' }).story;
    expect(told.change.runs.at(-1)).toMatchObject({ state: 'running', overdue: { limit: 'quiet', at } });
    given(told).when(overdue, { by: worker, at }).refuses('noSuchRun');
    given(told).when(report(APPLY), { by: worker, at }).becomes('implementing');
    given(begun).when(overdue, { by, at }).refuses('workerOnly');
    given(begun)
      .when(overdue, { by: aWorker('deploy-2'), at })
      .refuses('wrongWorker', { host: 'deploy-1' });
    given(applying()).when(overdue, { by: worker, at }).refuses('noSuchRun');
  });

  test('of a host that is gone can only be that nobody knows', () => {
    given(begun)
      .when(report(APPLY, 'unknown'), { by: aWorker('deploy-2'), at })
      .yields({ type: 'stepEnded', outcome: 'unknown' });
  });

  test('of what never began can only be a failure', () => {
    given(applying()).when(report(APPLY), { by: worker, at }).refuses('noSuchRun');
    given(applying())
      .when(report(APPLY, 'failed'), { by: worker, at })
      .yields({ type: 'stepEnded', outcome: 'failed' });
  });

  test('still arrives after the change has failed and was closed', () => {
    const failed = given(begun).when(INCIDENT, { by, at }).story;
    const over = given(failed).when(RESOLVED, { by, at }).story;
    const reviewed = given(over).when(looksBack(), { by, at }).story;
    const closed = given(reviewed).when(CLOSE, { by, at: at + 25 * HOUR }).story;
    given(closed)
      .when(report(APPLY), { by: worker, at: at + 26 * HOUR })
      .yields({ type: 'stepEnded' })
      .becomes('closed');
  });
});

describe('a verification that fails', () => {
  test('waits for a person', () => {
    const failed = runs(applied(), policy, at, 'failed');
    expect(failed.change.status).toBe('implementing');
    given(failed).when(SOLVED, { by, at }).yields({ type: 'stepRequested', step: 'verify', occasion: 'solved' });
    given(failed)
      .when(ROLL_BACK, { by: 'U0BOB', at })
      .yields(
        { type: 'rollbackDecided', scope: 'application', decider: 'U0BOB' },
        { type: 'stepRequested', step: 'rollback', scope: 'application' },
      );
  });

  const automatic = withRunbook({ rollback: { ...aRunbook().rollback, automatic: true } });

  test('rolls back by itself where the runbook says so', () => {
    const failed = runs(applied('succeeded', { policy: automatic }), automatic, at, 'failed');
    expect(failed.change).toMatchObject({ status: 'rollingBack', rollback: { scope: 'application', by: 'policy' } });
  });

  test('rolls the infrastructure back by itself where there is no application to roll back', () => {
    const infrastructure = withRunbook({ rollback: { automatic: true, infrastructure: { run: ['./previous.sh'] } } });
    const failed = runs(applied('succeeded', { policy: infrastructure }), infrastructure, at, 'failed');
    expect(failed.change.rollback?.scope).toBe('infrastructure');
  });

  test('waits where the runbook has nothing to roll back with', () => {
    const nothing = withRunbook({ rollback: { automatic: true } });
    expect(runs(applied('succeeded', { policy: nothing }), nothing, at, 'failed').change.status).toBe('implementing');
  });

  test.each(['timedOut', 'stopped', 'unknown'] as const)('only when it failed: %s waits for a person', (outcome) => {
    expect(runs(applied('succeeded', { policy: automatic }), automatic, at, outcome).change.status).toBe(
      'implementing',
    );
  });

  test('a watch that could not tell announces no end, and rolls nothing back', () => {
    const story = runs(watching({ policy: automatic }), automatic, at, 'unknown');
    const later = liveThrough(automatic, [wake('watchOver', at + HOUR)], story);
    expect(later.change).toMatchObject({ status: 'watching' });
    expect([later.change.rollback, later.change.endedAt]).toEqual([undefined, undefined]);
  });

  test.each(['failed', 'timedOut', 'stopped', 'unknown'] as const)(
    'an apply that ended as %s never rolls back by itself',
    (outcome) => {
      expect(applied(outcome, { policy: automatic }).change).toMatchObject({ status: 'implementing' });
      expect(applied(outcome, { policy: automatic }).change.rollback).toBeUndefined();
    },
  );

  test('is not believed to have passed because its runbook is gone', () => {
    const gone = aPolicy({ runbooks: {} });
    given(applied())
      .when(report('CHG-1-r1-w1-start-verify-1', 'failed'), { by: worker, at, policy: gone })
      .becomes('implementing');
    const failed = runs(applied(), policy, at, 'failed');
    given(failed).when(SOLVED, { by, at, policy: gone }).refuses('runbookGone');
  });
});

describe('an emergency', () => {
  test('starts at once and is told at once, and is prepared while people gather', () => {
    expect(
      emergency()
        .facts.map((f) => f.fact.type)
        .filter((type) => type !== 'debtOwed')
        .slice(0, 5),
    ).toEqual(['changeFiled', 'changeSubmitted', 'changeStarted', 'noticeOrdered', 'stepRequested']);
    expect(emergency().change).toMatchObject({ status: 'implementing', confirmed: false });
    expect(emergency().change.runs.map((r) => r.step)).toEqual(['preflight', 'backup', 'plan']);
  });

  test('applies only after the typed start', () => {
    expect(emergency().change.runs.some((r) => r.step === 'apply')).toBe(false);
    const confirmed = given(emergency())
      .when(START(), { by, at })
      .yields(
        { type: 'changeStarted', confirmed: true },
        { type: 'stepRequested', step: 'plan', occasion: 'start' },
      ).story;
    expect(runs(confirmed, policy, at).change.runs.at(-1)).toMatchObject({ step: 'apply' });
    given(confirmed).when(START(), { by, at }).refuses('notInStatus');
  });

  test('is prompted by its window alone', () => {
    given(emergency())
      .when(wake('remind', at)[0], { by: { kind: 'clock' }, at })
      .refuses('staleMilestone');
    given(emergency())
      .when(wake('decide', at)[0], { by: { kind: 'clock' }, at: CLOSES_AT })
      .yields({ type: 'milestoneReached' });
  });

  test('needs its backup like any other change', () => {
    const filed = liveThrough(policy, [filing(policy, EMERGENCY, OPENS_AT)]);
    const failed = runs(runs(filed, policy, OPENS_AT), policy, at, 'failed');
    given(failed)
      .when(START(), { by, at: at + HOUR })
      .refuses('backupNotProven', { state: 'failed' });
    given(failed)
      .when({ type: 'tryAgain', run: 'CHG-1-r1-w1-window-backup-1' }, { by, at: at + HOUR })
      .yields({ type: 'stepRequested', step: 'backup', attempt: 2 });
  });
});
