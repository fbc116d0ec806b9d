import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import { latestRun, type StepOutcome, type StepRun } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { haltedAt, targetStates } from '../../src/change/roll-out.ts';
import { shortfallOf } from '../../src/change/shortfall.ts';
import { wavesOf, type Wave } from '../../src/change/targets.ts';
import { anActor, aWorker, liveThrough, OPENS_AT, runs, type Story } from '../support/a-change.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { AT_WORK, rolledOutTo, theTargets, until } from '../support/a-roll-out.ts';
import { given } from '../support/given.ts';
import { applying, ROLL_BACK, SOLVED, started, wake } from '../support/lives.ts';

/** What was asked for of each step on each target, in order: `drain web-1`. */
function asked(story: Story, occasion: StepRun['occasion'] = 'start'): readonly string[] {
  return story.change.runs
    .filter((r) => r.target !== undefined && r.occasion === occasion)
    .map((r) => `${r.step} ${r.target}`);
}

const at = AT_WORK;
const by = (policy: Policy) => anActor('U0ADA', policy);
const say = (policy: Policy, story: Story, intent: Intent): Story =>
  liveThrough(policy, [[intent, by(policy), at]], story);
const newest = (story: Story): string => story.change.runs.at(-1)?.run ?? '';

describe('a roll-out', () => {
  const policy = rolledOutTo(theTargets(3, { waves: [1, 2] }));

  test('takes one target after the other, each verified and back in service before the next, and soaks between two waves', () => {
    const done = until(applying({ policy }), policy);
    expect(asked(done)).toEqual(
      [
        ['drain web-1', 'apply web-1', 'verify web-1', 'undrain web-1', 'soak web-1'],
        ['drain web-2', 'apply web-2', 'verify web-2', 'undrain web-2'],
        ['drain web-3', 'apply web-3', 'verify web-3', 'undrain web-3'],
      ].flat(),
    );
    expect(done.change).toMatchObject({ status: 'watching', appliedAt: expect.any(Number) });
    expect(done.change.runs.at(-1)?.run).toBe('CHG-1-r1-w1-start-watch-1');
    expect(done.change.runs.find((r) => r.step === 'apply')?.run).toBe('CHG-1-r1-w1-start-apply-web-1-1');
  });

  test('begins no target without its plan', () => {
    const failed = runs(started({ policy }), policy, at, 'failed');
    expect(failed.change.runs.at(-1)).toMatchObject({ step: 'plan', occasion: 'start' });
    expect(asked(failed)).toEqual([]);
  });

  test.each(['failed', 'unknown', 'stopped', 'timedOut'] as const)(
    'that is not verified (%s) goes no further until a person says so',
    (outcome) => {
      const stuck = until(applying({ policy }), policy, 'verify web-2', outcome);
      expect(stuck.change).toMatchObject({ status: 'implementing' });
      expect(asked(stuck).at(-1)).toBe('verify web-2');
      const looked = until(say(policy, stuck, { type: 'tryAgain', run: newest(stuck) }), policy, 'undrain web-2');
      expect(asked(looked).slice(-2)).toEqual(['verify web-2', 'undrain web-2']);
      expect(looked.change.runs.findLast((r) => r.step === 'plan')?.attempt).toBe(1);
    },
  );

  test('goes on after a failed apply with a fresh plan, on the very target, and on none that is done', () => {
    const stuck = until(applying({ policy }), policy, 'apply web-2');
    const again = until(say(policy, stuck, { type: 'tryAgain', run: newest(stuck) }), policy);
    expect(again.change.status).toBe('watching');
    expect(again.change.runs.filter((r) => r.step === 'apply').map((r) => [r.target, r.attempt])).toEqual([
      ['web-1', 1],
      ['web-2', 1],
      ['web-2', 2],
      ['web-3', 1],
    ]);
    expect(again.change.runs.filter((r) => r.step === 'plan' && r.occasion === 'start')).toHaveLength(2);
  });

  test('begins nothing on a target once the window has closed', () => {
    const soaked = until(applying({ policy }), policy, 'soak web-1', 'succeeded');
    const drain = soaked.change.runs.at(-1);
    expect(drain).toMatchObject({ step: 'drain', target: 'web-2', state: 'requested' });
    given(soaked)
      .when(
        { type: 'beginStep', run: drain?.run ?? '', host: 'deploy-1', digest: aRunbook().digest },
        { by: aWorker(), at: OPENS_AT + 3 * HOUR, policy },
      )
      .refuses('outsideWindow');
  });

  test('stops after the target that was asked to, although it ended well, until a person lets it go on', () => {
    let story = until(applying({ policy }), policy, 'drain web-2', 'succeeded');
    const { run = '' } = story.change.runs.at(-1) ?? {};
    const digest = aRunbook().digest;
    story = liveThrough(policy, [[{ type: 'beginStep', run, host: 'deploy-1', digest }, aWorker(), at]], story);
    story = say(policy, story, { type: 'stopStep', run, reason: 'The load rises.' });
    const halted = until(story, policy);
    expect(asked(halted).at(-1)).toBe('undrain web-2');
    expect(haltedAt(halted.change)?.target).toBe('web-2');
    const on = until(say(policy, halted, { type: 'tryAgain', run: newest(halted) }), policy);
    expect(on.change.status).toBe('watching');
    expect(asked(on).filter((step) => step.endsWith('web-2'))).toEqual(
      asked(halted).filter((s) => s.endsWith('web-2')),
    );
  });

  test('said to be solved is verified on all of its targets, and what stands out of service goes back', () => {
    const stuck = until(applying({ policy }), policy, 'verify web-2');
    const solved = say(policy, stuck, SOLVED);
    expect(solved.change.runs.at(-1)).toMatchObject({ step: 'verify', occasion: 'solved', state: 'requested' });
    expect(solved.change.runs.at(-1)?.target).toBeUndefined();
    const failing = until(runs(solved, policy, at), policy, 'undrain web-2');
    expect(failing.change.status).toBe('implementing');
    const again = until(say(policy, failing, SOLVED), policy);
    expect(asked(again, 'solved')).toEqual(['undrain web-2', 'undrain web-2']);
    expect(again.change.status).toBe('watching');
    expect(asked(again)).toEqual(asked(stuck));
  });
});

describe('going back', () => {
  const policy = rolledOutTo(theTargets(4, { waves: [4] }));

  test('covers what was touched and nothing else, the newest first, each back in service before the next', () => {
    const stuck = until(applying({ policy }), policy, 'verify web-3');
    const back = until(say(policy, stuck, ROLL_BACK), policy);
    expect(asked(back, 'rollback')).toEqual(['rollback web-3', 'undrain web-3', 'rollback web-2', 'rollback web-1']);
    expect(back.change.status).toBe('rolledBack');
  });

  test('is planned on each before it is carried out there, where it can be', () => {
    const application = { run: ['./back.sh'], plan: { run: ['./plan-back.sh'], keep: [] } } as const;
    const planned = rolledOutTo(theTargets(2), { rollback: { automatic: false, application } });
    const stuck = until(applying({ policy: planned }), planned, 'apply web-2');
    const back = until(say(planned, stuck, ROLL_BACK), planned);
    expect(asked(back, 'rollback').filter((step) => !step.startsWith('undrain'))).toEqual(
      ['web-2', 'web-1'].flatMap((target) => [`plan ${target}`, `rollback ${target}`]),
    );
    expect(back.change.status).toBe('rolledBack');
  });

  test('puts a target that was only taken out of service back into it', () => {
    const stuck = until(applying({ policy }), policy, 'drain web-2');
    const back = until(say(policy, stuck, ROLL_BACK), policy);
    expect(asked(back, 'rollback')).toEqual(['undrain web-2', 'rollback web-1']);
  });

  test('that fails on one stops there until a person has another try', () => {
    const stuck = until(applying({ policy }), policy, 'verify web-2');
    const failing = until(say(policy, stuck, ROLL_BACK), policy, 'rollback web-2');
    expect(failing.change.status).toBe('rollingBack');
    const back = until(say(policy, failing, { type: 'tryAgain', run: newest(failing) }), policy);
    expect(asked(back, 'rollback')).toEqual(['rollback web-2', 'rollback web-2', 'undrain web-2', 'rollback web-1']);
    expect(back.change.status).toBe('rolledBack');
  });

  test('by itself, where the runbook says so, follows a verification that failed and none that could not tell', () => {
    const rollback = { ...aRunbook().rollback, automatic: true };
    const automatic = rolledOutTo(theTargets(3), { rollback });
    expect(until(applying({ policy: automatic }), automatic, 'verify web-2').change.status).toBe('rollingBack');
    expect(until(applying({ policy: automatic }), automatic, 'verify web-2', 'unknown').change.status).toBe(
      'implementing',
    );
  });
});

test('whatever fails wherever: no target is applied to twice, their order is kept, none is begun after a failure, and going back covers exactly the touched', () => {
  const lives = fc.record({
    count: fc.integer({ min: 1, max: 6 }),
    cut: fc.array(fc.nat(3), { maxLength: 6 }),
    isDrained: fc.boolean(),
    soakMs: fc.constantFrom(0, 5 * MINUTE),
    outcomes: fc.array(
      fc.constantFrom<StepOutcome>('succeeded', 'succeeded', 'succeeded', 'failed', 'unknown', 'stopped', 'timedOut'),
      { minLength: 40, maxLength: 40 },
    ),
    isRetried: fc.boolean(),
  });
  let [done, back] = [0, 0];
  fc.assert(
    fc.property(lives, ({ count, cut, isDrained, soakMs, outcomes, isRetried }) => {
      const { drain: _d, undrain: _u, ...plain } = theTargets(count, { soakMs });
      const waves = wavesOf(count, [...cut.filter((n) => n > 0), 'rest']) ?? [count];
      const to = { ...(isDrained ? theTargets(count, { soakMs }) : plain), waves };
      const policy = rolledOutTo(to);
      let story = applying({ policy });
      let draws = 0;
      for (const outcome of outcomes) {
        const run = story.change.runs.find((r) => r.state !== 'ended');
        if (story.change.status !== 'implementing') break;
        if (run) story = runs(story, policy, at, run.target === undefined ? 'succeeded' : outcome);
        const last = story.change.runs.findLast((r) => r.state === 'ended');
        const isStuck = !story.change.runs.some((r) => r.state !== 'ended');
        if (isStuck && last?.outcome === 'unknown' && ['drain', 'apply', 'undrain'].includes(last.step)) {
          const looked = runs(say(policy, story, { type: 'lookAgain', run: last.run }), policy, at);
          const verdict = draws % 2 ? 'succeeded' : 'failed';
          story = say(policy, looked, { type: 'settleStep', run: last.run, verdict, reason: 'Seen.' });
        } else if (isStuck && isRetried && last?.outcome !== 'succeeded') {
          story = say(policy, story, { type: 'tryAgain', run: last?.run ?? '' });
        }
        draws += 1;
      }
      const names = to.list.map(({ name }) => name);
      const good = (run: StepRun | undefined): boolean => (run?.settled?.verdict ?? run?.outcome) === 'succeeded';
      const applies = story.change.runs.filter((r) => r.step === 'apply' && r.beganAt !== undefined);
      const touched = names.filter((name) => applies.some((r) => r.target === name));
      // No target is applied to again after it succeeded.
      for (const name of names) {
        const mine = applies.filter((r) => r.target === name);
        expect(mine.slice(0, -1).some(good)).toBe(false);
      }
      // In order, and each only after the one ahead of it was verified.
      expect(touched).toEqual(names.slice(0, touched.length));
      const first = touched.map((name) => applies.findIndex((r) => r.target === name));
      expect(first).toEqual(first.toSorted((a, b) => a - b));
      for (const name of touched.slice(0, -1)) {
        expect(good(latestRun(story.change, 'verify', 'start', name))).toBe(true);
        if (isDrained) expect(good(latestRun(story.change, 'undrain', 'start', name))).toBe(true);
      }
      done += story.change.status === 'implementing' ? 0 : 1;
      const settled = story.change.runs.every((r) => r.state === 'ended' && (r.outcome !== 'unknown' || r.settled));
      if (story.change.status === 'implementing' && settled) {
        const undone = until(say(policy, story, ROLL_BACK), policy);
        const gone = undone.change.runs.filter((r) => r.step === 'rollback').map((r) => r.target);
        expect(gone).toEqual(touched.toReversed());
        expect(undone.change.status).toBe('rolledBack');
        back += 1;
      }
    }),
    { numRuns: 150, interruptAfterTimeLimit: 10_000 },
  );
  // A generator that rarely gets to either end proves little.
  expect(done).toBeGreaterThan(5);
  expect(back).toBeGreaterThan(5);
});

test.each<[number, readonly Wave[], readonly number[] | undefined]>([
  [3, [1, 'rest'], [1, 2]],
  [3, [1, 2], [1, 2]],
  [10, [{ percent: 10 }, { percent: 50 }, 'rest'], [1, 5, 4]],
  [3, [{ percent: 10 }, { percent: 90 }], [1, 2]],
  [2, [{ percent: 50 }, { percent: 25 }, { percent: 25 }], [1, 1]],
  [3, [1, 1], undefined],
  [3, [2, 2], undefined],
  [3, [3, 'rest'], undefined],
])('of %i targets waves of %j take %j', (count, asked_, waves) => {
  expect(wavesOf(count, asked_)).toEqual(waves);
});

test('how each target stands, and how long all of them take', () => {
  const to = theTargets(3, { waves: [1, 2] });
  const runbook = aRunbook({ targets: to, apply: { run: ['./apply.sh', '{{target}}'], estimateMs: HOUR } });
  const policy = aPolicy({ runbooks: { 'web-release': runbook } });
  const stuck = until(applying({ policy }), policy, 'apply web-2');
  expect(targetStates(stuck.change, runbook, to).map(({ state }) => state)).toEqual(['done', 'stopped', 'waiting']);
  expect(shortfallOf(stuck.change.content, policy)).toMatchObject({ workMs: 3 * HOUR + 2 * 10 * MINUTE + 5 * MINUTE });
});

test('the watch of a roll-out ends it as any other', () => {
  const policy = rolledOutTo(theTargets(2));
  const watching = until(applying({ policy }), policy);
  const watched = runs(watching, policy, at);
  given(watched)
    .when(wake('watchOver', at + HOUR)[0], { by: { kind: 'clock' }, at: at + HOUR, policy })
    .becomes('implemented');
});
