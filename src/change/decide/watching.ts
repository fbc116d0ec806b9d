import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openCheckIn } from '../long-watch.ts';
import { implementerOf, type Change } from '../model.ts';
import { refuse } from '../refusals.ts';
import { onlyDeciders } from './recovery.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** The answer to a check-in, by whoever carried the change out (000-MON-01). */
export function sayAllWell(change: Change, { checkIn }: Of<'sayAllWell'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const implementer = implementerOf(change);
  if (actor.user !== implementer) return refuse({ code: 'notTheImplementer', implementer });
  return openCheckIn(change) === checkIn ? agree({ type: 'foundWell', checkIn }) : refuse({ code: 'checkInOver' });
}

/** What showed itself after the end was told, by whoever saw it; the change ends as a success with issues (000-MON-02, 000-MON-03). */
export function reportIssue(change: Change, intent: Of<'reportIssue'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const text = textOf(change, intent).trim();
  return text === '' ? refuse({ code: 'reasonNeeded' }) : agree({ type: 'issueFound', text });
}

/** Of a reply the words that stand in the thread. */
function textOf({ feedback }: Change, { text, reply }: Of<'reportIssue'>): string {
  return reply === undefined ? text : (feedback.find(({ ts }) => ts === reply)?.text ?? '');
}

/**
 * It is worked on again: by those who may roll it back or call it an incident, for something that they found (000-MON-02). The people
 * affected were told that it had ended, unless it was recorded afterwards: they hear that this holds no more.
 */
export function reopen(change: Change, { text }: Of<'reopen'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances);
  if (barred) return barred;
  const found = text.trim();
  if (found === '') return refuse({ code: 'reasonNeeded' });
  const told: readonly Fact[] = change.recorded ? [] : [{ type: 'noticeOrdered', notice: 'reopened' }];
  return agree({ type: 'changeReopened', text: found }, ...told);
}
