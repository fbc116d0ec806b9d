import { barsOf, drawBar, LANE, TONES } from './change-bars.ts';
import { dayColumns, HEADER, nowLine, titleOf } from './day-header.ts';
import { drawFreeze, FREEZES, freezeStrips, shade } from './freeze-bands.ts';
import { drawHoliday, holidayStrips, shadeHoliday } from './holiday-bands.ts';
import type { Picture } from './picture.ts';
import { daysOf, LEFT, scaleOf, WIDTH } from './scale.ts';
import { box, fitting, text, widthOf } from './svg-text.ts';

/** More rows than these are counted only. */
export const ROWS_MAX = 20;
/** Pixels below the rows, for the time and what the colours mean. */
const FOOT = 56;

/** A row from its top down: its name and what is drawn in its lanes. */
interface Row {
  readonly name: string;
  readonly lanes: number;
  readonly draw: (top: number) => readonly string[];
}

/** The calendar as a picture: freezes and holidays in rows of their own and shaded below, a row for each service, a bar for each change, now marked. Pure. */
export function calendarSvg(picture: Picture): string {
  const { timezone } = picture;
  const days = daysOf(picture);
  const scale = scaleOf(days);
  const freezes = freezeStrips(picture.freezes, scale);
  const holidays = holidayStrips(picture.daysOff, scale);
  const services = picture.rows.slice(0, ROWS_MAX).map(({ name, bars }) => {
    const placed = barsOf(bars, scale, timezone);
    return rowOf(name, placed, drawBar);
  });
  const rows = [
    ...(freezes.length === 0 ? [] : [rowOf('Freezes', freezes, drawFreeze)]),
    ...(holidays.length === 0 ? [] : [rowOf('Holidays', holidays, drawHoliday)]),
    ...services,
  ];
  const heights = rows.map(({ lanes }) => lanes * LANE + 8);
  const tops = heights.map((_, i) => heights.slice(0, i).reduce((sum, h) => sum + h, HEADER));
  const bottom = heights.reduce((sum, h) => sum + h, HEADER) + (services.length === 0 ? LANE + 8 : 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + FOOT}" font-family="DejaVu Sans">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    titleOf(days, timezone),
    ...dayColumns(days, scale, bottom),
    ...holidays.map((holiday) => shadeHoliday(holiday, bottom)),
    ...freezes.map((freeze) => shade(freeze, bottom)),
    nowLine(picture, scale, bottom),
    ...rows.flatMap((row, i) => drawRow(row, tops[i] ?? HEADER, heights[i] ?? LANE)),
    services.length === 0 ? text(12, bottom - 11, 'No window opens.', { fill: '#555555' }) : '',
    legend(bottom + 40, picture.rows.length - services.length),
    '</svg>',
  ].join('\n');
}

function rowOf<P extends { readonly lane: number }>(
  name: string,
  placed: readonly P[],
  draw: (one: P, top: number) => string,
): Row {
  const lanes = Math.max(1, ...placed.map(({ lane }) => lane + 1));
  return { name, lanes, draw: (top) => placed.map((one) => draw(one, top + 4)) };
}

function drawRow({ name, draw }: Row, top: number, height: number): readonly string[] {
  return [
    text(12, top + 21, fitting(name, LEFT - 20, 13), { size: 13, fill: '#1d1c1d' }),
    `<line x1="0" y1="${top + height}" x2="${WIDTH}" y2="${top + height}" stroke="#d9dce1"/>`,
    ...draw(top),
  ];
}

/** What colours, signs and shades mean, and how many services are not shown. */
function legend(y: number, rest: number): string {
  const entries: readonly (readonly [look: string, words: string])[] = [
    ...Object.values(TONES).map(({ colour, sign, words }) => [`fill="${colour}"`, `${sign} ${words}`] as const),
    ['fill="#ffffff" stroke="#922b21" stroke-width="2"', '! emergency'],
    ...Object.values(FREEZES).map(({ colour, words }) => [`fill="${colour}" fill-opacity="0.28"`, words] as const),
  ];
  let x = 12;
  const drawn = entries.map(([look, words]) => {
    const here = x;
    x += 20 + widthOf(words, 11) + 14;
    return box(here, y - 11, 14, 14, `rx="3" ${look}`) + text(here + 20, y + 1, words, { size: 11, fill: '#333333' });
  });
  const more = rest > 0 ? text(x, y + 1, `and ${rest} more services`, { size: 11, fill: '#333333' }) : '';
  return [...drawn, more].join('');
}
