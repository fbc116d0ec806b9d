import { RESULTS, RESULT_WORDS, type Result } from '../change/figures/result.ts';
import { endedOf, type Tally } from '../change/figures/tally.ts';
import type { FiguresPicture } from './figures-picture.ts';
import { INK, PAGE, PALE } from './figures-page.ts';
import { box, text, widthOf } from './svg-text.ts';

const HEIGHT = 180;
const SMALL = 14;
/** Of columns narrower than this only the tallest has its number on it. */
const NUMBERED = 20;
/** A way of ending has its own colour and its own pattern, so that no colour stands alone. */
const LOOKS: Readonly<Record<Result, { readonly colour: string; readonly strokes: string }>> = {
  implemented: { colour: '#57b47c', strokes: '' },
  withIssues: { colour: '#f0c04c', strokes: 'M0 8L8 0' },
  rolledBack: { colour: '#d68910', strokes: 'M0 4H8' },
  failed: { colour: '#c0392b', strokes: 'M0 0L8 8M0 8L8 0' },
  cancelled: { colour: '#ffffff', strokes: 'M4 0V8' },
};

/** The patterns that the columns and their legend are filled with. */
export function patterns(): string {
  const each = RESULTS.map((result) => {
    const { colour, strokes } = LOOKS[result];
    return `<pattern id="${result}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${colour}"/><path d="${strokes}" stroke="${INK}" stroke-width="1"/></pattern>`;
  });
  return `<defs>${each.join('')}</defs>`;
}

/** A column for each week, from its successes up, its number on top, and what the patterns mean with the sum of each. */
export function weekColumns(
  { weeks, timezone }: Pick<FiguresPicture, 'weeks' | 'timezone'>,
  top: number,
): { readonly drawn: string; readonly bottom: number } {
  const most = Math.max(1, ...weeks.map(({ tally }) => endedOf(tally)));
  const step = Math.min(80, (PAGE.right - PAGE.left) / Math.max(1, weeks.length));
  const base = top + 20 + HEIGHT;
  const every = Math.ceil(64 / step);
  const columns = weeks.map(({ at, tally }, i) => {
    const x = PAGE.left + i * step;
    const label = i % every === 0 ? text(x, base + 18, dayWords(at, timezone), { size: SMALL, fill: PALE }) : '';
    const isNumbered = step >= NUMBERED || i === weeks.findIndex((week) => endedOf(week.tally) === most);
    return column(isNumbered, tally, { x, step, base, scale: HEIGHT / most }) + label;
  });
  const legend = legendOf(weeks, base + 48);
  const line = `<line x1="${PAGE.left}" y1="${base}" x2="${PAGE.right}" y2="${base}" stroke="#c3c7ce"/>`;
  return { drawn: [...columns, line, legend.drawn].join('\n'), bottom: legend.bottom };
}

interface Place {
  readonly x: number;
  readonly step: number;
  readonly base: number;
  /** Pixels of a change. */
  readonly scale: number;
}

function column(isNumbered: boolean, tally: Tally, { x, step, base, scale }: Place): string {
  const width = Math.max(3, step - Math.max(2, step * 0.2));
  let y = base;
  const parts = RESULTS.filter((result) => tally[result] > 0).map((result) => {
    const height = tally[result] * scale;
    y -= height;
    return box(x, y, width, Math.round(height * 10) / 10, `fill="url(#${result})" stroke="${INK}" stroke-width="0.7"`);
  });
  const count =
    isNumbered && endedOf(tally) > 0
      ? text(x + width / 2, y - 5, String(endedOf(tally)), { size: SMALL, fill: INK, anchor: 'middle' })
      : '';
  return [...parts, count].join('');
}

/** In as many lines as it takes. */
function legendOf(weeks: FiguresPicture['weeks'], top: number): { readonly drawn: string; readonly bottom: number } {
  let [x, y]: [number, number] = [PAGE.left, top];
  const drawn = RESULTS.map((result) => {
    const words = `${RESULT_WORDS[result]} ${weeks.reduce((sum, { tally }) => sum + tally[result], 0)}`;
    const width = 24 + widthOf(words, 15) + 16;
    if (x + width > PAGE.right) [x, y] = [PAGE.left, y + PAGE.line];
    const here = x;
    x += width;
    const sign = box(here, y - 13, 16, 16, `fill="url(#${result})" stroke="${INK}" stroke-width="0.7"`);
    return sign + text(here + 24, y, words, { size: 15, fill: INK });
  });
  return { drawn: drawn.join(''), bottom: y + 12 };
}

function dayWords(at: number, timezone: string): string {
  const { day, month } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return `${day}.${String(month).padStart(2, '0')}.`;
}
