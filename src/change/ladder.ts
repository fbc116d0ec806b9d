import { keptBackups } from './kept-backups.ts';
import { updateRound } from './incident.ts';
import { before } from './leads.ts';
import { isAtWork } from './statuses.ts';
import type { Change } from './model.ts';
import { named } from './named.ts';
import type { Policy, Runbook } from './policy.ts';
import { restoreMsOf } from './restore-estimate.ts';
import type { Milestone, MilestoneName } from './timeline.ts';

/** Extra time that a decider took: the work is then thought to end at `until`. */
export interface Extension {
  readonly until: number;
  readonly by: string;
  readonly at: number;
}

/** The prompts that are asked anew each time the end moves. */
const OF_THE_LADDER: readonly MilestoneName[] = ['lastSafe', 'decide', 'unanswered', 'closes'];

/** When the work is to end: with the window, or with the extra time taken. */
export function endsAt({ content, extensions }: Pick<Change, 'content' | 'extensions'>): number {
  return extensions.at(-1)?.until ?? content.closesAt;
}

/** Which asking of a prompt is the one that counts: 0 for that of the window, then one for each time that was taken, or asked before. */
export function roundOf(
  change: Pick<Change, 'extensions' | 'incident' | 'checkIns' | 'longLooks' | 'runs' | 'reopenings'>,
  name: MilestoneName,
): number {
  if (name === 'incidentUpdate') return updateRound(change);
  if (name === 'checkIn') return change.checkIns.length;
  if (name === 'longLook') return change.longLooks?.asked ?? 0;
  if (name === 'backupExpires') return Math.max(0, keptBackups(change).length - 1);
  if (name === 'watchOver' || name === 'mayClose') return change.reopenings.length;
  return OF_THE_LADDER.includes(name) ? change.extensions.length : 0;
}

/** The last instant at which a restore and its verification still end inside the window (002-TML-12). */
export function lastSafeRollbackAt(closesAt: number, runbook: Runbook | undefined): number {
  return closesAt - restoreMsOf(runbook) - (runbook?.verifyEstimateMs ?? 0);
}

/**
 * The latest end that needs no incident: what the change says it may take past its window, else the least that its services
 * accept (002-INC-02). An emergency is beyond that already: undefined.
 */
export function latestEndAt({ content }: Pick<Change, 'content'>, policy: Policy): number | undefined {
  if (content.kind === 'emergency') return undefined;
  const accepted = content.services.flatMap((s) => named(policy.services, s)?.acceptableExtraTimeMs ?? []);
  return content.closesAt + (content.extraTimeMs ?? Math.min(...accepted, Infinity));
}

/** Whether any time is left to take. */
export function mayTakeMore(change: Change, policy: Policy): boolean {
  return endsAt(change) < (latestEndAt(change, policy) ?? Infinity);
}

/**
 * The prompts of the end, of the round that counts (design §3, "Decision ladder"; 002-TML-10, 002-TML-12): the last safe rollback,
 * the decision point, half-way from there where nobody has answered, and the end itself. None lies before the window opens;
 * after time was taken, none in its first half.
 */
export function ladderMilestones(
  change: Pick<Change, 'content' | 'extensions'>,
  runbook: Runbook | undefined,
  policy: Pick<Policy, 'timezone' | 'leads'>,
): readonly Milestone[] {
  const end = endsAt(change);
  const taken = change.extensions.at(-1);
  const since = taken?.at ?? change.content.opensAt;
  const safe = lastSafeRollbackAt(end, runbook);
  const due = before(end, policy.leads.decide, policy);
  const decide = taken === undefined ? Math.max(since, due) : due;
  return [
    ...(safe > since && safe < end ? [{ name: 'lastSafe', at: safe } as const] : []),
    ...(decide - since >= (taken === undefined ? 0 : end - decide) && decide < end
      ? ([
          { name: 'decide', at: decide },
          { name: 'unanswered', at: Math.round((decide + end) / 2) },
        ] as const)
      : []),
    { name: 'closes', at: end },
  ];
}

/** Whether the decision point was asked, and neither a person nor the work itself has answered since. */
export function isUnanswered({
  status,
  decisionAskedAt: asked,
  rollback,
  appliedAt,
  continued,
  runs,
}: Change): boolean {
  if (asked === undefined || !isAtWork(status)) return false;
  const answers = [rollback?.at, appliedAt, continued.at(-1)?.at];
  return (
    !answers.some((at) => at !== undefined && at >= asked) &&
    !runs.some((r) => r.occasion === 'solved' && r.requestedAt >= asked)
  );
}
