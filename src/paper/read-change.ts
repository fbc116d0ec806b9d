import type { ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { readWindowEnd } from '../change/window.ts';
import { BEYOND, LABELLED, PLACED, type LabelledField } from './fields.ts';
import { readExact, readMoment } from './moments.ts';
import { ATTACHMENTS, isText, WHOLE_WINDOW } from './print-change.ts';
import { readItems, readSections, type Sections } from './sections.ts';
import { NONE, readText, readValue, TEXT_SECTIONS, type Heading } from './template.ts';

/** What could be read of a change request in Markdown, and a sentence for each thing that could not; nothing is guessed. */
export interface ReadChange {
  readonly content: Partial<ChangeContent>;
  readonly unread: readonly string[];
}

const PARAMETER = 'Parameter ';
/** Labels with a reading of their own, and those that only tell: they are stamped anew when the request is filed. */
const MOMENTS = ['Proposed Date', 'Estimated Duration', 'Window Closes'];
const ONLY_TOLD = ['Requestor', 'Date', 'Change ID', 'Reviewed By', 'Approved By', ATTACHMENTS];
const SHOWN_MAX = 60;

/**
 * Reads the process document's change request, as `printChange` writes it or as somebody filled it in by hand; undefined for a text
 * that is none. Parts may be missing; placeholders such as `[Name]` count as missing. Whether the content can stand is judged elsewhere.
 */
export function readMarkdownChange(
  text: string,
  policy: Pick<Policy, 'timezone' | 'services'>,
): ReadChange | undefined {
  const sections = readSections(text);
  if (!sections) return undefined;
  const items = itemsOf(sections);
  const parts = [
    readTexts(sections),
    readSystems(sections.bodies.get('Systems Affected') ?? [], policy),
    ...[...Object.values(PLACED).flat(), ...BEYOND].map((field) => readLabelled(field, items)),
    readTiming(items, policy),
    readParams(items),
  ];
  const title = sections.title === '' ? {} : { title: sections.title };
  return {
    content: Object.assign({}, title, ...parts.map(({ content }) => content)),
    unread: [
      ...aboutSections(sections),
      ...parts.flatMap(({ unread }) => unread),
      ...approvals(items),
      ...attachments(items),
    ],
  };
}

type Items = ReadonlyMap<string, readonly string[]>;

function itemsOf({ bodies }: Sections): Items {
  const labels = new Set([...Object.values(LABELLED).map(({ label }) => label), ...MOMENTS, ...ONLY_TOLD]);
  const isLabel = (label: string): boolean => labels.has(label) || label.startsWith(PARAMETER);
  const items = new Map<string, readonly string[]>();
  const headings: readonly Heading[] = [
    'Change Information',
    'Risk Assessment',
    'Timeline',
    'Approval',
    'Beyond the Template',
  ];
  for (const heading of headings) {
    for (const [label, lines] of readItems(bodies.get(heading) ?? [], isLabel)) {
      if (!items.has(label)) items.set(label, lines);
    }
  }
  return items;
}

function readTexts({ bodies }: Sections): ReadChange {
  const texts = [...bodies].flatMap(([heading, lines]) => {
    const text = isText(heading) ? readText(lines.join('\n')) : undefined;
    return !isText(heading) || text === undefined ? [] : [[TEXT_SECTIONS[heading], text] as const];
  });
  return { content: Object.fromEntries(texts), unread: [] };
}

function readSystems(lines: readonly string[], { services }: Pick<Policy, 'services'>): ReadChange {
  const written = lines
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter((line) => line !== '' && !/^\[.*\]$/.test(line));
  const found = written.map((line) => ({ line, name: serviceOf(line, services) }));
  const known = found.flatMap(({ name }) => name ?? []);
  const unknown = found.filter(({ name }) => name === undefined);
  return {
    content: known.length === 0 ? {} : { services: [...new Set(known)] },
    unread: unknown.map(({ line }) => `Systems Affected: the policy names no service ${shown(line)}.`),
  };
}

/** By the name the policy gives it, alone or before a colon, or by what people call it. */
function serviceOf(line: string, services: Policy['services']): string | undefined {
  const [before = ''] = line.split(':');
  const name = [line, before.trim()].find((candidate) => named(services, candidate));
  if (name !== undefined) return name;
  return Object.entries(services).find(([, service]) => service.name.toLowerCase() === line.toLowerCase())?.[0];
}

function readLabelled(field: LabelledField, items: Items): ReadChange {
  const { label, optional, read, expected } = LABELLED[field];
  const lines = items.get(label);
  const value = lines && readValue(lines, optional);
  if (value === undefined) return { content: {}, unread: [] };
  const content = read(value);
  return content
    ? { content, unread: [] }
    : { content: {}, unread: [`${label}: got ${shown(value)}; expected ${expected}.`] };
}

function readTiming(items: Items, { timezone }: Pick<Policy, 'timezone'>): ReadChange {
  const written = (label: string): string | undefined => {
    const lines = items.get(label);
    return lines && readValue(lines, true)?.trim();
  };
  const [date, duration, closes] = MOMENTS.map(written);
  const whole = duration?.endsWith(WHOLE_WINDOW) ?? false;
  const spanMs = duration === undefined ? undefined : readExact(duration.replace(WHOLE_WINDOW, ''));
  const opensAt = date === undefined ? undefined : readMoment(date, timezone);
  const closesAt = closes === undefined ? undefined : readMoment(closes, timezone);
  const end = closesAt ?? endOf(opensAt, duration ?? '', written('Maintenance Window') ?? '', timezone);
  return {
    content: {
      ...(opensAt === undefined ? {} : { opensAt }),
      ...(spanMs === undefined || whole ? {} : { estimateMs: spanMs }),
      ...(end === undefined ? {} : { closesAt: end }),
    },
    unread: [
      ...(date === undefined || opensAt !== undefined
        ? []
        : [`Proposed Date: ${shown(date)} is no date with a time such as 2026-11-03 21:00 (${timezone}).`]),
      ...(duration === undefined || spanMs !== undefined
        ? []
        : [`Estimated Duration: ${shown(duration)} is no duration such as 2h30m.`]),
      ...(closes === undefined || closesAt !== undefined
        ? []
        : [`Window Closes: ${shown(closes)} is no date with a time such as 2026-11-03 23:30.`]),
    ],
  };
}

function endOf(opensAt: number | undefined, duration: string, window: string, timezone: string): number | undefined {
  if (opensAt === undefined) return undefined;
  const end = readWindowEnd(opensAt, duration, window, timezone);
  return end.ok ? end.closesAt : undefined;
}

function readParams(items: Items): ReadChange {
  const params = [...items].flatMap(([label, lines]) => {
    const value = label.startsWith(PARAMETER) ? readValue(lines, false) : undefined;
    return value === undefined ? [] : [[label.slice(PARAMETER.length), value] as const];
  });
  return { content: params.length === 0 ? {} : { params: Object.fromEntries(params) }, unread: [] };
}

function aboutSections({ strays, repeated }: Sections): string[] {
  return [
    ...(strays.length === 0
      ? []
      : [`What stands outside of the template's sections was left out: ${shown(strays.join(' '))}`]),
    ...repeated.map((heading) => `${heading} stands there twice; the first was read.`),
  ];
}

/** Votes are not paper: whoever approved it there has not approved it here. */
function approvals(items: Items): string[] {
  const given = ['Reviewed By', 'Approved By'].some((label) => {
    const value = items.get(label);
    return value !== undefined && (readValue(value, true) ?? NONE) !== NONE;
  });
  return given ? ['Approval was left out: reviews and votes are given anew.'] : [];
}

/** A file's name is no file. */
function attachments(items: Items): string[] {
  const names = items.get(ATTACHMENTS);
  const value = names && readValue(names, true);
  return value === undefined || value === NONE
    ? []
    : [`Attachments were left out: ${shown(value)}; attach the files themselves.`];
}

function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > SHOWN_MAX ? `${line.slice(0, SHOWN_MAX)}…` : line}"`;
}
