import { runbookOf, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { latestRun, type Change, type Occasion } from '../model.ts';
import { requestStep } from '../runbook-steps.ts';
import { isEarlyLook } from '../runs.ts';
import { backupStartsAt, milestoneAt } from '../timeline.ts';

/** As a change is filed, and for each version of it: what is missing on the worker is known weeks before it is needed (004-PRE-01 to 04). */
export function preflightWhenFiled(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { kind } = change.content;
  const isDone = change.runs.some(
    (r) => r.step === 'preflight' && r.occasion === 'filing' && r.revision === change.revision,
  );
  return kind === 'emergency' || isDone ? [] : asked(change, 'filing', circumstances);
}

/** A day ahead, as the reminder is due, unless somebody looked since or the preparation itself is about to. */
export function preflightAhead(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const runbook = runbookOf(change, policy);
  const { opensAt } = change.content;
  const from = milestoneAt('remind', change, runbook, policy) ?? Infinity;
  const until = backupStartsAt(opensAt, runbook, policy) ?? opensAt - policy.leads.backupMarginMs;
  const hasLooked = change.runs.some((r) => isEarlyLook(r) && r.revision === change.revision && r.requestedAt >= from);
  if (now < from || now >= until || hasLooked || latestRun(change, 'preflight', 'window')) return [];
  return asked(change, 'ahead', circumstances);
}

function asked(change: Change, occasion: Occasion, circumstances: Circumstances): readonly Fact[] {
  const fact = requestStep(change, 'preflight', occasion, circumstances);
  return fact ? [fact] : [];
}
