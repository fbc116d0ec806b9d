import { expect, test } from 'vitest';
import { pictured } from '../../src/commands/stats/stats-picture.ts';
import { figuresSvg } from '../../src/pictures/figures-svg.ts';
import { png } from '../../src/pictures/png.ts';
import { aMeasure } from '../support/a-measure.ts';
import { REPORTED_AT, aReport, aSeason } from '../support/a-report.ts';
import { aPolicy, aService, DAY, MINUTE } from '../support/a-policy.ts';
import { HOSTILE } from '../notifications/stories.ts';

const policy = aPolicy();

/** The words of a drawing, in order. */
function wordsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words);
}

function drawn(...[report, known = policy]: Partial<Parameters<typeof pictured>>): string {
  return figuresSvg(pictured(report ?? aReport(), known));
}

test('every bar stands beside its count, and each way of ending has its words and its own pattern', () => {
  const svg = drawn(aReport([aMeasure(), aMeasure({ result: 'failed', pattern: 'web-release' })]));
  const words = wordsIn(svg);
  expect(words).toEqual(
    expect.arrayContaining(['successful 1', 'failed 1', 'rolled back 0', '2 ended, 1 of 2 successful']),
  );
  expect(words).toEqual(expect.arrayContaining(['Normal', '1 of 2', 'web-release', '0 of 1']));
  const marks = [...svg.matchAll(/<pattern id="\w+"[^]*?<path d="([^"]*)"/g)].map(([, strokes]) => strokes);
  expect(new Set(marks).size).toBe(5);
});

test('a part of which nothing is known says so instead of an empty chart', () => {
  const { work: _none, ...cancelled } = aMeasure({ result: 'cancelled' });
  const words = wordsIn(drawn(aReport([cancelled])));
  for (const sentence of [
    'No change followed one.',
    'Nothing was carried out.',
    'Nothing was rolled back.',
    'Nothing was started.',
    'The policy names no service.',
  ])
    expect(words).toContain(sentence);
});

test('the line of a rollback is what was promised; services left alone the longest come first', () => {
  const { work } = aMeasure();
  if (!work) throw new Error('it was carried out');
  const rollback = { tookMs: 12 * MINUTE, promisedMs: 6 * MINUTE };
  const undone = aMeasure({ change: 'CHG-7', result: 'rolledBack', work: { ...work, rollback } });
  const changed = (days: number) => ({ change: 'CHG-7', at: REPORTED_AT - days * DAY }) as const;
  const services = [
    { service: 'web', changed: changed(3) },
    { service: 'core-db', changed: changed(30) },
    { service: 'new' },
  ];
  const picture = pictured(aReport([undone], { services }), policy);
  const [back] = picture.charts.flatMap(({ rows }) => rows.filter(({ name }) => name === 'CHG-007'));
  expect(back).toMatchObject({ share: 1, mark: 0.5, words: '12 min; promised 6 min' });
  const last = picture.charts.at(-1)?.rows.map(({ name, words }) => `${name} ${words}`);
  expect(last).toEqual(['new never', 'Core database 30 days ago', 'Website 3 days ago']);
});

test('whatever things are called and however many there are, it stays a picture within its edges', async () => {
  const absurd = aSeason(500).map((measure, i) => ({ ...measure, pattern: `${HOSTILE.repeat(5)}${i}` }));
  const names = Array.from({ length: 40 }, (_, i) => `${HOSTILE}${i}`);
  const known = aPolicy({
    services: Object.fromEntries(names.map((name) => [name, aService({ name: HOSTILE.repeat(9) })])),
  });
  const services = names.map((service) => ({ service }));
  for (const days of [30, 365]) {
    const svg = drawn(aReport(absurd, { days, services }), known);
    expect(wordsIn(svg)).toContainEqual(expect.stringMatching(/^and \d+ more$/));
    for (const [, x = '', width = ''] of svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g))
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(760);
    const bytes = await png(svg);
    expect(Buffer.from(bytes).subarray(1, 4).toString()).toBe('PNG');
  }
});
