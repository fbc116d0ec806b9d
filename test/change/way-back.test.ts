import { describe, expect, test } from 'vitest';
import { openDebts } from '../../src/change/debts.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { InService } from '../../src/change/in-service.ts';
import { losesData } from '../../src/change/plan/rollback-plan.ts';
import { handleOf, previousVersion } from '../../src/change/rollback-handle.ts';
import { OPENS_AT, aWorker, anActor, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { aPolicy, HOUR, MINUTE } from '../support/a-policy.ts';
import { knowing } from '../support/a-promotion.ts';
import { HARMLESS, LOSING, PLANNED_BACK, planningBack } from '../support/a-way-back.ts';
import { given } from '../support/given.ts';
import { AFTER_THE_WATCH, CLOSE, ROLL_BACK, applied, applying, looksBack, settle } from '../support/lives.ts';
import { ends } from '../support/planned.ts';

const at = OPENS_AT + HOUR;
const by = 'U0ADA';
const policy = PLANNED_BACK;
const failed = applied('failed', { policy });
const planning = planningBack();
const stopped = ends(planning, at, LOSING, policy);

function newest(story: Story): string {
  const run = story.change.runs.at(-1);
  return `${run?.step} ${run?.occasion} ${run?.scope} ${run?.state}`;
}

describe('a way back that can be planned', () => {
  test('is planned first, and applied once, by that plan', () => {
    expect(newest(planning)).toBe('plan rollback infrastructure requested');
    const planned = ends(planning, at, HARMLESS, policy);
    expect(newest(planned)).toBe('rollback rollback infrastructure requested');
    const back = settle(planned, policy, at + HOUR);
    expect(back.change.status).toBe('rolledBack');
    expect(back.change.runs.filter((r) => r.step === 'rollback')).toHaveLength(1);
  });

  test('is not, where its scope has no plan', () => {
    expect(newest(given(failed).when(ROLL_BACK, { by, at, policy }).story)).toBe(
      'rollback rollback application requested',
    );
  });

  test('is not applied when its plan failed, and is planned anew when somebody tries again', () => {
    const unplanned = runs(planning, policy, at, 'failed');
    expect(unplanned.change.runs.filter((r) => r.step === 'rollback')).toEqual([]);
    const run = unplanned.change.runs.at(-1)?.run ?? '';
    const again = given(unplanned).when({ type: 'tryAgain', run }, { by, at, policy });
    again.yields({ type: 'stepRequested', step: 'plan', attempt: 2, scope: 'infrastructure' });
    const half = runs(ends(planning, at, HARMLESS, policy), policy, at + HOUR, 'failed');
    const rollback = half.change.runs.at(-1)?.run ?? '';
    const anew = given(half).when({ type: 'tryAgain', run: rollback }, { by, at: at + 2 * HOUR, policy });
    anew.yields({ type: 'stepRequested', step: 'plan', attempt: 2, scope: 'infrastructure' });
    expect(newest(ends(anew.story, at + 2 * HOUR, HARMLESS, policy))).toBe(
      'rollback rollback infrastructure requested',
    );
  });

  test('is applied where it was planned', () => {
    const planned = ends(planning, at, HARMLESS, policy);
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const claim = { type: 'beginStep', run: planned.change.runs.at(-1)?.run ?? '', digest } as const;
    given(planned)
      .when({ ...claim, host: 'deploy-2' }, { by: aWorker('deploy-2'), at, policy })
      .refuses('wrongWorker', { host: 'deploy-1' });
    given(planned)
      .when({ ...claim, host: 'deploy-1' }, { by: aWorker(), at, policy })
      .yields({ type: 'stepBegun' });
  });
});

describe('a way back that would lose data', () => {
  const over = {
    type: 'overrideGate',
    gate: 'rollbackPlan',
    reason: 'It is empty.',
    revision: 1,
    schedule: 1,
  } as const;

  test('is one that takes away what holds data, or does what nobody knows', () => {
    expect(losesData(LOSING)).toBe(true);
    expect(losesData(HARMLESS)).toBe(false);
    expect(losesData(reviewOf(aPlanJson([aResource('aws_db_instance.main', ['update'])])))).toBe(false);
    expect(losesData(reviewOf(aPlanJson([aResource('aws_instance.web', ['evict'])])))).toBe(true);
  });

  test('waits for a second person, and goes on when one answers for that very plan', () => {
    expect(newest(stopped)).toBe('plan rollback infrastructure ended');
    expect(shutGates(stopped.change, { now: at, policy }).map((s) => s.gate)).toEqual(['rollbackPlan']);
    given(stopped).when(over, { by, at, policy }).refuses('notAnOverrider');
    const answered = given(stopped).when(over, { by: 'U0BOB', at, policy });
    answered.yields(
      { type: 'gateOverridden', gate: 'rollbackPlan', plan: LOSING.digest },
      { type: 'debtOwed', what: 'override' },
      { type: 'stepRequested', step: 'rollback', scope: 'infrastructure' },
    );
    expect(shutGates(answered.story.change, { now: at, policy })).toEqual([]);
    given(answered.story).when(over, { by: 'U0BOB', at, policy }).refuses('gateNotShut');
  });

  test('is not answered for beforehand, and a plan that keeps the data needs nobody', () => {
    given(planning).when(over, { by: 'U0BOB', at, policy }).refuses('gateNotShut');
    const answered = given(stopped).when(over, { by: 'U0BOB', at, policy }).story;
    const half = runs(answered, policy, at + HOUR, 'failed');
    const run = half.change.runs.at(-1)?.run ?? '';
    const anew = given(half).when({ type: 'tryAgain', run }, { by, at: at + 2 * HOUR, policy }).story;
    const others = reviewOf(aPlanJson([aResource('aws_db_instance.other', ['delete'])]));
    expect(newest(ends(anew, at + 2 * HOUR, others, policy))).toBe('plan rollback infrastructure ended');
    expect(newest(ends(anew, at + 2 * HOUR, LOSING, policy))).toBe('rollback rollback infrastructure requested');
  });
});

describe('what there is to go back to', () => {
  const web: InService = {
    service: 'web',
    change: 'CHG-2',
    since: OPENS_AT - HOUR,
    version: { release: 'v2.3.0' },
    standing: 'runs',
  };
  const known = knowing(aPolicy(), { inService: [web] });

  test('is written down with the apply, before it is claimed', () => {
    const apply = applying({ policy: known });
    expect(apply.change.runs.at(-1)).toMatchObject({ step: 'apply', state: 'requested' });
    expect(handleOf(apply.change)).toMatchObject({
      previous: [web],
      backup: { file: '/var/backups/web.snap', madeAt: expect.any(Number) },
    });
    expect(previousVersion(apply.change)).toEqual({ release: 'v2.3.0' });
  });

  test('is nothing where nobody knows what runs, or it is not one version', () => {
    expect(previousVersion(applying().change)).toBeUndefined();
    const doubtful = knowing(aPolicy(), { inService: [{ ...web, standing: 'inDoubt' }] });
    expect(handleOf(applying({ policy: doubtful }).change)?.previous).toEqual([]);
    const content = { services: ['web', 'core-db'] };
    expect(previousVersion(applying({ policy: known, content }).change)).toBeUndefined();
    const other = { ...web, service: 'core-db', version: { release: 'v9.0.0' } };
    const two = knowing(aPolicy(), { inService: [web, other] });
    expect(previousVersion(applying({ policy: two, content }).change)).toBeUndefined();
  });

  test('stays what it was when an apply that began is tried again, for from then on nobody knows', () => {
    const half = applied('failed', { policy: known });
    const run = half.change.runs.at(-1)?.run ?? '';
    const later = knowing(aPolicy(), { inService: [{ ...web, change: 'CHG-1', standing: 'atWork' }] });
    const again = given(half).when({ type: 'tryAgain', run }, { by, at: OPENS_AT + 30 * MINUTE, policy: later }).story;
    expect(previousVersion(runs(again, later, OPENS_AT + 31 * MINUTE).change)).toEqual({ release: 'v2.3.0' });
  });
});

describe('a change that was rolled back', () => {
  const back = settle(given(failed).when(ROLL_BACK, { by, at, policy }).story, policy, at);

  test('owes its review, and closes when that is written', () => {
    expect(openDebts(back.change)).toMatchObject([{ what: 'pir', owner: 'U0ADA' }]);
    given(back).when(CLOSE, { by, at: AFTER_THE_WATCH, policy }).refuses('debtsOpen');
    const paid = liveThrough(policy, [[looksBack({ actions: [] }), anActor(by, policy), at + HOUR]], back);
    given(paid).when(CLOSE, { by, at: AFTER_THE_WATCH, policy }).becomes('closed');
  });
});
