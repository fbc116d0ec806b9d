import type { ChangeId } from '../change-id.ts';
import { KINDS, RISKS, type Kind } from '../model.ts';
import type { Measure, TimedRollback, Work, WorkedWindow } from './measure.ts';
import { median, ninetieth, sum } from './spread.ts';
import { groupsBy, tallyOf, type Group, type Tally } from './tally.ts';

/** `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How changes went that ended within a span; what nothing is known of is absent or empty. */
export interface Figures extends Span {
  readonly ended: Tally;
  readonly emergencies: number;
  /** In the order of `KINDS` and `RISKS`; patterns with the most changes first. */
  readonly byKind: readonly Group[];
  readonly byRisk: readonly Group[];
  readonly byPattern: readonly Group[];
  /** Every week that the span touches, from its Monday on, oldest first. */
  readonly weeks: readonly { readonly at: number; readonly tally: Tally }[];
  readonly window?: Punctuality;
  readonly rollback?: RollbackFigures;
  /** From filing to start, of the kinds that were carried out. */
  readonly leads: readonly {
    readonly kind: Kind;
    readonly of: number;
    readonly medianMs: number;
    readonly p90Ms: number;
  }[];
  readonly effort?: Effort;
}

/** The real time against the window (`share` is the median of real by planned), and how many went on after it, by how much at the median. */
export interface Punctuality {
  readonly of: number;
  readonly share: number;
  readonly late: number;
  readonly lateMs?: number;
}

export interface RollbackFigures {
  readonly of: number;
  readonly medianMs: number;
  /** Of how many a time was promised, and how many kept it. */
  readonly promised: number;
  readonly kept: number;
  /** The newest first. */
  readonly each: readonly (TimedRollback & { readonly change: ChangeId })[];
}

/** How much work by hand a change takes and how large it is, at the mean (003-MET-03); resources of those whose plan was read. */
export interface Effort {
  readonly of: number;
  readonly manualSteps: number;
  readonly services: number;
  readonly resources?: { readonly of: number; readonly mean: number };
}

/** The figures of the changes that ended within a span. */
export function figuresOf(all: readonly Measure[], { from, to }: Span, timezone: string): Figures {
  const measures = all.filter(({ endedAt }) => endedAt >= from && endedAt < to);
  const done = measures.flatMap(({ work, ...measure }) => (work ? [{ ...measure, work }] : []));
  const window = punctuality(done.flatMap(({ work }) => work.window ?? []));
  const rollback = rollbackFigures(done);
  const effort = effortOf(done);
  return {
    from,
    to,
    ended: tallyOf(measures),
    emergencies: measures.filter(({ kind }) => kind === 'emergency').length,
    byKind: inOrder(
      KINDS,
      groupsBy(measures, ({ kind }) => kind),
    ),
    byRisk: inOrder(
      RISKS,
      groupsBy(measures, ({ risk }) => risk),
    ),
    byPattern: groupsBy(measures, ({ pattern }) => pattern),
    weeks: mondays({ from, to }, timezone).map((at, i, starts) => {
      const next = starts[i + 1] ?? to;
      return { at, tally: tallyOf(measures.filter(({ endedAt }) => endedAt >= at && endedAt < next)) };
    }),
    ...(window === undefined ? {} : { window }),
    ...(rollback === undefined ? {} : { rollback }),
    leads: KINDS.flatMap((kind) => {
      const leads = done.filter((m) => m.kind === kind).flatMap(({ work }) => work.leadMs ?? []);
      const [medianMs, p90Ms] = [median(leads), ninetieth(leads)];
      return medianMs === undefined || p90Ms === undefined ? [] : [{ kind, of: leads.length, medianMs, p90Ms }];
    }),
    ...(effort === undefined ? {} : { effort }),
  };
}

function inOrder(names: readonly string[], groups: readonly Group[]): readonly Group[] {
  return groups.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

/** The Mondays of the weeks that a span touches, as they begin in a zone. */
function mondays({ from, to }: Span, timezone: string): readonly number[] {
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timezone).toPlainDate();
  const starts: number[] = [];
  for (let date = day.subtract({ days: day.dayOfWeek - 1 }); ; date = date.add({ days: 7 })) {
    const at = date.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
    if (at >= to) return starts;
    starts.push(at);
  }
}

function punctuality(windows: readonly WorkedWindow[]): Punctuality | undefined {
  const share = median(windows.map(({ tookMs, plannedMs }) => tookMs / plannedMs));
  if (share === undefined) return undefined;
  const late = windows.flatMap(({ overranMs }) => (overranMs > 0 ? [overranMs] : []));
  const lateMs = median(late);
  return { of: windows.length, share, late: late.length, ...(lateMs === undefined ? {} : { lateMs }) };
}

function rollbackFigures(done: readonly Worked[]): RollbackFigures | undefined {
  const each = done
    .toSorted((a, b) => b.endedAt - a.endedAt)
    .flatMap(({ change, work: { rollback } }) => (rollback ? [{ change, ...rollback }] : []));
  const medianMs = median(each.map(({ tookMs }) => tookMs));
  if (medianMs === undefined) return undefined;
  const promised = each.flatMap(({ tookMs, promisedMs }) => (promisedMs === undefined ? [] : [tookMs <= promisedMs]));
  return { of: each.length, medianMs, promised: promised.length, kept: promised.filter(Boolean).length, each };
}

function effortOf(done: readonly Worked[]): Effort | undefined {
  const of = done.length;
  if (of === 0) return undefined;
  const resources = done.flatMap(({ work }) => work.resources ?? []);
  const planned = resources.length;
  return {
    of,
    manualSteps: sum(done.map(({ work }) => work.manualSteps)) / of,
    services: sum(done.map(({ services }) => services.length)) / of,
    ...(planned === 0 ? {} : { resources: { of: planned, mean: sum(resources) / planned } }),
  };
}

/** A change that was carried out. */
type Worked = Measure & { readonly work: Work };
