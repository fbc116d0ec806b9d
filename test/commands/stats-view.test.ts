import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import type { Measure } from '../../src/change/figures/measure.ts';
import { RESULTS } from '../../src/change/figures/result.ts';
import { readAsked } from '../../src/commands/stats/read-asked.ts';
import { statsView } from '../../src/commands/stats/stats-view.ts';
import { weekBars } from '../../src/commands/stats/text-bars.ts';
import { shareWords } from '../../src/slack/figure-words.ts';
import { aMeasure } from '../support/a-measure.ts';
import { REPORTED_AT, aReport, aSeason } from '../support/a-report.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { HOSTILE, hostilePolicy } from '../notifications/stories.ts';

const policy = aPolicy();

function wordsOf(...asked: Parameters<typeof statsView>): string {
  const { text, blocks } = statsView(...asked);
  return `${text}\n${JSON.stringify(blocks).replaceAll('\\n', '\n')}`;
}

test('where no change ended it says so in one sentence with where to look, and no bar is drawn', () => {
  const none = statsView(aReport(), policy);
  expect(none.text).toBe(
    'No change ended in the last 90 days: `/change stats 365d` looks further back, `/change list` shows what is open.',
  );
  expect(JSON.stringify(none.blocks)).not.toContain('rich_text');
  const { text } = statsView(aReport([], { days: 365, service: 'web' }), policy);
  expect(text).toBe('No change of Website ended in the last 365 days: `/change list` shows what is open.');
});

test('it tells how many ended and how, beside the period before, and never a share without its count', () => {
  const older = aMeasure({ endedAt: REPORTED_AT - 100 * DAY, result: 'failed' });
  const shown = wordsOf(aReport([aMeasure(), aMeasure({ result: 'withIssues' }), older]), policy);
  expect(shown).toContain('2 ended, 1 of 2 successful; in the 90 days before, 1 ended, 0 of 1 successful');
  expect(shown).toContain('*2 ended:* 1 successful · 1 successful with issues.');
  expect(shown).toMatch(/Normal +█████░░░░░ 1 of 2\b/);
  expect(shareWords(30, 36)).toBe('30 of 36 (83 %)');
});

test('each part of which nothing is known says so', () => {
  const { work: _none, ...cancelled } = aMeasure({ result: 'cancelled' });
  const shown = wordsOf(aReport([cancelled]), aPolicy({ services: {} }));
  for (const sentence of [
    '1 ended, none carried out',
    'none carried out',
    '*Time taken:* nothing was carried out.',
    '*Rollbacks:* none.',
    '*From filing to start:* nothing was started.',
    '*Owed now:* nothing.',
    '*Services:* the policy names none.',
  ])
    expect(shown).toContain(sentence);
  expect(shown).not.toContain('By pattern');
  const worked = wordsOf(aReport([aMeasure()]), policy);
  expect(worked).toContain('resources not known, no plan was read');
  expect(worked).toContain('(nothing before to compare with)');
});

test('of work that was carried out and whose time is not counted nobody reads that there was none', () => {
  const { window: _none, ...work } = aMeasure().work ?? { manualSteps: 0 };
  const shown = wordsOf(aReport([aMeasure({ result: 'withIssues', work })]), policy);
  expect(shown).toContain('*Time taken:* not counted of what was reopened or recorded afterwards.');
});

test('time, rollbacks, lead, work by hand and size stand in words', () => {
  const work = {
    leadMs: 3 * DAY,
    window: { plannedMs: 2 * HOUR, tookMs: 3 * HOUR, overranMs: HOUR },
    manualSteps: 4,
  };
  const back = { ...work, rollback: { tookMs: 12 * MINUTE, promisedMs: 10 * MINUTE }, resources: 3 };
  const before = aMeasure({ endedAt: REPORTED_AT - 100 * DAY, work: { ...work, manualSteps: 7 } });
  const shown = wordsOf(aReport([aMeasure({ work }), aMeasure({ result: 'rolledBack', work: back }), before]), policy);
  for (const sentence of [
    '150 % of the planned window at the median; 2 of 2 went on after it, by 1 h at the median',
    '*Rollbacks:* one, in 12 min; 0 of 1 within the time promised',
    'normal 3 d, nine in ten within 3 d (2)',
    '*Steps ticked by hand, of a change:* 4 (before: 7)',
    'services 1 (before: 1); resources 3 (nothing before to compare with), of 1 whose plan was read',
  ])
    expect(shown).toContain(sentence);
});

test('each service tells when it was last changed, rehearsed and brought back, or never; what is owed stands with who owes it', () => {
  const services = [
    { service: 'web', changed: { change: 'CHG-7', at: REPORTED_AT - 12 * DAY } as const },
    { service: 'core-db' },
  ];
  const first = [{ change: 'CHG-8', what: 'pir', owner: 'U0ADA', dueAt: REPORTED_AT }] as const;
  const shown = wordsOf(aReport([], { services, debts: { open: 4, overdue: 1, more: false, first } }), policy);
  expect(shown).toContain('• Website: changed 12 days ago (CHG-007), rehearsed never, data brought back never');
  expect(shown).toContain('• Core database: changed never');
  expect(shown).toContain('*Owed now:* 4 debts, 1 overdue, first CHG-008 the post-implementation review (<@U0ADA>).');
});

test('changes that are still to be counted are told of', () => {
  expect(statsView(aReport([], { unread: 3 }), policy).text).toContain('3 that ended are still being counted');
});

test('a sign stands for each change of a week, or for a few where they are many, and each sign is explained', () => {
  const tally = { implemented: 3, withIssues: 1, rolledBack: 1, failed: 1, cancelled: 1 };
  const bars = weekBars([{ at: Date.UTC(2026, 9, 5), tally }], 'UTC');
  expect(bars).toBe(' 5.10. ███▒<x- 7\n█ successful, ▒ successful with issues, < rolled back, x failed, - cancelled');
  const crowded = weekBars([{ at: Date.UTC(2026, 9, 5), tally: { ...tally, implemented: 90 } }], 'UTC');
  expect(crowded).toContain('a sign stands for up to 5 changes');
  expect(crowded.split('\n')[0]?.length).toBeLessThan(45);
});

test('many changes and absurd names are cut by item, and Slack takes them', () => {
  const absurd = Array.from({ length: 400 }, (_, i): Measure => {
    const result = RESULTS[i % 5] ?? 'failed';
    return aMeasure({ result, pattern: `${HOSTILE}${i}`, endedAt: REPORTED_AT - (i % 90) * DAY - 1 });
  });
  const names = Array.from({ length: 60 }, (_, i) => `${HOSTILE}${i}`);
  const services = names.map((service) => ({ service, changed: { change: 'CHG-7', at: 0 } as const }));
  const owed = { change: 'CHG-8', what: 'pir', owner: HOSTILE, dueAt: 0 } as const;
  const debts = { open: 1000, overdue: 1000, more: true, first: [owed, owed, owed, owed, owed] };
  const known = {
    ...hostilePolicy(),
    services: Object.fromEntries(names.map((n) => [n, aService({ name: HOSTILE })])),
  };
  for (const days of [30, 90, 365]) {
    const { text, blocks } = statsView(aReport([...absurd, ...aSeason(300)], { days, services, debts }), known);
    expect(() => readMessageBlocks(blocks)).not.toThrow();
    expect(text).not.toContain('\n');
    expect(JSON.stringify(blocks)).toMatch(/and \d+ more/);
    expect(JSON.stringify(blocks.filter(({ type }) => type !== 'rich_text'))).not.toMatch(/<!(channel|here|everyone)/);
  }
});

test.each([
  ['', { days: 90 }],
  ['30d', { days: 30 }],
  ['service:web 365D', { days: 365, service: 'web' }],
  ['  90d   SERVICE:core-db ', { days: 90, service: 'core-db' }],
  ['7d', undefined],
  ['30d 90d', undefined],
  ['service:web service:db', undefined],
  ['service:<!here>', undefined],
  ['web', undefined],
])('%j asks for %j', (typed, asked) => {
  expect(readAsked(typed)).toEqual(asked);
});
