import type { Debt } from './debt.ts';
import { debtsBeforeClose } from './debts.ts';
import type { FactType, RecordedFact } from './facts.ts';
import { timedRollback, type TimedRollback } from './figures/measure.ts';
import type { Incident } from './incident.ts';
import { endsAt } from './ladder.ts';
import { latestRun, verdictOf, type Change, type StepRun } from './model.ts';
import type { Override } from './override.ts';

/** What the record knows of how a change went: what it was planned to take and took, the story, and what speaks for it and against it. */
export interface Retrospect {
  /** Absent of what was recorded afterwards. */
  readonly planned?: { readonly from: number; readonly to: number };
  /** As far as it came. */
  readonly real: { readonly from?: number; readonly to?: number };
  /** What tells the story, oldest first. */
  readonly told: readonly RecordedFact[];
  readonly well: readonly Well[];
  readonly better: readonly Better[];
}

/** Spans in ms. */
export type Well =
  | { readonly what: 'inTime'; readonly leftMs: number }
  | { readonly what: 'backup'; readonly run: StepRun }
  | { readonly what: 'verified' }
  | { readonly what: 'noTrouble' }
  | { readonly what: 'rolledBack'; readonly tookMs: number; readonly promisedMs: number };

export type Better =
  | { readonly what: 'startedLate' | 'endedLate' | 'extraTime'; readonly byMs: number }
  | { readonly what: 'backup'; readonly lacks: 'proof' | 'restoreTest' }
  | { readonly what: 'step'; readonly run: StepRun }
  | {
      readonly what: 'rolledBack';
      readonly reason: string;
      readonly tookMs?: number;
      readonly promisedMs?: number;
    }
  | { readonly what: 'incident'; readonly incident: Incident }
  | { readonly what: 'issue'; readonly text: string }
  | { readonly what: 'overridden'; readonly override: Override }
  | { readonly what: 'owed'; readonly debts: readonly Debt[] };

/** Later than this is late: a press takes its time. */
const LATE_MS = 5 * 60_000;

const TOLD: readonly FactType[] = [
  'gateOverridden',
  'changeStarted',
  'startTakenBack',
  'stepOverdue',
  'stepEnded',
  'stepSettled',
  'playbookOpened',
  'extraTimeTaken',
  'workContinued',
  'workDone',
  'logged',
  'feedbackGiven',
  'rollbackDecided',
  'incidentDeclared',
  'incidentResolved',
  'changeEnded',
  'changeReopened',
  'issueFound',
];

/** Looks back on a change by its facts alone; `change` is what they come to. */
export function retrospect(change: Change, facts: readonly RecordedFact[]): Retrospect {
  const { content, startedAt, endedAt, recorded } = change;
  return {
    ...(recorded ? {} : { planned: { from: content.opensAt, to: content.closesAt } }),
    real: {
      ...(startedAt === undefined ? {} : { from: startedAt }),
      ...(endedAt === undefined ? {} : { to: endedAt }),
    },
    told: facts.filter(({ fact }) => TOLD.includes(fact.type)),
    well: wellOf(change),
    better: betterOf(change, facts),
  };
}

function wellOf(change: Change): readonly Well[] {
  const { content, endedAt, ending, recorded } = change;
  const backup = backupOf(change);
  const back = wayBack(change);
  const checked = change.runs.findLast((r) => r.step === 'verify');
  const leftMs = content.closesAt - (endedAt ?? Infinity);
  return [
    ...(!recorded && ending !== 'failed' && leftMs >= 0 ? [{ what: 'inTime', leftMs } as const] : []),
    ...(backup?.proof ? [{ what: 'backup', run: backup } as const] : []),
    ...(verdictOf(checked) === 'succeeded' ? [{ what: 'verified' } as const] : []),
    ...(back?.tookMs !== undefined && back.promisedMs !== undefined && back.tookMs <= back.promisedMs
      ? [{ what: 'rolledBack', tookMs: back.tookMs, promisedMs: back.promisedMs } as const]
      : []),
    ...(!recorded && ending === 'implemented' && change.runs.length > 0 && troubles(change).length === 0
      ? [{ what: 'noTrouble' } as const]
      : []),
  ];
}

function betterOf(change: Change, facts: readonly RecordedFact[]): readonly Better[] {
  const { content, startedAt = 0, endedAt = 0, incident, issues, overrides } = change;
  const backup = backupOf(change);
  const back = wayBack(change);
  const lacks = backup && (backup.proof ? (backup.restoreMs === undefined ? 'restoreTest' : undefined) : 'proof');
  const owed = debtsBeforeClose(change).filter(({ what }) => what !== 'pir');
  const late = (what: 'startedLate' | 'endedLate' | 'extraTime', byMs: number, most = LATE_MS): readonly Better[] =>
    byMs > most ? [{ what, byMs }] : [];
  return [
    ...late('startedLate', startedAt - content.opensAt),
    ...late('endedLate', endedAt - content.closesAt),
    ...late('extraTime', endsAt(change) - content.closesAt, 0),
    ...(lacks ? [{ what: 'backup', lacks } as const] : []),
    ...troubles(change).map((run) => ({ what: 'step', run }) as const),
    ...(back ? [{ what: 'rolledBack', reason: whyBack(facts), ...back } as const] : []),
    ...(incident ? [{ what: 'incident', incident } as const] : []),
    ...issues.map(({ text }) => ({ what: 'issue', text }) as const),
    ...overrides.map((override) => ({ what: 'overridden', override }) as const),
    ...(owed.length > 0 ? [{ what: 'owed', debts: owed } as const] : []),
  ];
}

function backupOf(change: Change): StepRun | undefined {
  const backup = latestRun(change, 'backup');
  return verdictOf(backup) === 'succeeded' ? backup : undefined;
}

/** What did not succeed at once; what a look after the end found is an issue. */
function troubles({ runs }: Change): readonly StepRun[] {
  return runs.filter((run) => run.occasion !== 'long' && run.outcome !== undefined && run.outcome !== 'succeeded');
}

/** How long going back took, once it is done, and was promised to take. */
function wayBack(change: Change): Partial<TimedRollback> | undefined {
  const { rollback, ending, endedAt } = change;
  if (ending === 'rolledBack' && endedAt !== undefined) return timedRollback(change, endedAt);
  return rollback?.promisedMs === undefined ? rollback && {} : { promisedMs: rollback.promisedMs };
}

function whyBack(facts: readonly RecordedFact[]): string {
  return facts.reduce((why, { fact }) => (fact.type === 'rollbackDecided' ? fact.reason : why), '');
}
