/** How one form of a table writes what stands in a cell, and takes it back exactly. */
interface Cell {
  readonly write: (text: string) => string;
  readonly read: (written: string) => string;
}

/**
 * What a spreadsheet would run as a formula when a cell begins with it: the ASCII ones, their full-width forms, and tab and line breaks
 * (owasp.org, CSV injection). Space before them does not help. Apostrophes before it are somebody's own, and get one more.
 */
const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** A cell of a CSV file before it is quoted: one that could be a formula has an apostrophe in front, and is text then. */
export const csvCell: Cell = {
  write: (text) => (FORMULA.test(text) ? `'${text}` : text),
  read: (written) => (written.startsWith("'") && FORMULA.test(written) ? written.slice(1) : written),
};

/** Characters that Markdown, or HTML within it, would read as more than themselves; an ampersand only where it begins an entity. */
const MARKUP = /[\\|`*_[\]<>~]|&(?=#?\w+;)/g;
/** What a line of a table cannot hold as it is: controls and line ends, space at its ends, and more than one in a row. */
const LOST = /[\p{Cc}\u2028\u2029]|^\s|\s$|(?<=\s) /gu;

/** A cell of a Markdown table: a line end is `<br>`, what else would be lost an entity, markup has a backslash in front. */
export const markdownCell: Cell = {
  write: (text) =>
    text
      .replaceAll(MARKUP, String.raw`\$&`)
      .replaceAll(LOST, (lost) => (lost === '\n' ? '<br>' : `&#${lost.codePointAt(0)};`)),
  read: (written) =>
    written.replaceAll(
      /\\([!-/:-@[-`{-~])|<br\s*\/?>|&#(\d{1,7});/g,
      (all, escaped: string | undefined, code: string | undefined) => {
        if (escaped !== undefined) return escaped;
        if (code === undefined) return '\n';
        return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : all;
      },
    ),
};
