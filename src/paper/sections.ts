import { readHeading, TITLE, type Heading } from './template.ts';

/** The template's sections as somebody wrote them, lines as they are; what stands outside of any is `strays`. */
export interface Sections {
  readonly bodies: ReadonlyMap<Heading, readonly string[]>;
  /** After the words "Change Request:", where some put the title. */
  readonly title: string;
  readonly strays: readonly string[];
  /** Headings that came again; the first of each is what is read. */
  readonly repeated: readonly Heading[];
}

/** A text that a person wrote or a program saved, cut at the template's headings; undefined when it does not look like a change request. */
export function readSections(text: string): Sections | undefined {
  const bodies = new Map<Heading, readonly string[]>();
  const repeated: Heading[] = [];
  const strays: string[] = [];
  let title: string | undefined;
  let body: string[] = strays;
  for (const line of linesOf(text)) {
    const found = readHeading(line);
    if (!found) body.push(line);
    else if (found.heading === TITLE) {
      title ??= found.after;
      body = strays;
    } else {
      body = found.after === '' ? [] : [found.after];
      if (bodies.has(found.heading)) repeated.push(found.heading);
      else bodies.set(found.heading, body);
    }
  }
  if (title === undefined && bodies.size < 3) return undefined;
  const cut = [...bodies].map(([heading, lines]) => [heading, withoutMargins(lines)] as const);
  return { bodies: new Map(cut), title: title ?? '', strays: strays.filter((line) => line.trim() !== ''), repeated };
}

/** A file that was saved with CRLF throughout says so at its first heading; elsewhere a CR belongs to the text. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const heading = lines.find((line) => readHeading(line));
  return heading?.endsWith('\r') ? text.replaceAll('\r\n', '\n').split('\n') : lines;
}

/** Without the empty line after the heading and the one before the next. */
function withoutMargins(lines: readonly string[]): readonly string[] {
  const from = lines[0] === '' ? 1 : 0;
  return lines.slice(from, lines.length > from && lines.at(-1) === '' ? -1 : undefined);
}

const ITEM = /^[-*•] [*_]{0,2}([A-Za-z][A-Za-z ]*?(?: [A-Za-z][A-Za-z0-9_-]*)?)[*_]{0,2}:[*_]{0,2}([\s\S]*)$/;

/** The values of a section by their labels in small letters; a line that begins no label known there goes on with the value before. */
export function readItems(
  lines: readonly string[],
  isLabel: (label: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const items = new Map<string, string[]>();
  let item: string[] | undefined;
  for (const line of lines) {
    const [, label = '', value = ''] = ITEM.exec(line) ?? [];
    if (label !== '' && isLabel(label) && !items.has(label)) {
      item = [value];
      items.set(label, item);
    } else item?.push(line);
  }
  return items;
}
