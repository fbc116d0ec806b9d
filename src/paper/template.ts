import type { LongText } from '../change/content.ts';

/** The headings of the process document's change request, in its order (001-TPL-15), and three of ours for what it has no place for. */
export const TITLE = 'Change Request';
export const HEADINGS = [
  'Change Information',
  'Change Description',
  'Reason for Change',
  'Systems Affected',
  'Implementation Plan',
  'Rollback Plan',
  'Risk Assessment',
  'Testing Plan',
  'Timeline',
  'Approval',
  'Beyond the Template',
  'Checklist',
  'Post-Implementation Review',
] as const;
export type Heading = (typeof HEADINGS)[number];

/** The sections that are one text. */
export const TEXT_SECTIONS = {
  'Change Description': 'description',
  'Reason for Change': 'reason',
  'Implementation Plan': 'implementationPlan',
  'Rollback Plan': 'rollbackPlan',
  'Testing Plan': 'testingPlan',
} as const satisfies { readonly [H in Heading]?: LongText };

/** A heading of the template with what stands after a colon; undefined for any other line. */
export function readHeading(
  line: string,
): { readonly heading: Heading | typeof TITLE; readonly after: string } | undefined {
  const [, written] = /^#{1,6}[ \t]+([\s\S]*?)[ \t#]*\r?$/.exec(line) ?? [];
  if (written === undefined) return undefined;
  const [, name = '', after = ''] =
    /^[*_]*(Post-Implementation Review|[A-Za-z ]+?)[*_]*(?:[:–—-]\s*([\s\S]*))?$/i.exec(written.trim()) ?? [];
  const heading = ([TITLE, ...HEADINGS] as const).find((known) => known.toLowerCase() === name.trim().toLowerCase());
  return heading === undefined ? undefined : { heading, after: after.trim() };
}

/** A section or a value that only says what belongs there, as templates do: `[Name]`. */
const PLACEHOLDER = /^\[[^\]\n]*\]$/;

/** A text under a heading, such that no line of it is taken for a heading of ours and none of it for a placeholder: those get a backslash more. */
export function printText(text: string): string {
  if (PLACEHOLDER.test(bare(text).trim())) return `\\${text}`;
  return text
    .split('\n')
    .map((line) => (readHeading(bare(line)) ? `\\${line}` : line))
    .join('\n');
}

/** The reverse of `printText`; undefined for a placeholder. */
export function readText(printed: string): string | undefined {
  if (PLACEHOLDER.test(printed.trim())) return undefined;
  if (PLACEHOLDER.test(bare(printed).trim())) return printed.slice(1);
  return printed
    .split('\n')
    .map((line) => (line.startsWith('\\') && readHeading(bare(line)) ? line.slice(1) : line))
    .join('\n');
}

export const NONE = 'none';

/** The value of a field as it stands after its label: further lines are indented, as Markdown continues an item. */
export function printValue(value: string | undefined, optional: boolean): string {
  if (value === undefined) return ` ${NONE}`;
  const [first = '', ...rest] = (isMarked(bare(value), optional) ? `\\${value}` : value).split('\n');
  const lines = rest.map((line) => (line === '' ? '' : `  ${line}`));
  return [first === '' ? '' : ` ${first}`, ...lines].join('\n');
}

/** The reverse of `printValue`; undefined for a placeholder, and for none where there may be none. */
export function readValue(lines: readonly string[], optional: boolean): string | undefined {
  const [first = '', ...rest] = lines;
  const value = [first.replace(/^ /, ''), ...rest.map((line) => line.replace(/^ {2}/, ''))].join('\n');
  if (isMarked(value, optional)) return undefined;
  return isMarked(bare(value), optional) ? value.slice(1) : value;
}

function isMarked(written: string, optional: boolean): boolean {
  const value = written.trim();
  return PLACEHOLDER.test(value) || (optional && (value === '' || value.toLowerCase() === NONE));
}

function bare(text: string): string {
  return text.replace(/^\\+/, '');
}
