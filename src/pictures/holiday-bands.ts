import type { HolidaySpan } from '../change/holidays.ts';
import { LANE } from './change-bars.ts';
import { HEADER } from './day-header.ts';
import { inLanes, type Placed, type Strip } from './lanes.ts';
import type { Scale } from './scale.ts';
import { box, text } from './svg-text.ts';

const LANES_MAX = 3;

/** The holidays that touch the days shown, as strips for a row of their own. */
export function holidayStrips(daysOff: readonly HolidaySpan[], scale: Scale): readonly Placed<Strip>[] {
  const strips = daysOff.flatMap(({ name, from, to }): readonly Strip[] => {
    const x = scale(from);
    const width = scale(to) - x;
    return width > 0 ? [{ x, width, name: 'Holiday', more: name }] : [];
  });
  return inLanes(strips, LANES_MAX);
}

/** The shade of a holiday over every row, as that of a weekend. */
export function shadeHoliday({ strip: { x, width } }: Placed<Strip>, bottom: number): string {
  return box(x, HEADER, width, bottom - HEADER, 'fill="#f3f4f6"');
}

/** A holiday by name in the row of holidays; `top` is that of the row. */
export function drawHoliday({ strip, lane, wordsX, words }: Placed<Strip>, top: number): string {
  const { x, width } = strip;
  const y = top + lane * LANE + 3;
  return [
    box(x, y, width, LANE - 6, 'rx="3" fill="#d9dce1" stroke="#80858e" stroke-width="0.7"'),
    text(wordsX, y + 13, words, { fill: '#333333' }),
  ].join('');
}
