import type { Policy, Runbook } from './policy.ts';
import { endsAt, ladderMilestones } from './ladder.ts';
import { before } from './leads.ts';
import type { Change } from './model.ts';
import { named } from './named.ts';

/** What the clock prompts. Post-hoc ones (`watchOver`, `mayClose`, `incidentUpdate`) hang on a fact, the others on the window. */
export const MILESTONES = [
  'prepare',
  'preCheck',
  'goNogo',
  'goDeadline',
  'announce',
  'remind',
  'backup',
  'opens',
  'lastSafe',
  'decide',
  'unanswered',
  'closes',
  'watchOver',
  'mayClose',
  'incidentUpdate',
] as const;
export type MilestoneName = (typeof MILESTONES)[number];

export interface Milestone {
  readonly name: MilestoneName;
  readonly at: number;
}

/** When the backup must begin so that it is done, with its margin, when the window opens (002-TML-11). */
export function backupStartsAt(opensAt: number, runbook: Runbook | undefined, policy: Policy): number | undefined {
  return runbook?.backup && opensAt - runbook.backup.estimateMs - policy.leads.backupMarginMs;
}

/** Whether this kind of change waits for a GO (design §3). */
export function needsGo(change: Pick<Change, 'content'>): boolean {
  return change.content.kind === 'normal';
}

/** Whether nothing may begin now: extra time belongs to the window. The end of an emergency is an estimate that nobody agreed to: it is asked about and stops nothing. */
export function isOutsideWindow(change: Pick<Change, 'content' | 'extensions'>, now: number): boolean {
  const { kind, opensAt } = change.content;
  return now < opensAt || (kind !== 'emergency' && now >= endsAt(change));
}

/** Every prompt that hangs on the window, earliest first. */
export function windowMilestones(change: Change, runbook: Runbook | undefined, policy: Policy): readonly Milestone[] {
  const all: Milestone[] = [
    ...(change.content.kind === 'emergency' ? [] : beforehand(change, runbook, policy)),
    { name: 'opens', at: change.content.opensAt },
    ...ladderMilestones(change, runbook, policy),
  ];
  return all.toSorted((a, b) => a.at - b.at);
}

/** An emergency is told and prepared at once: only the window itself prompts it. */
function beforehand(change: Change, runbook: Runbook | undefined, policy: Policy): readonly Milestone[] {
  const { opensAt } = change.content;
  const backup = backupStartsAt(opensAt, runbook, policy);
  return [
    ...(needsGo(change)
      ? ([
          ...ahead(change, policy),
          { name: 'goNogo', at: before(opensAt, policy.leads.goNogo, policy) },
          { name: 'goDeadline', at: goDeadlineAt(change, policy) },
        ] as const)
      : ([{ name: 'announce', at: before(opensAt, policy.leads.announce, policy) }] as const)),
    { name: 'remind', at: before(opensAt, policy.leads.remind, policy) },
    ...(backup === undefined ? [] : [{ name: 'backup', at: backup } as const]),
  ];
}

/** When preparation should begin; a change filed later than that is warned (002-TML-01). */
export function prepareDueAt({ opensAt }: Pick<Change['content'], 'opensAt'>, policy: Policy): number {
  return before(opensAt, policy.leads.prepare, policy);
}

/** What comes before the GO: preparation, unless it was due before the filing, and the pre-check, where the policy leaves it room. */
function ahead({ content, filedAt }: Change, policy: Policy): readonly Milestone[] {
  const { leads } = policy;
  const prepareAt = prepareDueAt(content, policy);
  const preCheckAt = before(content.opensAt, leads.preCheck, policy);
  const goAt = before(content.opensAt, leads.goNogo, policy);
  return [
    ...(prepareAt > filedAt && prepareAt < preCheckAt ? [{ name: 'prepare', at: prepareAt } as const] : []),
    ...(preCheckAt < goAt ? [{ name: 'preCheck', at: preCheckAt } as const] : []),
  ];
}

/** A GO asked for late is open until the window opens, or ends: a deadline already past would answer for people. */
export function goDeadlineAt(change: Pick<Change, 'content'>, policy: Policy, now?: number): number {
  const deadline = before(change.content.opensAt, policy.goNogo.deadline, policy);
  if (now === undefined || now < deadline) return deadline;
  return now < change.content.opensAt ? change.content.opensAt : change.content.closesAt;
}

/** The instant of one milestone of the window, whether or not it was reached. */
export function milestoneAt(
  name: MilestoneName,
  change: Change,
  runbook: Runbook | undefined,
  policy: Policy,
): number | undefined {
  return windowMilestones(change, runbook, policy).find((m) => m.name === name)?.at;
}

/** Under what a prompt stands among those of a change; `round` is which asking of it, see `roundOf`. */
export function milestoneKey(schedule: number, name: MilestoneName, round = 0): string {
  return round === 0 ? `${schedule}/${name}` : `${schedule}/${name}/${round}`;
}

/** How long a change is watched before it can close: longer where a service is critical (000-CRIT-02). */
export function watchMs(change: Pick<Change, 'content'>, policy: Policy): number {
  const critical = change.content.services.some((s) => named(policy.services, s)?.critical);
  return critical ? policy.watch.criticalMs : policy.watch.normalMs;
}
