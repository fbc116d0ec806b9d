import { expect, test } from 'vitest';
import { pictured } from '../../src/commands/calendar/picture.ts';
import { calendarSvg, ROWS_MAX, type Bar, type Picture } from '../../src/pictures/calendar-svg.ts';
import { png } from '../../src/pictures/png.ts';
import { CLOSES_AT, FILED_AT, OPENS_AT } from '../support/a-change.ts';
import { aDeclared } from '../support/a-freeze.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { HOSTILE } from '../notifications/stories.ts';

const NOW = OPENS_AT - 7 * DAY;

function bar(id: string, overrides: Partial<Bar> = {}): Bar {
  return { id, status: 'ready', kind: 'normal', opensAt: OPENS_AT, closesAt: CLOSES_AT, ...overrides };
}

function picture(overrides: Partial<Picture> = {}): Picture {
  return { rows: [], freezes: [], now: NOW, days: 28, timezone: 'UTC', ...overrides };
}

/** The words of a drawing, in order. */
function wordsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words);
}

test('a change has its id on its bar, a service its name beside its row, a freeze its name and its kind', () => {
  const svg = calendarSvg(
    picture({
      rows: [{ name: 'Website', bars: [bar('CHG-007'), bar('CHG-008', { kind: 'emergency' })] }],
      freezes: [aDeclared(), aDeclared({ name: 'Fair', hard: false })],
    }),
  );
  expect(wordsIn(svg)).toEqual(
    expect.arrayContaining(['Website', 'CHG-007', 'CHG-008 !', 'Freeze! Audit week', 'Soft freeze: Fair', 'now']),
  );
  expect(wordsIn(svg)).toEqual(expect.arrayContaining(['asked for', 'ready', 'running']));
});

test('bars that would cover one another lie below each other', () => {
  const bars = [
    bar('CHG-1'),
    bar('CHG-2', { opensAt: OPENS_AT + HOUR }),
    bar('CHG-3', { opensAt: OPENS_AT + 10 * DAY }),
  ];
  const svg = calendarSvg(picture({ rows: [{ name: 'Website', bars }] }));
  const ys = [...svg.matchAll(/<rect [^>]*y="([\d.]+)"[^>]*stroke="#333333"/g)].map(([, y]) => Number(y));
  expect(ys).toHaveLength(3);
  expect(new Set(ys).size).toBe(2);
});

test('the days are those of the policy’s zone, also across the end of summer time', () => {
  const words = wordsIn(calendarSvg(picture({ timezone: 'Europe/Zurich', now: Date.UTC(2026, 9, 21, 23) })));
  expect(words).toEqual(expect.arrayContaining(['Thu 22 Oct', 'Mon 26 Oct', 'Mon 2 Nov', 'Mon 9 Nov']));
});

test('a full calendar of absurd names is cut by row and stays a drawing', async () => {
  const many = Array.from({ length: 30 }, (_, i) => bar(`CHG-${i}`));
  const rows = Array.from({ length: 60 }, (_, i) => ({
    name: `${HOSTILE}\0\uFFFE${i}`,
    bars: many,
  }));
  const freezes = Array.from({ length: 20 }, () => aDeclared({ name: HOSTILE.repeat(5) }));
  const svg = calendarSvg(picture({ rows, freezes }));
  expect(wordsIn(svg)).toContain(`and ${60 - ROWS_MAX} more services`);
  const bytes = Buffer.from(await png(svg));
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.readUInt32BE(16)).toBe(2560);
});

test('letters are drawn with the font that comes with the program', async () => {
  const named = await png(calendarSvg(picture({ rows: [{ name: 'Website', bars: [] }] })));
  const unnamed = await png(calendarSvg(picture({ rows: [{ name: '', bars: [] }] })));
  expect(named.length).toBeGreaterThan(unnamed.length + 300);
});

test('every service that something happens to has a row, and no other', () => {
  const change = {
    id: 'CHG-7',
    status: 'ready',
    title: 'Release',
    kind: 'normal',
    risk: 'low',
    services: ['web', 'gone'],
    requester: 'U0ADA',
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
  } as const;
  const { rows } = pictured(
    { changes: [change], freezes: [], free: '', from: FILED_AT, to: FILED_AT + 28 * DAY },
    aPolicy(),
  );
  expect(rows.map((r) => [r.name, r.bars.map((b) => b.id)])).toEqual([
    ['Website', ['CHG-007']],
    ['gone', ['CHG-007']],
  ]);
});
