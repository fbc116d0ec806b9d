import { barRows } from './bar-rows.ts';
import type { FiguresPicture } from './figures-picture.ts';
import { INK, PAGE, PALE } from './figures-page.ts';
import { fitting, text } from './svg-text.ts';
import { patterns, weekColumns } from './week-columns.ts';

/** How changes went as a picture for a phone: weeks as columns by how they ended, then one chart below the other, each bar with its words. Pure. */
export function figuresSvg({ title, lines, charts, ...picture }: FiguresPicture): string {
  const width = PAGE.right - PAGE.left;
  const below = lines.map((line, i) =>
    text(PAGE.left, 68 + i * PAGE.line, fitting(line, width, PAGE.size), { size: PAGE.size, fill: PALE }),
  );
  const weeks = weekColumns(picture, 68 + lines.length * PAGE.line);
  const drawn = [text(PAGE.left, 38, fitting(title, width, 24), { size: 24, fill: INK }), ...below, weeks.drawn];
  let { bottom } = weeks;
  for (const chart of charts) {
    const next = barRows(chart, bottom + 16);
    drawn.push(next.drawn);
    bottom = next.bottom;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${Math.ceil(bottom + 24)}" font-family="DejaVu Sans">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    patterns(),
    ...drawn,
    '</svg>',
  ].join('\n');
}
