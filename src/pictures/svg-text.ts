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

interface Look {
  /** Pixels. */
  readonly size?: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A line of text with its base line at `y`. */
export function text(x: number, y: number, words: string, { size = 12, fill, anchor = 'start' }: Look): string {
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${fill}"${at}>${escaped(words)}</text>`;
}

export function box(x: number, y: number, width: number, height: number, look: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${height}" ${look}/>`;
}

/** A character of the font in its size, on the wide side. */
const CHARACTER = 0.6;

/** How wide a line of text is, pixels, on the wide side. */
export function widthOf(words: string, size = 12): number {
  return words.length * size * CHARACTER;
}

/** A text as long as fits a width; a cut one says so. */
export function fitting(words: string, width: number, size = 12): string {
  const most = Math.max(1, Math.floor(width / (size * CHARACTER)));
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`;
}

/** A length to a tenth of a pixel. */
export function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
