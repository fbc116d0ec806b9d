import type { Lead, Policy, Runbook } from './policy.ts';
import { endsAt, ladderMilestones } from './ladder.ts';
import { askedBefore, before } from './leads.ts';
import type { Change } from './model.ts';
import { named } from './named.ts';

/** What the clock prompts. Post-hoc ones (`watchOver`, `checkIn`, `longLook`, `mayClose`, `incidentUpdate`, `backupExpires`) hang on a fact, the others on the window. */
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
  'checkIn',
  'longLook',
  'mayClose',
  'incidentUpdate',
  'backupExpires',
] as const;
export type MilestoneName = (typeof MILESTONES)[number];

export interface Milestone {
  readonly name: MilestoneName;
  readonly at: number;
  /** When its lead alone would have put it, where that is a day off. */
  readonly insteadOf?: number;
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
  const { leads } = policy;
  const backup = backupStartsAt(opensAt, runbook, policy);
  return [
    ...(needsGo(change)
      ? [...ahead(change, policy), { name: 'goDeadline', at: goDeadlineAt(change, policy) } as const]
      : [asking('announce', opensAt, leads.announce, policy)]),
    asking('remind', opensAt, leads.remind, policy),
    ...(backup === undefined ? [] : [{ name: 'backup', at: backup } as const]),
  ];
}

/** When preparation should begin; a change filed later than that is warned (002-TML-01). */
export function prepareDueAt({ opensAt }: Pick<Change['content'], 'opensAt'>, policy: Policy): number {
  return askedBefore(opensAt, policy.leads.prepare, policy);
}

/** The GO and what comes before it: preparation, unless it was due before the window was chosen, and the pre-check, where the policy leaves it room. */
function ahead({ content: { opensAt }, scheduledAt }: Change, policy: Policy): readonly Milestone[] {
  const { leads } = policy;
  const prepare = asking('prepare', opensAt, leads.prepare, policy);
  const go = asking('goNogo', opensAt, leads.goNogo, policy);
  const preCheck = notAtOnce(asking('preCheck', opensAt, leads.preCheck, policy), go, policy);
  return [
    ...(prepare.at > scheduledAt && prepare.at < preCheck.at ? [prepare] : []),
    ...(preCheck.at < go.at ? [preCheck] : []),
    go,
  ];
}

/** Days off may put the pre-check and the GO on one working day: then the pre-check takes the one before. */
function notAtOnce(first: Milestone, then: Milestone, policy: Policy): Milestone {
  const [due, dueThen] = [first.insteadOf ?? first.at, then.insteadOf ?? then.at];
  if (due >= dueThen || first.at < then.at) return first;
  return { ...first, at: askedBefore(then.at, { days: 1 }, policy), insteadOf: due };
}

/** A prompt that asks people for something: not on a day off, where the policy has leads shifted. A deadline asks for nothing and stays. */
function asking(name: MilestoneName, opensAt: number, lead: Lead, policy: Policy): Milestone {
  const at = askedBefore(opensAt, lead, policy);
  const due = before(opensAt, lead, policy);
  return at === due ? { name, at } : { name, at, insteadOf: due };
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
