import { runbookOf } from '../circumstances.ts';
import { isOver, type Status } from '../statuses.ts';
import type { ChangeContent } from '../model.ts';
import type { RefusalCode } from '../refusals.ts';
import { scopesOf } from '../way-back.ts';
import type { Finding } from './finding.ts';
import { nobodies, unanswered } from './people-findings.ts';
import type { Original, Rehearsal } from './rehearse.ts';
import type { Stage } from './stage.ts';
import { late, overruns, skipped, tooShort } from './window-findings.ts';

const UNAGREED: readonly Status[] = ['draft', 'inReview', 'approved', 'goNogo', 'missed'];

/** Everything found, what stops the change first; empty where nothing was. */
export function findingsOf(
  { content, status }: Pick<Original, 'content' | 'status'>,
  rehearsal: Rehearsal,
  now: number,
  stage: Stage,
): readonly Finding[] {
  const last = rehearsal.moments.at(-1)?.after;
  return [
    ...refusals(rehearsal),
    ...nobodies(content, stage),
    ...(last ? unanswered(last, stage) : []),
    ...tooShort(content, stage),
    ...overruns(rehearsal, stage),
    ...wayBack(content, stage),
    ...(content.kind !== 'emergency' && now >= content.opensAt && UNAGREED.includes(status)
      ? [{ what: 'windowOpened', opensAt: content.opensAt } as const]
      : []),
    ...late(rehearsal, stage.policy),
    ...skipped(rehearsal),
    ...(rehearsal.isWhole ? [] : [{ what: 'cutOff' } as const]),
    ...(last && rehearsal.isWhole && !isOver(last.status) ? [{ what: 'notClosed', status: last.status } as const] : []),
  ];
}

/** Refused to a vote as to whatever else: what a critical service asks for. */
const OF_CRITICAL: readonly RefusalCode[] = ['rollbackNotQuick', 'outsideLowUsage'];

/** What could not be done, each reason once; a vote or a review that came to nothing is found with its question. */
function refusals({ refused }: Rehearsal): readonly Finding[] {
  const found = refused.filter(
    ({ intent, refusal }) =>
      OF_CRITICAL.includes(refusal.code) || !['castVote', 'answerCriterion', 'reportStep'].includes(intent.type),
  );
  const each = new Map(found.map((one) => [one.refusal.code, one]));
  return [...each.values()].map(({ by, intent, refusal }) => ({ what: 'refused', by, intent: intent.type, refusal }));
}

/** With a runbook the way back is looked for on every night, without one only on a bad one. */
function wayBack(content: ChangeContent, { policy, course }: Stage): readonly Finding[] {
  const runbook = runbookOf({ content }, policy);
  const isAsked = runbook !== undefined || course !== 'success';
  return isAsked && scopesOf(runbook).length === 0 ? [{ what: 'noWayBack', runbook: content.runbook }] : [];
}
