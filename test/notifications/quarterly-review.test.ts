import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { figuresOf } from '../../src/change/figures/figures.ts';
import type { Measure } from '../../src/change/figures/measure.ts';
import { standsOut } from '../../src/change/figures/stands-out.ts';
import { writeDueBulletins } from '../../src/jobs/bulletins.ts';
import { projectMeasure } from '../../src/journal/measure-rows.ts';
import { dueBulletins } from '../../src/notifications/bulletins.ts';
import { quarterlyReview } from '../../src/notifications/quarterly-review.ts';
import { filed } from '../journal/a-journal.ts';
import { FILED_AT, anActor, liveThrough } from '../support/a-change.ts';
import { aMeasure } from '../support/a-measure.ts';
import { aSeason } from '../support/a-report.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { WITHDRAW, approved } from '../support/lives.ts';
import { aMouth, at } from './a-mouth.ts';
import { HOSTILE } from './stories.ts';

const policy = aPolicy();
/** The first Monday of 2027, on which the quarter is over in which everything begins. */
const CALLED_AT = Date.UTC(2027, 0, 4, 9);
const [FROM, TO] = [Date.UTC(2026, 9, 1), Date.UTC(2027, 0, 1)];

/** A quarter with these changes, and one before it with those. */
function aQuarter(now: readonly Partial<Measure>[], former: readonly Partial<Measure>[] = []) {
  const of = (all: readonly Partial<Measure>[], endedAt: number): readonly Measure[] =>
    all.map((measure) => aMeasure({ endedAt, ...measure }));
  const measures = [...of(now, TO - DAY), ...of(former, FROM - DAY)];
  const figures = figuresOf(measures, { from: FROM, to: TO }, 'UTC');
  return { quarter: '2026-Q4', figures, before: figuresOf(measures, { from: FROM - 92 * DAY, to: FROM }, 'UTC') };
}

function times(n: number, measure: Partial<Measure> = {}): readonly Partial<Measure>[] {
  return Array.from({ length: n }, () => measure);
}

test('on the first Monday of a quarter everybody reads how the one before it went, once', async () => {
  const mouth = await aMouth({ policy });
  const { record } = mouth.journal;
  const tick = async (): Promise<void> => {
    await writeDueBulletins({ record, policy: () => policy, due: dueBulletins });
    await mouth.sayAll();
  };
  await filed(mouth.journal);
  const withdrawn = liveThrough(policy, [[WITHDRAW, anActor('U0ADA', policy), FILED_AT + DAY]], approved());
  await projectMeasure(record, record.db, withdrawn.change);
  await at(mouth, CALLED_AT - MINUTE);
  await tick();
  const reviews = (): readonly string[] =>
    mouth
      .messages('C0CHANGES')
      .map((m) => m.text)
      .filter((text) => text.startsWith('Process review'));
  expect(reviews()).toEqual([]);
  await at(mouth, CALLED_AT);
  await tick();
  await tick();
  expect(reviews()).toEqual([
    'Process review of quarter 4 of 2026: 1 ended, none carried out; in the quarter before, none ended. Nothing stands out.',
  ]);
  await at(mouth, CALLED_AT + 91 * DAY);
  await tick();
  expect(reviews().at(-1)).toBe(
    'Process review of quarter 1 of 2027: no change ended in it; in the quarter before, 1 ended, none carried out. If changes were made all the same, find out why they were not filed.',
  );
});

test('a record that had no change by then calls nobody, nor does one that is weeks late', async () => {
  const mouth = await aMouth({ policy });
  const { record } = mouth.journal;
  await writeDueBulletins({ record, policy: () => policy, due: dueBulletins });
  await mouth.sayAll();
  expect(await mouth.state('review/2026-Q3')).toMatchObject({
    state: 'superseded',
    lastError: 'there was no change yet',
  });
  expect(dueBulletins(FILED_AT + 27 * DAY, policy).map((b) => b.key)).toContain('review/2026-Q3');
  expect(dueBulletins(FILED_AT + 28 * DAY, policy).map((b) => b.view)).toEqual(['weeklyDebts']);
});

test('what stands out is named with its counts, and what to do about it', () => {
  const work = { leadMs: DAY, manualSteps: 1 };
  const back = { ...work, rollback: { tookMs: HOUR, promisedMs: MINUTE } };
  const { figures, before, quarter } = aQuarter(
    [...times(6, { work }), ...times(3, { result: 'rolledBack', pattern: 'vm-migration', work: back })],
    times(8),
  );
  const shown = JSON.stringify(quarterlyReview({ quarter, figures, before }).blocks);
  expect(shown).toContain('Success fell: 6 of 9 (67 %) successful, after 8 of 8 (100 %) successful.');
  expect(shown).toContain('The pattern vm-migration went worse than the others: 3 rolled back.');
  expect(shown).toContain('3 of 3 rollbacks took longer than promised.');
});

test('what is too little to tell stands out nowhere', () => {
  const { figures, before } = aQuarter([...times(3), ...times(1, { result: 'failed' })], times(3));
  expect(standsOut(figures, before)).toEqual([]);
});

test('late work, more emergencies and more steps by hand stand out, and no more than three at once', () => {
  const work = { leadMs: DAY, manualSteps: 4, window: { plannedMs: HOUR, tookMs: HOUR, overranMs: 20 * MINUTE } };
  const late = times(6, { work, kind: 'emergency' });
  const former = times(6, { work: { leadMs: DAY, manualSteps: 2 } });
  const found = aQuarter(late, former);
  expect(standsOut(found.figures, found.before)).toEqual([
    { what: 'overruns', late: 6, of: 6, lateMs: 20 * MINUTE },
    { what: 'emergencies', count: 6, of: 6 },
    { what: 'byHand', now: 4, before: 2 },
  ]);
  const worse = aQuarter([...late, ...times(6, { result: 'failed', kind: 'emergency' })], former);
  expect(standsOut(worse.figures, worse.before)).toHaveLength(3);
});

test('Slack takes it whatever patterns are called', () => {
  const bad = times(9, { result: 'failed', pattern: HOSTILE });
  for (const now of [bad, [...bad, ...times(9)], aSeason(200)]) {
    const { text, blocks } = quarterlyReview(aQuarter(now, times(9)));
    expect(() => readMessageBlocks(blocks)).not.toThrow();
    expect(text).not.toContain('\n');
    expect(JSON.stringify(blocks)).not.toMatch(/<!(channel|here|everyone)/);
  }
});
