import { isRescheduled, isSameContent, materialEdits } from '../change-set.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { contentProblems } from '../content.ts';
import { barredEmergency, openedNow } from '../emergency.ts';
import { openedChecklist } from './checklist.ts';
import type { Fact } from '../facts.ts';
import { holds, type Intent } from '../intents.ts';
import { isAnnounced } from '../announced.ts';
import { implementerOf, type BallotQuestion, type Change } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { lowRiskProblems } from '../suggest-risk.ts';
import { tieProblems } from '../ties.ts';
import { standDown } from './stand-down.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** Files and submits in one breath: what the form hands in is a change in review, or nothing with the reasons. */
export function fileChange(intent: Of<'fileChange'>, { actor, policy, now, patterns }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const content = openedNow(intent.content, now);
  const problems = [
    ...contentProblems(content, policy, now, patterns),
    ...tieProblems(intent.id, content, policy),
    ...lowRiskProblems(content, policy),
  ];
  if (problems.length > 0) return refuse({ code: 'invalidContent', problems });
  const barred = barredEmergency(content, actor.user, actor, policy);
  if (barred) return barred;
  return agree(
    { type: 'changeFiled', id: intent.id, content, requester: actor.user },
    { type: 'changeSubmitted' },
    ...openedChecklist(undefined, content, policy),
  );
}

/** An edit is judged like a filing; what it voids is void in the same decision (promise 6). */
export function editChange(change: Change, intent: Of<'editChange'>, circumstances: Circumstances): Decision {
  const { policy, now, patterns, actor } = circumstances;
  const barred = onlyItsPeople(change, circumstances);
  if (barred) return barred;
  const isStale = intent.from !== undefined && !isSameContent(intent.from, change.content);
  if (isStale || intent.revision !== change.revision) return refuse({ code: 'staleRevision' });
  const content = openedNow(intent.content, now);
  const problems = [
    ...contentProblems(content, policy, now, patterns),
    ...tieProblems(change.id, content, policy),
    ...lowRiskProblems(content, policy, change.content),
  ];
  if (problems.length > 0) return refuse({ code: 'invalidContent', problems });
  const unfit = barredEmergency(content, change.requester, actor, policy);
  if (unfit) return unfit;
  const material = materialEdits(change.content, content).length > 0;
  const rescheduled = isRescheduled(change.content, content);
  const editor = actor.kind === 'person' ? actor.user : change.lastEditor;
  const voided = change.ballots.filter(
    (b) => b.result === undefined && (material || (rescheduled && isOfTheWindow(b.question))),
  );
  return agree(
    ...voided.map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    { type: 'changeEdited', content, editor, material, rescheduled },
    ...openedChecklist(change, content, policy),
    ...(rescheduled && isAnnounced(change) ? [{ type: 'noticeOrdered', notice: 'correction' } as const] : []),
  );
}

/** Whether an answer holds for the window it was given for, and no other. */
function isOfTheWindow(question: BallotQuestion): boolean {
  return question === 'goNogo' || question === 'exception';
}

/** Back on the way after a NOGO: approvals given to this revision still stand; an emergency starts now, whenever it was written. */
export function submit(change: Change, circumstances: Circumstances): Decision {
  const { policy, now, patterns, actor } = circumstances;
  const content = openedNow(change.content, now);
  const barred = onlyItsPeople(change, circumstances) ?? barredEmergency(content, change.requester, actor, policy);
  if (barred) return barred;
  const problems = contentProblems(content, policy, now, patterns);
  if (problems.length > 0) return refuse({ code: 'invalidContent', problems });
  const editor = actor.kind === 'person' ? actor.user : change.lastEditor;
  const rescheduled = isRescheduled(change.content, content);
  return agree(
    ...(rescheduled ? [{ type: 'changeEdited', content, editor, material: false, rescheduled } as const] : []),
    { type: 'changeSubmitted' },
  );
}

export function withdraw(change: Change, intent: Of<'withdraw'>, circumstances: Circumstances): Decision {
  const barred = onlyItsPeople(change, circumstances);
  if (barred) return barred;
  if (intent.reason.trim() === '') return refuse({ code: 'reasonNeeded' });
  return agree(
    ...change.ballots
      .filter((b) => b.result === undefined)
      .map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    { type: 'changeWithdrawn', reason: intent.reason.trim() },
    ...standDown(change, 'cancellation'),
  );
}

/** The requester, the implementer and the infrastructure lead may edit, resubmit and withdraw. */
export function onlyItsPeople(change: Change, { actor }: Circumstances): Refused | undefined {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const own = actor.user === change.requester || actor.user === implementerOf(change);
  return own || holds(actor, 'infrastructure-lead')
    ? undefined
    : refuse({ code: 'notTheRequester', requester: change.requester });
}
