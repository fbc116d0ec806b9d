import { runbookOf } from '../circumstances.ts';
import { lastSafeRollbackAt } from '../ladder.ts';
import type { ChangeContent } from '../model.ts';
import type { Policy } from '../policy.ts';
import { milestoneKey, windowMilestones } from '../timeline.ts';
import type { Finding } from './finding.ts';
import type { Rehearsal } from './rehearse.ts';
import { workMs, type Stage } from './stage.ts';

/** Whether the work, the checks, and going back should they fail, fit into the window (002-TML-12). */
export function tooShort(content: ChangeContent, stage: Stage): readonly Finding[] {
  const runbook = runbookOf({ content }, stage.policy);
  const work = workMs({ content }, stage);
  const windowMs = content.closesAt - content.opensAt;
  const verifyMs = runbook?.verifyEstimateMs ?? 0;
  const restoreMs = content.closesAt - lastSafeRollbackAt(content.closesAt, runbook) - verifyMs;
  if (work === undefined || work + verifyMs + restoreMs <= windowMs) return [];
  return [{ what: 'tooShort', windowMs, workMs: work, verifyMs, restoreMs }];
}

/** Whether whoever was told of the end is told of a delay, although nothing fails. */
export function overruns({ moments }: Rehearsal, { course }: Stage): readonly Finding[] {
  const isLate = moments.some(({ recorded: { fact } }) => fact.type === 'noticeOrdered' && fact.notice === 'delay');
  const last = moments.at(-1)?.after;
  if (course !== 'success' || !isLate || last?.watchingSince === undefined) return [];
  return [{ what: 'overruns', closesAt: last.content.closesAt, doneAt: last.watchingSince }];
}

/** Prompts of the window that were due before it was filed. */
export function late({ from, moments }: Rehearsal, policy: Policy): readonly Finding[] {
  const filed = moments[0]?.after;
  if (!filed) return [];
  const due = windowMilestones(filed, runbookOf(filed, policy), policy).filter((m) => m.at < from);
  const milestones = due.filter((m) => m.name !== 'backup');
  const backup = due.find((m) => m.name === 'backup');
  return [
    ...(backup ? [{ what: 'backupLate', startsAt: backup.at } as const] : []),
    ...(milestones.length > 0 ? [{ what: 'past', milestones } as const] : []),
  ];
}

/** Prompts and notices that were left out, each once; one that only waits is none. */
export function skipped({ moments }: Rehearsal): readonly Finding[] {
  const found = moments.flatMap(({ recorded: { fact } }) =>
    fact.type === 'milestoneSkipped' && fact.until === undefined ? [fact] : [],
  );
  const each = new Map(found.map((f) => [milestoneKey(f.schedule, f.milestone, f.round), f]));
  return [...each.values()].map(({ milestone, reason }) => ({ what: 'skipped', milestone, reason }));
}
