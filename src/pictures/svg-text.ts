/** What somebody wrote, as XML takes it: no markup, and no character that XML 1.0 forbids. */
function escaped(written: string): string {
  return written
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t]|[\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A line of text with its base line at `y`. */
export function text(
  x: number,
  y: number,
  words: string,
  { size = 12, fill }: { readonly size?: number; readonly fill: string },
): string {
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${fill}">${escaped(words)}</text>`;
}

/** Pixels per character of the font at the sizes used here, on the wide side. */
const CHARACTER = 7.6;

/** A text as long as fits a width; a cut one says so. */
export function fitting(words: string, width: number): string {
  const most = Math.max(1, Math.floor(width / CHARACTER));
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`;
}

/** A length to a tenth of a pixel. */
export function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
