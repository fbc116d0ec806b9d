import { shownId } from '../change/change-id.ts';
import type { Change, ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { BEYOND, LABELLED, PLACED, type LabelledField } from './fields.ts';
import { checklistLines } from './checklist-lines.ts';
import { printDay, printMoment, printSpan } from './moments.ts';
import { pirLines } from './pir-lines.ts';
import { stampsOf } from './stamps.ts';
import { HEADINGS, NONE, printText, printValue, TEXT_SECTIONS, TITLE, type Heading } from './template.ts';

export interface Paper {
  readonly policy: Policy;
  /** How a person is called; their Slack id unless something better is known. */
  readonly nameOf?: (user: string) => string;
}

/** Said of an estimate that was not given: the window stands in for it. */
export const WHOLE_WINDOW = ' (the whole window)';

export const ATTACHMENTS = 'Attachments';

const ONLY_WHERE_SAID: readonly Heading[] = ['Checklist', 'Post-Implementation Review'];

/** A change as the process document's change request in Markdown; `readMarkdownChange` reads the same content from it. */
export function printChange(change: Change, { policy, nameOf = (user) => user }: Paper): string {
  const { content } = change;
  const { timezone } = policy;
  const stamps = stampsOf(change, timezone, nameOf);
  const lines: { readonly [H in Exclude<Heading, keyof typeof TEXT_SECTIONS>]: readonly string[] } = {
    'Change Information': [
      said('Requestor', nameOf(change.requester)),
      said('Date', printDay(change.filedAt, timezone)),
      ...PLACED['Change Information'].map((field) => labelled(field, content)),
    ],
    'Systems Affected': content.services.map((name) => systemLine(name, policy)),
    'Risk Assessment': PLACED['Risk Assessment'].map((field) => labelled(field, content)),
    Timeline: [
      said('Proposed Date', printMoment(content.opensAt, timezone)),
      said('Estimated Duration', estimateOf(content)),
      ...PLACED.Timeline.map((field) => labelled(field, content)),
    ],
    Approval: [
      said('Reviewed By', stamps.reviewedBy.join(', ') || NONE),
      said('Approved By', stamps.approvedBy.join(', ') || NONE),
      said('Date', stamps.date ?? NONE),
    ],
    'Beyond the Template': [
      said('Change ID', shownId(change.id)),
      ...BEYOND.filter((field) => LABELLED[field].print(content) !== undefined).map((field) =>
        labelled(field, content),
      ),
      ...attachmentsLine(content),
      said('Window Closes', printMoment(content.closesAt, timezone)),
      ...Object.entries(content.params).map(([name, value]) => `- **Parameter ${name}:**${printValue(value, false)}`),
    ],
    // These only tell: what was said of an item, or after the end, is said anew of another change.
    Checklist: checklistLines(change, policy, nameOf),
    'Post-Implementation Review': pirLines(change, policy, nameOf),
  };
  const there = HEADINGS.filter(
    (heading) => isText(heading) || !ONLY_WHERE_SAID.includes(heading) || lines[heading].length > 0,
  );
  const sections = there.map((heading) => {
    const body = isText(heading) ? printText(content[TEXT_SECTIONS[heading]]) : lines[heading].join('\n');
    return `## ${heading}\n\n${body}\n`;
  });
  return [`# ${TITLE}\n`, ...sections].join('\n');
}

export function isText(heading: Heading): heading is keyof typeof TEXT_SECTIONS {
  return Object.hasOwn(TEXT_SECTIONS, heading);
}

function labelled(field: LabelledField, content: ChangeContent): string {
  const { label, optional, print } = LABELLED[field];
  return `- **${label}:**${printValue(print(content), optional)}`;
}

/** A line that says something and is not read back, or whose value needs no escape. */
function said(label: string, value: string): string {
  return `- **${label}:** ${value.replaceAll(/\s+/g, ' ')}`;
}

/** By name only: a document is anybody's, and must give nobody a file of Slack that they cannot see. */
function attachmentsLine({ attachments = [] }: ChangeContent): readonly string[] {
  const names = attachments.map(({ name }) => name.replaceAll(/\s+/g, ' ')).join(', ');
  return names === '' ? [] : [`- **${ATTACHMENTS}:**${printValue(names, true)}`];
}

function systemLine(name: string, { services }: Paper['policy']): string {
  const shown = named(services, name)?.name;
  return shown === undefined || shown === name ? `- ${name}` : `- ${name}: ${shown}`;
}

function estimateOf({ estimateMs, opensAt, closesAt }: ChangeContent): string {
  return estimateMs === undefined ? `${printSpan(closesAt - opensAt)}${WHOLE_WINDOW}` : printSpan(estimateMs);
}
