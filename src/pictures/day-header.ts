import { clockTime, LEFT, RIGHT, type Day, type Scale } from './scale.ts';
import type { Picture } from './picture.ts';
import { box, px, text } from './svg-text.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NOW = '#c0392b';

/** Where the days begin, below their names. */
export const HEADER = 84;

/** What the picture shows, and in which zone. */
export function titleOf(days: readonly Day[], timezone: string): string {
  const [first, last] = [days[0], days.at(-2)];
  const shown = first && last ? `${dateWords(first)} to ${dateWords(last)} ${last.date.year}` : '';
  return [
    text(12, 26, shown, { size: 16, fill: '#1d1c1d' }),
    text(RIGHT, 26, `times in ${timezone}`, { fill: '#5f646d', anchor: 'end' }),
  ].join('');
}

/** The days by name and number, the month where it begins; weekends grey, today's number marked. */
export function dayColumns(days: readonly Day[], scale: Scale, bottom: number): readonly string[] {
  return days.slice(0, -1).map((day, i) => {
    const { date } = day;
    const [x, next] = [scale(day.at), scale(days[i + 1]?.at ?? day.at)];
    const middle = (x + next) / 2;
    const isWeekend = date.dayOfWeek > 5;
    const fill = isWeekend ? '#80858e' : '#333333';
    return [
      isWeekend ? box(x, HEADER, next - x, bottom - HEADER, 'fill="#f3f4f6"') : '',
      `<line x1="${px(x)}" y1="${HEADER}" x2="${px(x)}" y2="${bottom}" stroke="${date.dayOfWeek === 1 ? '#c3c7ce' : '#e6e8eb'}"/>`,
      i === 0 || date.day === 1 ? text(x + 4, 46, MONTHS[date.month - 1] ?? '', { fill: '#333333' }) : '',
      text(middle, 61, DAYS[date.dayOfWeek - 1] ?? '', { size: 10, fill, anchor: 'middle' }),
      i === 0 ? box(middle - 11, 65, 22, 16, `rx="8" fill="${NOW}"`) : '',
      text(middle, 77, String(date.day), { fill: i === 0 ? '#ffffff' : fill, anchor: 'middle' }),
    ].join('');
  });
}

/** The line of this moment, with its time below. */
export function nowLine({ now, timezone }: Pick<Picture, 'now' | 'timezone'>, scale: Scale, bottom: number): string {
  const x = scale(now);
  return [
    `<line x1="${px(x)}" y1="${HEADER}" x2="${px(x)}" y2="${bottom}" stroke="${NOW}" stroke-width="2"/>`,
    text(Math.max(LEFT, x - 4), bottom + 14, `now, ${clockTime(now, timezone)}`, { size: 11, fill: NOW }),
  ].join('');
}

function dateWords({ date }: Day): string {
  return `${DAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]}`;
}
