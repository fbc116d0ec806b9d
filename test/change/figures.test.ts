import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/change/evolve.ts';
import { figuresOf } from '../../src/change/figures/figures.ts';
import { measureOf, type Measure } from '../../src/change/figures/measure.ts';
import { RESULTS } from '../../src/change/figures/result.ts';
import { median, ninetieth } from '../../src/change/figures/spread.ts';
import { endedOf } from '../../src/change/figures/tally.ts';
import { FILED_AT, OPENS_AT, aContent, aWorker, anActor, liveThrough, runs } from '../support/a-change.ts';
import { aMeasure } from '../support/a-measure.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { asCounted, countedFrom } from '../support/counted.ts';
import { PAST_DAYS, factsOf, pasts } from '../support/histories.ts';
import {
  INCIDENT,
  MORE_TIME,
  ROLL_BACK,
  SOLVED,
  WITHDRAW,
  applied,
  approved,
  emergencyLives,
  implemented,
  inReview,
  settle,
  wake,
} from '../support/lives.ts';
import { CREATES, ends, startedOn } from '../support/planned.ts';

const policy = aPolicy();
const ada = anActor('U0ADA', policy);
const SPAN = { from: OPENS_AT - 30 * DAY, to: OPENS_AT + 30 * DAY };

function rolledBack(under = policy) {
  const failed = applied('failed', { policy: under });
  return settle(liveThrough(under, [[ROLL_BACK, ada, OPENS_AT + HOUR]], failed), under, OPENS_AT + HOUR);
}

test('a change contributes once it has ended, and no sooner', () => {
  expect(measureOf(applied('succeeded').change)).toBeUndefined();
  expect(measureOf(implemented().change)).toMatchObject({ change: 'CHG-1', result: 'implemented', services: ['web'] });
});

test('an issue that shows itself after the end makes it a success with issues', () => {
  const issue = { type: 'reportIssue', text: 'Search is slow.' } as const;
  const { change } = liveThrough(policy, [[issue, ada, OPENS_AT + DAY]], implemented());
  expect(measureOf(change)?.result).toBe('withIssues');
});

test('withdrawn after it was approved it is cancelled, and nothing was carried out; before that no change ended', () => {
  const withdrawn = liveThrough(policy, [[WITHDRAW, ada, FILED_AT + DAY]], approved());
  expect(measureOf(withdrawn.change)).toMatchObject({ result: 'cancelled', endedAt: FILED_AT + DAY });
  expect(measureOf(withdrawn.change)).not.toHaveProperty('work');
  expect(measureOf(liveThrough(policy, [[WITHDRAW, ada, FILED_AT + DAY]], inReview()).change)).toBeUndefined();
});

test('the work counts from its start until it was verified, not until the watch was over', () => {
  const { change } = implemented();
  const { startedAt = 0, watchingSince = 0, endedAt = 0 } = change;
  expect(endedAt).toBeGreaterThan(watchingSince);
  expect(measureOf(change)?.work).toMatchObject({
    leadMs: startedAt - FILED_AT,
    window: { plannedMs: 3 * HOUR, tookMs: watchingSince - startedAt, overranMs: 0 },
  });
});

test('one that is worked on again has not ended; once it has, its window says nothing any more', () => {
  const reopening = { type: 'reopen', text: 'Search is down.' } as const;
  const again = liveThrough(policy, [[reopening, ada, OPENS_AT + DAY]], implemented());
  expect(measureOf(again.change)).toBeUndefined();
  const mended = settle(
    liveThrough(policy, [[SOLVED, ada, OPENS_AT + DAY + HOUR]], again),
    policy,
    OPENS_AT + DAY + HOUR,
  );
  const ended = liveThrough(policy, [wake('watchOver', OPENS_AT + 2 * DAY, 1, 1)], mended);
  expect(measureOf(ended.change)).toMatchObject({ result: 'withIssues', endedAt: OPENS_AT + 2 * DAY });
  expect(measureOf(ended.change)?.work).not.toHaveProperty('window');
});

test('what was recorded afterwards counts as it ended, and neither its lead nor its window tell anything', () => {
  const content = aContent({ opensAt: FILED_AT - DAY, closesAt: FILED_AT - DAY + HOUR });
  const made = { ending: 'rolledBack' } as const;
  const { change } = liveThrough(policy, [[{ type: 'recordChange', id: 'CHG-1', content, made }, ada, FILED_AT]]);
  expect(measureOf(change)).toMatchObject({ result: 'rolledBack', endedAt: FILED_AT - DAY + HOUR });
  expect(measureOf(change)?.work).toEqual({ manualSteps: 0 });
});

test('work that went on after its window tells by how much, extra time taken or not', () => {
  const late = liveThrough(
    policy,
    [
      [MORE_TIME, ada, OPENS_AT + HOUR],
      [INCIDENT, ada, OPENS_AT + 5 * HOUR],
    ],
    applied('failed'),
  );
  expect(measureOf(late.change)).toMatchObject({ result: 'failed', work: { window: { overranMs: 2 * HOUR } } });
});

test('a rollback is timed from its decision to its end, against what the runbook promised when it was decided', () => {
  const { application, ...others } = aRunbook().rollback;
  if (!application) throw new Error('the runbook has a rollback');
  const promising = aPolicy({
    runbooks: {
      'web-release': aRunbook({ rollback: { ...others, application: { ...application, estimateMs: 4 * MINUTE } } }),
    },
  });
  const { change, facts } = rolledBack(promising);
  expect(facts.find(({ fact }) => fact.type === 'rollbackDecided')?.fact).toMatchObject({ promisedMs: 4 * MINUTE });
  const run = change.runs.find((r) => r.step === 'rollback');
  const tookMs = (run?.endedAt ?? 0) - (OPENS_AT + HOUR);
  expect(measureOf(change)?.work?.rollback).toEqual({ tookMs, promisedMs: 4 * MINUTE });
  expect(
    figuresOf(
      [measureOf(change)].flatMap((m) => m ?? []),
      SPAN,
      'UTC',
    ).rollback,
  ).toMatchObject({
    of: 1,
    promised: 1,
    kept: 0,
  });
});

test('where the runbook says nothing of it the newest rollback is the promise, and without one nothing was promised', () => {
  const { application: _said, ...others } = aRunbook().rollback;
  const silent = { run: ['./back.sh'] as const };
  const under = (scope: object) =>
    aPolicy({
      runbooks: { 'web-release': aRunbook({ rollback: { ...others, application: { ...silent, ...scope } } }) },
    });
  expect(measureOf(rolledBack(under({ measuredMs: 5000 })).change)?.work?.rollback).toHaveProperty('promisedMs', 5000);
  expect(measureOf(rolledBack(under({})).change)?.work?.rollback).not.toHaveProperty('promisedMs');
});

test('a rollback that the runbook makes by itself has its promise too', () => {
  const { application, ...others } = aRunbook().rollback;
  const automatic = aRunbook({
    rollback: { ...others, automatic: true, application: { run: ['./back.sh'], ...application, estimateMs: MINUTE } },
  });
  const under = aPolicy({ runbooks: { 'web-release': automatic } });
  const failing = runs(applied('succeeded', { policy: under }), under, OPENS_AT + 20 * MINUTE, 'failed');
  expect(failing.change.rollback).toMatchObject({ by: 'policy', promisedMs: MINUTE });
});

test('the size of a change is what the plan that was applied would change', () => {
  const begun = ends(startedOn(CREATES), OPENS_AT + HOUR, CREATES);
  const run = begun.change.runs.find((r) => r.step === 'apply')?.run ?? '';
  const asked = { type: 'declareIncident', reason: 'The site is down.' } as const;
  const at = OPENS_AT + 2 * HOUR;
  const unapplied = liveThrough(policy, [[asked, ada, at]], begun);
  expect(measureOf(unapplied.change)?.work).not.toHaveProperty('resources');
  const digest = begun.change.runs.at(-1)?.digest ?? '';
  const claim = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
  const applying = liveThrough(policy, [[claim, aWorker(), OPENS_AT + HOUR + 5 * MINUTE]], begun);
  expect(measureOf(liveThrough(policy, [[asked, ada, at]], applying).change)?.work?.resources).toBe(1);
});

test('an emergency is one of the emergencies, however it ended', () => {
  const { implemented: mended, rolledBack: undone, failed } = emergencyLives();
  const measures = [mended, undone, failed].flatMap(({ change }) => measureOf(change) ?? []);
  expect(figuresOf(measures, SPAN, 'UTC')).toMatchObject({
    emergencies: 3,
    ended: { implemented: 1, rolledBack: 1, failed: 1 },
  });
});

test('a median is the middle, or lies between the two in the middle; nine in ten are no more than the ninetieth', () => {
  expect([median([]), median([3]), median([9, 1, 5]), median([4, 1, 2, 100])]).toEqual([undefined, 3, 5, 3]);
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  expect([ninetieth([]), ninetieth([7]), ninetieth(ten)]).toEqual([undefined, 7, 9]);
});

test('a span holds what ended at its beginning and not what ended at its end', () => {
  const at = (endedAt: number): Measure => aMeasure({ endedAt });
  const { from, to } = SPAN;
  expect(endedOf(figuresOf([at(from - 1), at(from), at(to - 1), at(to)], SPAN, 'UTC').ended)).toBe(2);
});

test('weeks begin on Monday in the zone of the policy, also those in which nothing ended', () => {
  const sunday = Date.UTC(2026, 10, 1, 23, 30);
  const span = { from: Date.UTC(2026, 9, 21), to: Date.UTC(2026, 10, 5) };
  const counts = (timezone: string): readonly number[] =>
    figuresOf([aMeasure({ endedAt: sunday })], span, timezone).weeks.map(({ tally }) => tally.implemented);
  expect(counts('UTC')).toEqual([0, 1, 0]);
  expect(counts('Europe/Zurich')).toEqual([0, 0, 1]);
});

test('figures of no change hold nothing but weeks', () => {
  const none = figuresOf([], SPAN, 'UTC');
  expect(none).toMatchObject({ emergencies: 0, byKind: [], byRisk: [], byPattern: [], leads: [] });
  for (const part of ['window', 'rollback', 'effort']) expect(none).not.toHaveProperty(part);
  expect(endedOf(none.ended)).toBe(0);
});

test('the figures of any past are those that its facts add up to', () => {
  const reached = new Map<string, number>();
  fc.assert(
    fc.property(
      pasts,
      fc.nat(PAST_DAYS),
      fc.nat(PAST_DAYS),
      fc.constantFrom('UTC', 'America/New_York'),
      (past, a, b, zone) => {
        const histories = factsOf(past);
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 40].map((days) => FILED_AT + days * DAY);
        const span = { from: from ?? 0, to: to ?? 0 };
        const measures = histories.flatMap((facts) => {
          const change = fold(facts);
          return (change && measureOf(change)) ?? [];
        });
        const kept = JSON.parse(JSON.stringify(measures)) as readonly Measure[];
        const figures = figuresOf(kept, span, zone);
        expect(asCounted(figures)).toEqual(countedFrom(histories, span, zone));
        for (const result of RESULTS) more(reached, result, figures.ended[result]);
        more(reached, 'kept', figures.rollback?.kept ?? 0);
        more(reached, 'late', figures.window?.late ?? 0);
        more(reached, 'resources', figures.effort?.resources?.of ?? 0);
        more(reached, 'steps', figures.effort?.manualSteps ?? 0);
      },
    ),
    { numRuns: 60 },
  );
  // A generator that never gets to something proves nothing about it.
  const never = [...RESULTS, 'late', 'resources', 'steps'].filter((what) => (reached.get(what) ?? 0) === 0);
  expect(never, JSON.stringify([...reached])).toEqual([]);
});

function more(reached: Map<string, number>, what: string, n: number): void {
  reached.set(what, (reached.get(what) ?? 0) + n);
}
