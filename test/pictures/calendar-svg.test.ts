import { expect, test } from 'vitest';
import { pictured } from '../../src/commands/calendar/picture.ts';
import { calendarSvg, ROWS_MAX } from '../../src/pictures/calendar-svg.ts';
import type { Bar, Picture } from '../../src/pictures/picture.ts';
import { png } from '../../src/pictures/png.ts';
import { CLOSES_AT, FILED_AT, OPENS_AT } from '../support/a-change.ts';
import { aDeclared } from '../support/a-freeze.ts';
import { aDayOff } from '../support/a-holiday.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { HOSTILE } from '../notifications/stories.ts';

const NOW = OPENS_AT - 7 * DAY;

function bar(id: string, overrides: Partial<Bar> = {}): Bar {
  return {
    id,
    title: 'Release',
    status: 'ready',
    kind: 'normal',
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
    ...overrides,
  };
}

function picture(overrides: Partial<Picture> = {}): Picture {
  return { rows: [], freezes: [], daysOff: [], now: NOW, days: 28, timezone: 'UTC', ...overrides };
}

/** The words of a drawing, in order. */
function wordsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words);
}

test('a change is named at its bar with how far it is, when it opens and its title; a freeze with its kind', () => {
  const bars = [
    bar('CHG-007'),
    bar('CHG-008', { kind: 'emergency', status: 'implementing', opensAt: NOW - DAY }),
    bar('CHG-009', { status: 'inReview', opensAt: OPENS_AT + 10 * DAY, closesAt: OPENS_AT + 10 * DAY + HOUR }),
  ];
  const svg = calendarSvg(
    picture({
      rows: [{ name: 'Website', bars }],
      freezes: [aDeclared(), aDeclared({ name: 'Fair', hard: false })],
    }),
  );
  const shown = ['Website', '✓ CHG-007 20:00 Release', '▶ CHG-008 ! Release', '? CHG-009 20:00 Release', 'now, 20:00'];
  expect(wordsIn(svg)).toEqual(expect.arrayContaining(shown));
  expect(wordsIn(svg)).toEqual(expect.arrayContaining(['Freezes', 'Freeze! Audit week', 'Soft freeze Fair']));
  for (const sign of ['✎', '?', '✓', '▶', '!'])
    expect(wordsIn(svg)).toContainEqual(expect.stringMatching(new RegExp(`^\\${sign} [a-z ]+$`)));
});

test('a holiday stands by name in a row of its own; one that is a freeze is among the freezes alone', () => {
  const daysOff = [aDayOff({ from: '2026-11-01' }), aDayOff({ from: '2026-11-02', as: 'soft' })];
  const policy = aPolicy({ calendar: { freezes: [], avoid: [], daysOff } });
  const shown = { changes: [], freezes: [], free: '', from: FILED_AT, to: FILED_AT + 28 * DAY };
  const found = pictured(shown, policy).daysOff;
  expect(found).toMatchObject([{ from: Date.UTC(2026, 10, 1) }]);
  const words = wordsIn(calendarSvg(picture({ daysOff: found })));
  expect(words).toEqual(expect.arrayContaining(['Holidays', 'Holiday Christmas Day']));
});

test('a title has the room that the next change leaves it, and none at the end of the picture', () => {
  const later = { opensAt: OPENS_AT + 5 * DAY, closesAt: OPENS_AT + 5 * DAY + HOUR };
  const last = { opensAt: NOW + 28 * DAY - 5 * HOUR, closesAt: NOW + 28 * DAY - 4 * HOUR };
  const title = 'A release of the website with all it takes';
  const bars = [bar('CHG-1', { title }), bar('CHG-2', { title, ...later }), bar('CHG-3', { title, ...last })];
  const words = wordsIn(calendarSvg(picture({ rows: [{ name: 'Website', bars }] })));
  expect(words).toContainEqual(expect.stringMatching(/^✓ CHG-1 20:00 A re.*…$/));
  expect(words).toContain(`✓ CHG-2 20:00 ${title}`);
  expect(words).toContain('✓ CHG-3 15:00');
});

test('bars that would cover one another lie below each other', () => {
  const bars = [
    bar('CHG-1'),
    bar('CHG-2', { opensAt: OPENS_AT + HOUR }),
    bar('CHG-3', { opensAt: OPENS_AT + 10 * DAY }),
  ];
  const svg = calendarSvg(picture({ rows: [{ name: 'Website', bars }] }));
  const ys = [...svg.matchAll(/<rect [^>]*y="([\d.]+)"[^>]*stroke="#4a4f57"/g)].map(([, y]) => Number(y));
  expect(ys).toHaveLength(3);
  expect(new Set(ys).size).toBe(2);
});

test('the days are those of the policy’s zone, also across the end of summer time', () => {
  const words = wordsIn(calendarSvg(picture({ timezone: 'Europe/Zurich', now: Date.UTC(2026, 9, 21, 23) })));
  expect(words).toEqual(
    expect.arrayContaining(['Thu 22 Oct to Wed 18 Nov 2026', 'times in Europe/Zurich', 'Oct', 'Nov']),
  );
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
  expect(rows[0]?.bars[0]?.title).toBe('Release');
});
