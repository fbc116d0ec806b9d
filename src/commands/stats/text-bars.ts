import { RESULTS, RESULT_WORDS, type Result } from '../../change/figures/result.ts';
import { carriedOut, endedOf, type Group, type Tally } from '../../change/figures/tally.ts';
import { listOf } from '../../slack/blocks.ts';
import { shareWords } from '../../slack/figure-words.ts';

/** Characters of a line that a phone shows unbroken, and how many of them are a name. */
const NAME_MAX = 18;
const WEEK_MAX = 20;
const SHARE_CELLS = 10;
/** More lines than these are counted only. */
export const WEEKS_MAX = 13;
const GROUPS_MAX = 8;

/** A sign for each way of ending, which are told apart without a colour. */
const SIGNS: Readonly<Record<Result, string>> = {
  implemented: '█',
  withIssues: '▒',
  rolledBack: '<',
  failed: 'x',
  cancelled: '-',
};

/** The newest weeks, a line each: a sign for a change or, where there are many, for a few; frequency and failure together (003-MET-02). */
export function weekBars(weeks: readonly { readonly at: number; readonly tally: Tally }[], timezone: string): string {
  const shown = weeks.slice(-WEEKS_MAX);
  const each = Math.max(1, Math.ceil(Math.max(...shown.map(({ tally }) => endedOf(tally))) / WEEK_MAX));
  const legend = RESULTS.filter((result) => shown.some(({ tally }) => tally[result] > 0)).map(
    (result) => `${SIGNS[result]} ${RESULT_WORDS[result]}`,
  );
  return [
    ...shown.map(({ at, tally }) => {
      const bar = RESULTS.map((result) => SIGNS[result].repeat(Math.ceil(tally[result] / each))).join('');
      return `${dayWords(at, timezone)} ${bar}${bar === '' ? '' : ' '}${endedOf(tally)}`;
    }),
    legend.join(', '),
    ...(each > 1 ? [`a sign stands for up to ${each} changes`] : []),
  ].join('\n');
}

/** How many of each group went well, a bar and the count beside it. */
export function groupBars(groups: readonly Group[], nameOf: (name: string) => string): string {
  const lines = groups.map(({ name, tally }) => {
    const of = carriedOut(tally);
    const full = of === 0 ? 0 : Math.round((SHARE_CELLS * tally.implemented) / of);
    const bar = '█'.repeat(full) + '░'.repeat(SHARE_CELLS - full);
    return `${padded(nameOf(name))} ${of === 0 ? 'none carried out' : `${bar} ${shareWords(tally.implemented, of)}`}`;
  });
  return listOf(lines, GROUPS_MAX, '\n', (rest) => `\nand ${rest} more`);
}

function padded(name: string): string {
  const shown = name.replaceAll(/\s+/g, ' ').trim();
  return (shown.length > NAME_MAX ? `${shown.slice(0, NAME_MAX - 1)}…` : shown).padEnd(NAME_MAX);
}

function dayWords(at: number, timezone: string): string {
  const { day, month } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return `${String(day).padStart(2)}.${String(month).padStart(2, '0')}.`;
}
