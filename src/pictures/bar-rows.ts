import type { Bar, Chart } from './figures-picture.ts';
import { INK, PAGE, PALE } from './figures-page.ts';
import { box, fitting, px, text, widthOf } from './svg-text.ts';

const BAR = 12;
const ROW = PAGE.line + BAR + 8;
const WIDTH = PAGE.right - PAGE.left;

/** A chart with its title: a line of words for each row and its bar below; without a row its one sentence. */
export function barRows(
  { title, rows, none }: Chart,
  top: number,
): { readonly drawn: string; readonly bottom: number } {
  const first = top + 40;
  const heading = text(PAGE.left, top + 22, fitting(title, WIDTH, 20), { size: 20, fill: INK });
  if (rows.length === 0) {
    const sentence = text(PAGE.left, first + 12, fitting(none, WIDTH, PAGE.size), { size: PAGE.size, fill: PALE });
    return { drawn: heading + sentence, bottom: first + PAGE.line };
  }
  const drawn = rows.map((row, i) => barRow(row, first + i * ROW));
  return { drawn: [heading, ...drawn].join('\n'), bottom: first + rows.length * ROW };
}

function barRow({ name, share, mark, words }: Bar, top: number): string {
  const said = fitting(words, WIDTH - 80, PAGE.size);
  const room = WIDTH - widthOf(said, PAGE.size) - 12;
  const y = top + PAGE.line - 2;
  return [
    text(PAGE.left, top + 14, fitting(name, room, PAGE.size), { size: PAGE.size, fill: INK }),
    text(PAGE.right, top + 14, said, { size: PAGE.size, fill: INK, anchor: 'end' }),
    ...(share === undefined
      ? []
      : [
          box(PAGE.left, y, WIDTH, BAR, 'rx="3" fill="#e6e8eb"'),
          box(PAGE.left, y, WIDTH * held(share), BAR, 'rx="3" fill="#3f72af"'),
        ]),
    ...(mark === undefined ? [] : [markAt(PAGE.left + WIDTH * held(mark), y)]),
  ].join('');
}

/** A line across the bar, longer than it is high. */
function markAt(x: number, y: number): string {
  return `<line x1="${px(x)}" y1="${y - 3}" x2="${px(x)}" y2="${y + BAR + 3}" stroke="${INK}" stroke-width="3"/>`;
}

function held(share: number): number {
  return Math.min(1, Math.max(0, share));
}
