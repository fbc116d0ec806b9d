import type { RecordedFact } from '../../src/change/facts.ts';
import type { Figures } from '../../src/change/figures/figures.ts';
import type { ChangeContent } from '../../src/change/model.ts';

/** What figures come to, in a shape that does not depend on how they are made. */
export interface Counted {
  readonly [what: string]: number;
}

/** What figures tell of the values of each thing. */
const SHOWN: Readonly<{ [what: string]: readonly ('of' | 'total' | 'median' | 'ninetieth')[] }> = {
  lead: ['of', 'median', 'ninetieth'],
  steps: ['of', 'total'],
  services: ['total'],
  resources: ['of', 'total'],
  window: ['of', 'median'],
  late: ['of', 'median'],
  rollback: ['of', 'median'],
};

/** What is read of the facts of one change, one after the other, into plain variables. */
interface Tale {
  content?: ChangeContent;
  filedAt: number;
  startedAt?: number | undefined;
  endedAt?: number | undefined;
  ending?: string | undefined;
  recorded: boolean;
  reopened: boolean;
  approved: boolean;
  withdrawnAt?: number;
  issues: number;
  watchAt?: number;
  listed?: string;
  decided?: { readonly at: number; readonly promisedMs?: number };
  wentBackAt?: number;
  resources?: number;
}

/**
 * The figures of a span counted from the facts themselves, without the change that they make: one pass over each history, sums and maps.
 * Only for tests, which hold the figures against it.
 */
export function countedFrom(
  histories: readonly (readonly RecordedFact[])[],
  span: { readonly from: number; readonly to: number },
  timezone: string,
): Counted {
  const counts = new Map<string, number>();
  const add = (what: string, n = 1): void => void counts.set(what, (counts.get(what) ?? 0) + n);
  const spreads = new Map<string, number[]>();
  const note = (what: string, value: number): void => void spreads.set(what, [...(spreads.get(what) ?? []), value]);
  for (const facts of histories) {
    const { tale, steps } = told(facts);
    const at = tale.endedAt ?? (tale.approved ? tale.withdrawnAt : undefined);
    if (at === undefined || at < span.from || at >= span.to || !tale.content) continue;
    const { kind, risk, services, opensAt, closesAt } = tale.content;
    const result = tale.ending === 'implemented' && tale.issues > 0 ? 'withIssues' : (tale.ending ?? 'cancelled');
    const monday = mondayOf(at, timezone);
    const pattern = tale.content.pattern ?? tale.listed;
    add(`ended ${result}`);
    add(`week ${monday} ${result}`);
    add(`kind ${kind} ${result}`);
    add(`risk ${risk} ${result}`);
    if (pattern !== undefined) add(`pattern ${pattern} ${result}`);
    if (kind === 'emergency') add('emergencies');
    if (tale.startedAt === undefined || tale.endedAt === undefined) continue;
    const doneAt = tale.ending === 'implemented' ? (tale.watchAt ?? tale.endedAt) : tale.endedAt;
    if (!tale.recorded) note(`lead ${kind}`, tale.startedAt - tale.filedAt);
    note('steps', steps);
    note('services', services.length);
    if (tale.resources !== undefined) note('resources', tale.resources);
    if (closesAt > opensAt && !tale.recorded && !tale.reopened) {
      note('window', (doneAt - tale.startedAt) / (closesAt - opensAt));
      if (doneAt > closesAt) note('late', doneAt - closesAt);
    }
    if (tale.ending !== 'rolledBack' || !tale.decided) continue;
    const took = (tale.wentBackAt ?? tale.endedAt) - tale.decided.at;
    note('rollback', took);
    if (tale.decided.promisedMs !== undefined) {
      add('promised');
      if (took <= tale.decided.promisedMs) add('kept');
    }
  }
  for (const [what, values] of spreads) {
    const known = {
      of: values.length,
      total: values.reduce((sum, value) => sum + value, 0),
      median: middle(values),
      ninetieth: least(values),
    };
    for (const name of SHOWN[what.split(' ')[0] ?? ''] ?? []) counts.set(`${what} ${name}`, known[name]);
  }
  return Object.fromEntries(counts);
}

/** Of figures what the count above knows too, under the same names. */
export function asCounted(figures: Figures): Counted {
  const { ended, byKind, byRisk, byPattern, weeks, window, rollback, leads, effort } = figures;
  const tallies = [
    ['ended', ended] as const,
    ...byKind.map(({ name, tally }) => [`kind ${name}`, tally] as const),
    ...byRisk.map(({ name, tally }) => [`risk ${name}`, tally] as const),
    ...byPattern.map(({ name, tally }) => [`pattern ${name}`, tally] as const),
    ...weeks.map(({ at, tally }) => [`week ${at}`, tally] as const),
  ].flatMap(([what, tally]) => Object.entries(tally).map(([result, n]) => [`${what} ${result}`, n] as const));
  const all: readonly (readonly [string, number])[] = [
    ...tallies,
    ['emergencies', figures.emergencies],
    ['promised', rollback?.promised ?? 0],
    ['kept', rollback?.kept ?? 0],
  ];
  return Object.fromEntries([
    ...all.filter(([, n]) => n > 0),
    ...leads.flatMap(({ kind, of, medianMs, p90Ms }) => [
      [`lead ${kind} of`, of],
      [`lead ${kind} median`, medianMs],
      [`lead ${kind} ninetieth`, p90Ms],
    ]),
    ...(window
      ? [
          ['window of', window.of],
          ['window median', window.share],
          ...(window.lateMs === undefined
            ? []
            : [
                ['late of', window.late],
                ['late median', window.lateMs],
              ]),
        ]
      : []),
    ...(rollback
      ? [
          ['rollback of', rollback.of],
          ['rollback median', rollback.medianMs],
        ]
      : []),
    ...(effort
      ? [
          ['steps of', effort.of],
          ['steps total', Math.round(effort.manualSteps * effort.of)],
          ['services total', Math.round(effort.services * effort.of)],
          ...(effort.resources
            ? [
                ['resources of', effort.resources.of],
                ['resources total', Math.round(effort.resources.mean * effort.resources.of)],
              ]
            : []),
        ]
      : []),
  ]);
}

function told(facts: readonly RecordedFact[]): { readonly tale: Tale; readonly steps: number } {
  const tale: Tale = { filedAt: 0, recorded: false, reopened: false, approved: false, issues: 0 };
  const step = new Map<string, string>();
  const unproved = new Map<string, number>();
  const texts = new Map<string, string>();
  let newestPlan: number | undefined;
  const ticked = new Set<string>();
  let playbookSteps = 0;
  const wentBack = (at: number): void => {
    if (tale.decided && at >= tale.decided.at) tale.wentBackAt = at;
  };
  for (const { fact, at } of facts) {
    if (fact.type === 'changeFiled') [tale.filedAt, tale.content] = [at, fact.content];
    if (fact.type === 'changeFiled' && fact.made) {
      const { opensAt, closesAt } = fact.content;
      tale.recorded = true;
      [tale.startedAt, tale.endedAt, tale.ending] = [opensAt, closesAt, fact.made.ending];
    }
    if (fact.type === 'changeReopened') [tale.reopened, tale.endedAt, tale.ending] = [true, undefined, undefined];
    if (fact.type === 'changeEdited') tale.content = fact.content;
    if (fact.type === 'changeApproved') tale.approved = true;
    if (fact.type === 'changeWithdrawn') tale.withdrawnAt = at;
    if (fact.type === 'changeStarted') tale.startedAt ??= at;
    if (fact.type === 'startTakenBack' && tale.content?.kind !== 'emergency') tale.startedAt = undefined;
    if (fact.type === 'watchBegun') tale.watchAt = at;
    if (fact.type === 'issueFound') tale.issues += 1;
    if (fact.type === 'changeEnded') [tale.endedAt, tale.ending] = [at, fact.ending];
    if (fact.type === 'rollbackDecided') {
      const { promisedMs } = fact;
      tale.decided = { at, ...(promisedMs === undefined ? {} : { promisedMs }) };
    }
    if (fact.type === 'checklistOpened') {
      const { items, pattern } = fact.checklist;
      tale.listed = pattern;
      for (const id of ticked) if (texts.get(id) !== items.find((item) => item.id === id)?.text) ticked.delete(id);
      texts.clear();
      for (const { id, text } of items) texts.set(id, text);
    }
    if (fact.type === 'itemTicked') ticked.add(fact.item);
    if (fact.type === 'itemSkipped' || fact.type === 'itemReopened') ticked.delete(fact.item);
    if (fact.type === 'playbookTicked') playbookSteps += 1;
    if (fact.type === 'stepRequested') step.set(fact.run, `${fact.occasion} ${fact.step}`);
    if (fact.type === 'stepEnded') {
      const what = step.get(fact.run) ?? '';
      if (what === 'start plan' && fact.plan) {
        const { create = 0, update = 0, replace = 0, destroy = 0, forget = 0, invoke = 0 } = fact.plan.counts;
        newestPlan = create + update + replace + destroy + forget + invoke;
      }
      if (what.endsWith(' rollback') && fact.outcome === 'succeeded') wentBack(at);
      if (what.endsWith(' rollback') && fact.outcome === 'unknown') unproved.set(fact.run, at);
    }
    if (fact.type === 'stepSettled' && fact.verdict === 'succeeded') wentBack(unproved.get(fact.run) ?? 0);
    if (fact.type === 'stepBegun' && step.get(fact.run)?.endsWith(' apply') && newestPlan !== undefined)
      tale.resources = newestPlan;
  }
  return { tale, steps: ticked.size + playbookSteps };
}

function mondayOf(at: number, timezone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return local.startOfDay().subtract({ days: local.dayOfWeek - 1 }).epochMilliseconds;
}

/** Between the two ranks on either side of the half. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(rank)] ?? 0) + (sorted[Math.ceil(rank)] ?? 0)) / 2;
}

/** The least that at least nine in ten do not exceed. */
function least(values: readonly number[]): number {
  const enough = values.filter((value) => values.filter((v) => v <= value).length * 10 >= values.length * 9);
  return Math.min(...enough);
}
