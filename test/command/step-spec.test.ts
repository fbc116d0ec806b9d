import { describe, expect, test } from 'vitest';
import type { Change, Step } from '../../src/change/model.ts';
import type { Runbook } from '../../src/change/policy.ts';
import type { KeptFile } from '../../src/jobs/command/spec.ts';
import { stepSpec, type Left } from '../../src/jobs/steps/tasks.ts';
import { anActor, aWorker, liveThrough, OPENS_AT, runs } from '../support/a-change.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { knowing } from '../support/a-promotion.ts';
import { applied, applying } from '../support/lives.ts';

const policy = aPolicy();
const { change } = applying();
const kept: KeptFile[] = [{ file: 'plan.bin', sha256: 'a'.repeat(64) }];
const plan = {
  run: ['tofu', 'plan', '-out=plan.bin'],
  json: { run: ['tofu', 'show', '-json', 'plan.bin'] },
  keep: ['plan.bin'],
} as const;

function spec(step: 'plan' | 'apply', runbook: Partial<Runbook>, files?: readonly KeptFile[]) {
  return specOf(change, step, runbook, { kept: files });
}

function specOf(of: Change, step: Step, runbook: Partial<Runbook>, left: Left = {}) {
  const run = of.runs.findLast((r) => r.step === step);
  if (!run) throw new Error(`nobody asked for ${step}`);
  const made = stepSpec(of, run, aRunbook(runbook), policy, left);
  return made.ok ? made.spec.tasks : made.sentence;
}

test('a plan is made, what it leaves is kept, and what it would do is read', () => {
  expect(spec('plan', { plan })).toEqual([
    { kind: 'command', argv: plan.run },
    { kind: 'keep', files: ['plan.bin'] },
    { kind: 'plan', argv: plan.json.run, watch: policy.plans },
  ]);
  expect(spec('plan', { plan: { run: ['./plan.sh'], keep: [] } })).toEqual([{ kind: 'command', argv: ['./plan.sh'] }]);
});

test('an apply begins with what its plan left, or not at all', () => {
  const apply = { kind: 'command', argv: ['./apply.sh', 'v2.4.0'] };
  expect(spec('apply', { plan }, kept)).toEqual([{ kind: 'unchanged', files: kept }, apply]);
  expect(spec('apply', { plan: { run: ['./plan.sh'], keep: [] } })).toEqual([apply]);
  for (const files of [undefined, [], [{ file: 'other.bin', sha256: 'a'.repeat(64) }]])
    expect(spec('apply', { plan }, files)).toBe('What the plan left for apply is not known here: plan again.');
});

test('where the working tree is pinned, plan and apply look first whether it is at the commit of the change; without one nothing runs', () => {
  const named = { ...change, content: { ...change.content, commit: 'ABCDEF1' } };
  const pinned = { plan, preflight: [{ git: 'pinned' }] } as const;
  const look = { kind: 'git', commit: 'abcdef1', tracked: true };
  expect(specOf(named, 'plan', pinned)[0]).toEqual(look);
  expect(specOf(named, 'apply', pinned, { kept })[0]).toEqual(look);
  expect(specOf(change, 'plan', pinned)).toMatch(/^Its runbook works at the commit of the change, which names none/);
});

const log = { file: 'logs/app.log', finds: { fragment: 'ERROR' }, atMost: 0, since: 'apply' } as const;
const errors = {
  url: 'http://10.0.0.9:9090',
  query: 'sum(rate(errors_total[5m]))',
  limit: { atMostTimes: 1.2 },
} as const;
const comparing = { verify: [{ log }, { prometheus: errors }] };
const place = { dev: 1, ino: 2, size: 3, end: 'e' };

test('an apply notes first what the checks after it compare with', () => {
  const [before, apply, ...more] = specOf(change, 'apply', { ...comparing, plan: { run: ['./plan.sh'], keep: [] } });
  expect(before).toMatchObject({ kind: 'before', logs: ['logs/app.log'], queries: [{ query: errors.query }] });
  expect(apply).toMatchObject({ kind: 'command' });
  expect(more).toEqual([]);
});

test('a verification right after the apply reads logs on from there; after the mending and a rollback from its own beginning', () => {
  const places = { 'logs/app.log': place };
  const failed = runs(applied('succeeded', { policy }), policy, OPENS_AT, 'failed');
  const mended = liveThrough(policy, [[{ type: 'solved' }, anActor('U0ADA', policy), OPENS_AT]], failed);
  const looked = (of: Change, left: Left) => {
    const [first] = specOf(of, 'verify', comparing, left);
    return typeof first === 'object' && first.kind === 'log' ? first.from : 'no log';
  };
  expect(looked(applied().change, { places })).toEqual(place);
  expect(looked(applied().change, {})).toBe('lost');
  expect(looked(mended.change, { places })).toBeUndefined();
});

describe('a way back', () => {
  const back = ['./back.sh', '{{previousRelease}}'] as const;
  const rollback = {
    automatic: false,
    infrastructure: { run: ['./apply-previous.sh'], plan: { run: back, keep: ['back.bin'] } },
    application: { run: back },
  } as const;
  const left: KeptFile[] = [{ file: 'back.bin', sha256: 'b'.repeat(64) }];

  /** Asked for after a failed apply, before which this release ran, where that is known. */
  function askedFor(scope: 'application' | 'infrastructure', release?: string): Change {
    const web = {
      service: 'web',
      change: 'CHG-2',
      since: 0,
      version: { release: release ?? '' },
      standing: 'runs',
    } as const;
    const known = knowing(aPolicy({ runbooks: { 'web-release': aRunbook({ rollback }) } }), {
      inService: release === undefined ? [] : [web],
    });
    const failed = applied('failed', { policy: known });
    const intent = { type: 'rollBack', scope, reason: 'Search answers with errors.' } as const;
    return liveThrough(known, [[intent, anActor('U0ADA', known), OPENS_AT]], failed).change;
  }

  test('is given what ran before, under the rule of the parameter that brings a release, or is not run', () => {
    expect(specOf(askedFor('application', 'v2.3.0'), 'rollback', { rollback })).toEqual([
      { kind: 'command', argv: ['./back.sh', 'v2.3.0'] },
    ]);
    expect(specOf(askedFor('application', 'latest'), 'rollback', { rollback })).toMatch(/“previousRelease” is not one/);
    expect(specOf(askedFor('application'), 'rollback', { rollback })).toMatch(
      /^What ran before is not known \(release\)/,
    );
  });

  test('that is planned keeps what its plan leaves, and is carried out by exactly that', () => {
    const planning = askedFor('infrastructure', 'v2.3.0');
    expect(specOf(planning, 'plan', { rollback })).toEqual([
      { kind: 'command', argv: ['./back.sh', 'v2.3.0'] },
      { kind: 'keep', files: ['back.bin'] },
    ]);
    const under = aPolicy({ runbooks: { 'web-release': aRunbook({ rollback }) } });
    const { change: planned } = runs({ change: planning, facts: [] }, under, OPENS_AT);
    expect(specOf(planned, 'rollback', { rollback }, { kept: left })).toEqual([
      { kind: 'unchanged', files: left },
      { kind: 'command', argv: ['./apply-previous.sh'] },
    ]);
    expect(specOf(planned, 'rollback', { rollback })).toMatch(/not known here: plan again/);
    const unplanned = { ...planned, runs: planned.runs.filter((r) => r.step !== 'plan' || r.occasion !== 'rollback') };
    expect(specOf(unplanned, 'rollback', { rollback }, { kept: left })).toMatch(/^The way back was not planned/);
  });
});

test('what was measured before an apply comes back to the check that compares with it', () => {
  const [before] = specOf(change, 'apply', { ...comparing, plan: { run: ['./plan.sh'], keep: [] } });
  const check = typeof before === 'object' && before.kind === 'before' ? before.queries[0]?.check : undefined;
  const run = change.runs.findLast((r) => r.step === 'apply')?.run ?? '';
  const { digest } = aRunbook();
  const begin = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
  const report = { type: 'reportStep', run, outcome: 'succeeded', readings: { [check ?? '']: 40 } } as const;
  const told = [begin, report].map((intent) => [intent, aWorker(), OPENS_AT] as const);
  const measured = liveThrough(policy, told, applying()).change;
  expect(specOf(measured, 'verify', comparing)[1]).toMatchObject({ limit: { atMostTimes: 1.2, baseline: 40 } });
  expect(specOf(applied().change, 'verify', comparing)[1]).toMatchObject({ limit: { atMostTimes: 1.2 } });
});
