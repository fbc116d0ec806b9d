import { isAddress, LINKS_MAX, VALUE_MAX } from '../../change/content-details.ts';
import { TEXT_MAX, TEXTS, TITLE_MAX } from '../../change/content.ts';
import type { ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import { preApproved, type Patterns } from '../../change/pattern.ts';
import type { Policy } from '../../change/policy.ts';
import { readMarkdownChange } from '../../paper/read-change.ts';
import { cut, linesOf, quoted } from '../../slack/blocks.ts';
import { plainOf } from '../../slack/plain-of.ts';
import { typedValues, type PlainValues } from '../../slack/values.ts';
import { DEFAULTS, valuesOf } from './form-values.ts';
import type { Begun } from './open-form.ts';
import { nameOf, readForm } from './read-form.ts';

/** What the form carries of what was not read: its metadata takes 3000 characters, of which an escape may take two for one. */
const UNREAD_MAX = 1_000;
const ITEM_MAX = 200;
/** What a date picker of Slack takes (docs.slack.dev, datetimepicker). */
const DATES = { from: 1_000_000_000_000, to: 9_999_999_999_000 };
const PERSON = /^(?:<@)?([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>?$/;
const LIMITS: Readonly<Record<string, number>> = {
  title: TITLE_MAX,
  ...Object.fromEntries(TEXTS.map((field) => [field, TEXT_MAX])),
  maintenanceWindow: 20,
  commit: 64,
  testedIn: 20,
  follows: 20,
  partOf: 20,
  value: VALUE_MAX,
  rollbackTriggers: TEXT_MAX,
  riskReason: TEXT_MAX,
  links: TEXT_MAX,
  documents: TEXT_MAX,
};

interface Known {
  readonly policy: Policy;
  readonly patterns: Patterns;
}

/** A form begun with the change request that a message is, in Markdown; undefined for any other message. */
export function fromTemplate(text: string, address: string | undefined, known: Known): Begun | undefined {
  const read = readMarkdownChange(unfenced(plainOf(text)), known.policy);
  if (!read) return undefined;
  const { content } = read;
  const problems = [...strangers(content), ...badWork(content, known), ...badDate(content)];
  const left = new Set<string>(problems.map(({ field }) => field));
  const whole = valuesOf(Object.fromEntries(Object.entries(withPeople(content)).filter(([field]) => !left.has(field))));
  const long = Object.entries(whole).filter(([field, value]) => tooLong(field, value));
  const initial = shortened(withLink(whole, address));
  const unread = [
    ...read.unread,
    ...problems.map(({ problem }) => problem),
    ...long.map(([field]) => `${nameOf(field)}: only the first ${LIMITS[field]} characters fit.`),
    ...otherEnd(content, initial, known.policy),
  ];
  const follows = content.kind !== 'standard' && !left.has('pattern') ? content.pattern : undefined;
  return {
    initial,
    details: true,
    ...(unread.length === 0 ? {} : { unread: unreadWords(unread) }),
    ...(follows === undefined ? {} : { pattern: follows }),
  };
}

/** Without the code block around it, in which people put Markdown so that Slack leaves it as it is. */
function unfenced(text: string): string {
  const said = text.trim();
  const [opening, before = ''] = /^([^#`]*)```(?:[A-Za-z]*\n)?/.exec(said) ?? [];
  if (opening === undefined || !said.endsWith('```') || said.length < opening.length + 3) return text;
  return `${before}\n${said.slice(opening.length, -3)}`.trim();
}

interface Left {
  readonly field: keyof ChangeContent;
  readonly problem: string;
}

const shown = (text: string): string => `“${cut(text, 60)}”`;

function strangers(content: Partial<ChangeContent>): readonly Left[] {
  return (['implementer', 'rollbackDecider'] as const).flatMap((field) => {
    const written = content[field];
    const label = field === 'implementer' ? 'Implementer' : 'Rollback Decider';
    const problem = `${label}: ${shown(written ?? '')} names no person of this workspace; choose one below.`;
    return written === undefined || PERSON.test(written) ? [] : [{ field, problem }];
  });
}

function withPeople(content: Partial<ChangeContent>): Partial<ChangeContent> {
  const { implementer, rollbackDecider } = content;
  const id = (written: string): string => PERSON.exec(written)?.[1] ?? written;
  return {
    ...content,
    ...(implementer === undefined ? {} : { implementer: id(implementer) }),
    ...(rollbackDecider === undefined ? {} : { rollbackDecider: id(rollbackDecider) }),
  };
}

function badWork(content: Partial<ChangeContent>, { policy, patterns }: Known): readonly Left[] {
  const { runbook, params = {}, pattern, services = [], kind } = content;
  const found = runbook === undefined ? undefined : named(policy.runbooks, runbook);
  const offered =
    services.length === 0 || services.some((s) => named(policy.services, s)?.runbooks.includes(runbook ?? ''));
  const asked = found && offered ? found.params : {};
  const strange = Object.keys(params).filter((name) => !isAsked(asked, name, params[name]));
  const knownPattern =
    pattern === undefined || (kind === 'standard' ? preApproved(patterns).includes(pattern) : named(patterns, pattern));
  return [
    ...(runbook === undefined || (found && offered)
      ? []
      : [{ field: 'runbook', problem: `Runbook: ${shown(runbook)} is none of these systems.` } as const]),
    ...(knownPattern
      ? []
      : [{ field: 'pattern', problem: `Pattern: there is no pattern ${shown(pattern)}.` } as const]),
    ...(strange.length === 0
      ? []
      : [
          {
            field: 'params',
            problem: `Parameters: ${strange.map(shown).join(', ')} cannot be given; fill them in below.`,
          } as const,
        ]),
  ];
}

function isAsked(asked: Policy['runbooks'][string]['params'], name: string, value = ''): boolean {
  const param = named(asked, name);
  return param !== undefined && (param.type !== 'choice' || param.options.includes(value));
}

function badDate({ opensAt }: Partial<ChangeContent>): readonly Left[] {
  if (opensAt === undefined || (opensAt >= DATES.from && opensAt <= DATES.to)) return [];
  return [{ field: 'opensAt', problem: 'Proposed Date: that year cannot be chosen in Slack.' }];
}

/** A window that ends otherwise than the form can say. */
function otherEnd({ closesAt, kind }: Partial<ChangeContent>, initial: PlainValues, policy: Policy): readonly string[] {
  if (closesAt === undefined || kind === 'emergency') return [];
  const filed = readForm(typedValues({ ...DEFAULTS, ...initial }), policy).content.closesAt;
  return filed === closesAt
    ? []
    : ['Window Closes: the window below ends otherwise; please look at duration and maintenance window.'];
}

function tooLong(field: string, value: PlainValues[string]): boolean {
  return typeof value === 'string' && value.length > (LIMITS[field] ?? Number.POSITIVE_INFINITY);
}

function shortened(values: PlainValues): PlainValues {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      typeof value === 'string' && tooLong(field, value) ? cut(value, LIMITS[field] ?? 0) : value,
    ]),
  );
}

/** Where it was said stands with the links, while there is room. */
function withLink(values: PlainValues, address: string | undefined): PlainValues {
  if (address === undefined || !isAddress(address)) return values;
  const links = typedValues(values)
    .text('links')
    .split('\n')
    .filter((l) => l !== '');
  return links.includes(address) || links.length >= LINKS_MAX
    ? values
    : { ...values, links: [...links, address].join('\n') };
}

function unreadWords(unread: readonly string[]): string {
  const lines = unread.map((one) => `• ${quoted(one.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '), ITEM_MAX)}`);
  return linesOf(lines, UNREAD_MAX);
}
