import { named } from '../change/named.ts';
import {
  PLAN_ACTIONS,
  type PlanAction,
  type PlanCounts,
  type PlanItem,
  type PlanReview,
} from '../change/plan/plan-review.ts';
import { cut, listOf, quoted } from './blocks.ts';

/** Of an address no more is shown; the whole of it is in the log. */
const ADDRESS_MAX = 160;
const NAMED_MAX = 3;
const WORD_MAX = 60;

interface ActionWords {
  /** Behind a number: `2 to destroy`. */
  readonly count: string;
  /** Behind one, where that reads otherwise. */
  readonly one?: string;
  /** Its cell in the bar. */
  readonly sign: string;
}

/** What apply does to a resource; drift and what stays as it is are told apart from that. */
const WORDS: Readonly<Record<Exclude<PlanAction, 'drift' | 'unchanged' | 'read'>, ActionWords>> = {
  destroy: { count: 'to destroy', sign: '-' },
  replace: { count: 'to replace', sign: '±' },
  forget: { count: 'to let go of', sign: '?' },
  update: { count: 'to change', sign: '~' },
  create: { count: 'to create', sign: '+' },
  invoke: { count: 'to set off', sign: '!' },
  import: { count: 'to take over', sign: '↓' },
  move: { count: 'to move in the code', sign: '→' },
  output: { count: 'outputs to change', one: 'output to change', sign: '=' },
};

const BAR_CELLS = 24;

/** Why, where the tool says it in one of its known words (https://developer.hashicorp.com/terraform/internals/json-format). */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: 'it cannot be changed in place',
  replace_because_tainted: 'it is marked as damaged (tainted)',
  replace_by_request: 'the plan was asked to replace it',
  replace_by_triggers: 'what triggers its replacement has changed',
  delete_because_no_resource_config: 'it is no longer in the code',
  delete_because_no_module: 'its module is no longer in the code',
  delete_because_wrong_repetition: 'count or for_each came or went',
  delete_because_count_index: 'count is lower than its number',
  delete_because_each_key: 'its key is no longer in for_each',
  delete_because_no_move_target: 'it was moved to where the code has nothing',
};

function counted(counts: PlanCounts): readonly (readonly [number, ActionWords])[] {
  return PLAN_ACTIONS.flatMap((action) => {
    const count = counts[action] ?? 0;
    const words = action === 'drift' || action === 'unchanged' || action === 'read' ? undefined : WORDS[action];
    return count > 0 && words ? [[count, words] as const] : [];
  });
}

/** `2 to destroy, 1 to create`, the worst first; `nothing to do` where apply changes nothing. */
export function planCounts(counts: PlanCounts): string {
  const parts = counted(counts).map(([count, { count: many, one = many }]) => `${count} ${count === 1 ? one : many}`);
  const drift = counts.drift ?? 0;
  const all = [...(parts.length === 0 ? ['nothing to do'] : parts), ...(drift > 0 ? [`${drift} changed outside`] : [])];
  return all.join(', ');
}

/** The whole of a review in one plain line. */
export function planLine({ counts, units, items, itemsOmitted, renames }: PlanReview): string {
  const faulty = units.filter(({ fault }) => fault !== undefined).length;
  const data = items.filter(({ action, holdsData }) => holdsData && goes(action)).length;
  const atLeast = itemsOmitted > 0 && data === items.length ? 'at least ' : '';
  return [
    planCounts(counts),
    ...(data > 0 ? [`${atLeast}${data} that ${data === 1 ? 'goes holds' : 'go hold'} data`] : []),
    ...(renames.length > 0 ? [`${renames.length} may only have a new name`] : []),
    ...(faulty > 0 ? [`${faulty} ${faulty === 1 ? 'unit has' : 'units have'} no plan that counts`] : []),
  ].join('; ');
}

/** The shares of what is done, a sign each, `-` for each destroy; every kind has a cell. Undefined where nothing is done. */
export function planBar(counts: PlanCounts): string | undefined {
  const parts = counted(counts);
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  if (total === 0) return undefined;
  const cells = Math.min(total, BAR_CELLS);
  return parts.map(([count, { sign }]) => sign.repeat(Math.max(1, Math.round((count / total) * cells)))).join('');
}

/** What the signs of a bar stand for. */
export function planLegend(counts: PlanCounts): string {
  return counted(counts)
    .map(([, { count: words, sign }]) => `${sign} ${words}`)
    .join(' · ');
}

/** One thing to read before agreeing, as mrkdwn: what becomes of which resource, why, and what that means. */
export function itemLine(item: PlanItem): string {
  const { address, unit, holdsData, critical, from } = item;
  const place = unit === undefined ? '' : ` in ${quoted(unit, WORD_MAX)}`;
  const notes = [
    becauseOf(item),
    ...(from === undefined || item.action === 'move' ? [] : [`It stood at ${codeOf(from)} before.`]),
    ...(holdsData ? ['*It holds data.*'] : []),
    ...(critical ? ['*Others depend on it, or people get in by it.*'] : []),
  ].filter((note) => note !== '');
  return [`${codeOf(address)}${place} ${becomes(item)}`, ...notes].join(' ');
}

function becomes({
  action,
  createsFirst,
  createsAnew,
  deposed,
  unknown,
  unprotected,
  removedOutside,
  from,
}: PlanItem): string {
  if (unknown) return `has an action nobody here knows (${namesOf(unknown)}): take it for destroyed, and ask.`;
  const left = unprotected ? `, and loses protection: ${namesOf(unprotected)}` : '';
  switch (action) {
    case 'destroy':
      return deposed === undefined
        ? 'is destroyed.'
        : `leaves an old object behind (${quoted(deposed, WORD_MAX)}), which is destroyed.`;
    case 'replace':
      return `is replaced, ${createsFirst ? 'the new one first' : 'the old one destroyed first'}${left}.`;
    case 'update':
      return unprotected ? `loses protection: ${namesOf(unprotected)}.` : 'is changed.';
    case 'forget':
      return createsAnew
        ? 'is made anew; the old one stays, and nobody keeps it any more.'
        : 'stays, and nobody keeps it any more.';
    case 'drift':
      return removedOutside ? 'was removed outside.' : 'was changed outside.';
    case 'move':
      return `only moves in the code, from ${codeOf(from ?? '')}.`;
    case 'import':
      return 'is taken over as it is.';
    case 'invoke':
      return 'is set off.';
    case 'create':
    case 'read':
    case 'output':
    case 'unchanged':
      return action;
  }
}

function becauseOf({ reason, forcedBy }: PlanItem): string {
  if (reason === undefined) return forcedBy ? `Forced by ${namesOf(forcedBy)}.` : '';
  const why = named(REASONS, reason) ?? quoted(reason, WORD_MAX);
  return forcedBy ? `Forced by ${namesOf(forcedBy)}: ${why}.` : `Why: ${why}.`;
}

export function goes(action: PlanAction): boolean {
  return action === 'destroy' || action === 'replace';
}

function namesOf(names: readonly string[]): string {
  return listOf(
    names.map((name) => codeOf(name, WORD_MAX)),
    NAMED_MAX,
  );
}

/** A name of the code in fixed width; nothing in it can end that. */
export function codeOf(name: string, max = ADDRESS_MAX): string {
  return `\`${cut(quoted(name.replaceAll('`', 'ˋ'), max), max)}\``;
}
