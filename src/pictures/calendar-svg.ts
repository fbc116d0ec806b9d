import type { FreezeSpan } from '../change/freezes.ts';
import type { Kind, Status } from '../change/model.ts';
import { fitting, px, text } from './svg-text.ts';

/** A change as its bar shows it. */
export interface Bar {
  /** As people call it, such as CHG-007: it stands on the bar, so that colour never stands alone. */
  readonly id: string;
  readonly status: Status;
  readonly kind: Kind;
  readonly opensAt: number;
  readonly closesAt: number;
}

/** What a picture of the calendar shows of the days from that of `now` on. */
export interface Picture {
  readonly rows: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
  readonly freezes: readonly FreezeSpan[];
  readonly now: number;
  readonly days: number;
  readonly timezone: string;
}

/** Pixels. */
const WIDTH = 1280;
const LEFT = 190;
const RIGHT = 20;
const TOP = 64;
const LANE = 24;
const FOOT = 46;
/** A bar of an hour could not be seen on a scale of weeks. */
const BAR_MIN = 8;
const ID_WIDTH = 62;
/** More rows than these are counted only. */
export const ROWS_MAX = 20;
const LANES_MAX = 6;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Tone = 'asked' | 'ready' | 'running' | 'other';
const COLOUR: Readonly<Record<Tone, string>> = {
  asked: '#e8b33c',
  ready: '#3f9c63',
  running: '#3676c9',
  other: '#8a8f98',
};
const TONE_WORDS: Readonly<Record<Tone, string>> = {
  asked: 'asked for',
  ready: 'ready',
  running: 'running',
  other: 'draft',
};

/** The calendar as a picture: a row for each service, a bar for each change, freezes shaded, today marked. Pure. */
export function calendarSvg(picture: Picture): string {
  const days = daysOf(picture);
  const scale = scaleOf(days);
  const rows = picture.rows.slice(0, ROWS_MAX).map(({ name, bars }) => ({ name, lanes: lanesOf(bars, scale) }));
  const heights = rows.map(({ lanes }) => Math.max(1, lanes.length) * LANE + 8);
  const tops = heights.map((_, i) => TOP + heights.slice(0, i).reduce((sum, h) => sum + h, 0));
  const bottom =
    TOP +
    Math.max(
      LANE,
      heights.reduce((sum, h) => sum + h, 0),
    );
  const rest = picture.rows.length - rows.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + FOOT}" font-family="DejaVu Sans">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...days.slice(0, -1).map((day, i) => dayColumn(day, picture.timezone, scale, bottom, i)),
    ...picture.freezes.map((freeze, i) => freezeBand(freeze, scale, bottom, i)),
    ...rows.flatMap(({ name, lanes }, i) =>
      row(name, lanes, { top: tops[i] ?? TOP, height: heights[i] ?? LANE }, scale),
    ),
    rows.length === 0 ? text(LEFT + 12, TOP + 18, 'No window opens.', { fill: '#555555' }) : '',
    todayLine(picture.now, scale, bottom),
    legend(bottom + 32, rest),
    '</svg>',
  ].join('\n');
}

interface Day {
  readonly at: number;
  readonly date: Temporal.PlainDate;
}

/** The beginnings of the days shown, and of the one after them. */
function daysOf({ now, days, timezone }: Picture): readonly Day[] {
  const first = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  return Array.from({ length: days + 1 }, (_, i) => {
    const date = first.add({ days: i });
    return { date, at: date.toZonedDateTime({ timeZone: timezone }).epochMilliseconds };
  });
}

/** Where an instant lies, held to the days shown. */
type Scale = (at: number) => number;

function scaleOf(days: readonly Day[]): Scale {
  const [from, to] = [days[0]?.at ?? 0, days.at(-1)?.at ?? 1];
  return (at) => LEFT + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
}

function dayColumn({ at, date }: Day, timezone: string, scale: Scale, bottom: number, index: number): string {
  const x = scale(at);
  const width = scale(date.add({ days: 1 }).toZonedDateTime({ timeZone: timezone }).epochMilliseconds) - x;
  const weekend = date.dayOfWeek > 5 ? box(x, TOP, width, bottom - TOP, 'fill="#f3f4f6"') : '';
  const named = date.dayOfWeek === 1 || index === 0;
  const label = named ? `${DAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]}` : '';
  return [
    weekend,
    `<line x1="${px(x)}" y1="${TOP - (named ? 8 : 0)}" x2="${px(x)}" y2="${bottom}" stroke="${named ? '#c3c7ce' : '#e6e8eb'}"/>`,
    named && (index === 0 || index > 2) ? text(x + 3, TOP - 12, label, { size: 12, fill: '#333333' }) : '',
  ].join('');
}

/** Hard freezes darker and named with an exclamation mark, so that the shade does not stand alone. */
function freezeBand({ name, hard, from, to }: FreezeSpan, scale: Scale, bottom: number, index: number): string {
  const x = scale(from);
  const width = scale(to) - x;
  if (width <= 0) return '';
  const look = hard ? 'fill="#c0392b" fill-opacity="0.18"' : 'fill="#d68910" fill-opacity="0.14"';
  const label = fitting(`${hard ? 'Freeze!' : 'Soft freeze:'} ${name}`, Math.max(width - 6, 190));
  const y = 16 + (index % 3) * 13;
  return `${box(x, TOP, width, bottom - TOP, look)}${text(Math.min(x + 3, WIDTH - 190), y, label, { size: 11, fill: hard ? '#922b21' : '#9c640c' })}`;
}

function row(
  name: string,
  lanes: readonly (readonly Bar[])[],
  { top, height }: { readonly top: number; readonly height: number },
  scale: Scale,
): readonly string[] {
  return [
    text(12, top + 18, fitting(name, LEFT - 24), { size: 13, fill: '#1d1c1d' }),
    `<line x1="0" y1="${top + height}" x2="${WIDTH}" y2="${top + height}" stroke="#e6e8eb"/>`,
    ...lanes.flatMap((bars, lane) => bars.map((bar) => barOf(bar, top + 4 + lane * LANE, scale))),
  ];
}

/** Its id stands on the bar where it is wide enough, and beside it otherwise; an emergency has a thick edge and a mark. */
function barOf({ id, status, kind, opensAt, closesAt }: Bar, y: number, scale: Scale): string {
  const x = scale(opensAt);
  const width = Math.max(BAR_MIN, scale(closesAt) - x);
  const label = kind === 'emergency' ? `${id} !` : id;
  const edge = kind === 'emergency' ? 'stroke="#922b21" stroke-width="2"' : 'stroke="#333333" stroke-width="0.5"';
  const inside = width >= ID_WIDTH;
  const left = !inside && x + width + ID_WIDTH > WIDTH - RIGHT;
  const labelX = inside ? x + 5 : left ? x - ID_WIDTH : x + width + 4;
  return [
    box(x, y, width, LANE - 6, `rx="3" fill="${COLOUR[toneOf(status)]}" ${edge}`),
    text(labelX, y + 13, label, { size: 12, fill: '#1d1c1d' }),
  ].join('');
}

/** Bars that would cover one another, or one another's id, lie below each other; what does not fit is left to the list. */
function lanesOf(bars: readonly Bar[], scale: Scale): readonly (readonly Bar[])[] {
  const lanes: Bar[][] = [];
  const ends: number[] = [];
  for (const bar of bars.toSorted((a, b) => a.opensAt - b.opensAt)) {
    const x = scale(bar.opensAt);
    const found = ends.findIndex((end) => end <= x);
    const lane = found < 0 ? ends.length : found;
    if (lane >= LANES_MAX) continue;
    ends[lane] = Math.max(scale(bar.closesAt), x + BAR_MIN) + ID_WIDTH + 6;
    (lanes[lane] ??= []).push(bar);
  }
  return lanes;
}

function toneOf(status: Status): Tone {
  switch (status) {
    case 'inReview':
    case 'approved':
    case 'goNogo':
      return 'asked';
    case 'ready':
      return 'ready';
    case 'implementing':
    case 'rollingBack':
    case 'watching':
      return 'running';
    default:
      return 'other';
  }
}

function todayLine(now: number, scale: Scale, bottom: number): string {
  const x = scale(now);
  return `<line x1="${px(x)}" y1="${TOP - 6}" x2="${px(x)}" y2="${bottom}" stroke="#c0392b" stroke-width="2"/>${text(x - 12, bottom + 13, 'now', { size: 11, fill: '#c0392b' })}`;
}

function legend(y: number, rest: number): string {
  const tones = Object.entries(TONE_WORDS).map(([tone, words], i) => {
    const x = LEFT + i * 130;
    return `${box(x, y - 11, 14, 14, `rx="3" fill="${COLOUR[tone as Tone]}"`)}${text(x + 20, y + 1, words, { size: 12, fill: '#333333' })}`;
  });
  const more =
    rest > 0 ? text(LEFT + 4 * 130 + 30, y + 1, `and ${rest} more services`, { size: 12, fill: '#333333' }) : '';
  return [...tones, more].join('');
}

function box(x: number, y: number, width: number, height: number, look: string): string {
  return `<rect x="${px(x)}" y="${y}" width="${px(width)}" height="${height}" ${look}/>`;
}
