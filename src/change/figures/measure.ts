import type { ChangeId } from '../change-id.ts';
import { verdictOf, type Change, type Kind, type Risk } from '../model.ts';
import type { PlanAction } from '../plan/plan-review.ts';
import { resultOf, type Result } from './result.ts';

/** What of a change that ended goes into the figures: of its facts alone, so that it can be made again at any time. Fields are only ever added, as optional ones. */
export interface Measure {
  readonly change: ChangeId;
  readonly result: Result;
  readonly endedAt: number;
  readonly kind: Kind;
  readonly risk: Risk;
  /** The one it was filed by, else the lightest that fitted. */
  readonly pattern?: string;
  readonly services: readonly string[];
  /** Of what was carried out. */
  readonly work?: Work;
}

export interface Work {
  /** From its filing to its start; absent of what was recorded afterwards. */
  readonly leadMs?: number;
  /** Absent too where the work was taken up again after its end. */
  readonly window?: WorkedWindow;
  readonly rollback?: TimedRollback;
  /** Items of the checklist and steps of playbooks that somebody ticked (003-MET-03). */
  readonly manualSteps: number;
  /** Of the plan that was applied; absent where none was read. */
  readonly resources?: number;
}

/** The window that was planned, and the real one. */
export interface WorkedWindow {
  readonly plannedMs: number;
  /** From its start until it was verified, or however else it ended: the watch comes after the work. */
  readonly tookMs: number;
  /** How long after its window it went on; 0 within it. */
  readonly overranMs: number;
}

export interface TimedRollback {
  /** From the decision until the newest rollback was done or, where there was none to run, the change had ended. */
  readonly tookMs: number;
  /** What was promised when it was decided. */
  readonly promisedMs?: number;
}

/** What one change contributes; undefined until it has ended. */
export function measureOf(change: Change): Measure | undefined {
  const over = resultOf(change);
  if (!over) return undefined;
  const { id, content, checklist } = change;
  const { kind, risk, services, pattern = checklist?.pattern } = content;
  const work = workOf(change);
  return {
    change: id,
    result: over.result,
    endedAt: over.at,
    kind,
    risk,
    ...(pattern === undefined ? {} : { pattern }),
    services,
    ...(work === undefined ? {} : { work }),
  };
}

function workOf(change: Change): Work | undefined {
  const { filedAt, startedAt, endedAt, ending, recorded } = change;
  if (startedAt === undefined || endedAt === undefined) return undefined;
  const window = workedWindow(change, startedAt, endedAt);
  const rollback = ending === 'rolledBack' ? timedRollback(change, endedAt) : undefined;
  const resources = appliedResources(change);
  return {
    ...(recorded ? {} : { leadMs: startedAt - filedAt }),
    ...(window === undefined ? {} : { window }),
    ...(rollback === undefined ? {} : { rollback }),
    manualSteps: manualSteps(change),
    ...(resources === undefined ? {} : { resources }),
  };
}

function workedWindow(
  { content: { opensAt, closesAt }, ending, watchingSince, recorded, reopenings }: Change,
  startedAt: number,
  endedAt: number,
): WorkedWindow | undefined {
  if (recorded || reopenings.length > 0 || closesAt <= opensAt) return undefined;
  const doneAt = ending === 'implemented' ? (watchingSince ?? endedAt) : endedAt;
  return { plannedMs: closesAt - opensAt, tookMs: doneAt - startedAt, overranMs: Math.max(0, doneAt - closesAt) };
}

/** How long going back took, and was promised to take; undefined where nobody decided on it. */
export function timedRollback({ rollback, runs }: Change, endedAt: number): TimedRollback | undefined {
  if (!rollback) return undefined;
  const { at, promisedMs } = rollback;
  const done = runs.findLast((r) => r.step === 'rollback' && verdictOf(r) === 'succeeded' && (r.endedAt ?? 0) >= at);
  return { tookMs: (done?.endedAt ?? endedAt) - at, ...(promisedMs === undefined ? {} : { promisedMs }) };
}

function manualSteps({ checklist, runs }: Change): number {
  const ticked = (checklist?.marks ?? []).filter((mark) => mark.as === 'done').length;
  return runs.reduce((sum, { playbook }) => sum + (playbook?.ticks.length ?? 0), ticked);
}

/** What happens to a resource of which one may say that it was changed. */
const CHANGING = [
  'create',
  'update',
  'replace',
  'destroy',
  'forget',
  'invoke',
] as const satisfies readonly PlanAction[];

/** How many resources were in the plan before the newest apply that began. */
function appliedResources({ runs }: Change): number | undefined {
  const applied = runs.findLastIndex((r) => r.step === 'apply' && r.beganAt !== undefined);
  const plan = runs.slice(0, Math.max(0, applied)).findLast((r) => r.occasion === 'start' && r.plan)?.plan;
  return plan && CHANGING.reduce((sum, action) => sum + (plan.counts[action] ?? 0), 0);
}
