import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import { openCheckIn } from '../long-watch.ts';
import { implementerOf, type Change } from '../model.ts';
import { refuse } from '../refusals.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** The answer to a check-in, by whoever carried the change out (000-MON-01). */
export function sayAllWell(change: Change, { checkIn }: Of<'sayAllWell'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const implementer = implementerOf(change);
  if (actor.user !== implementer) return refuse({ code: 'notTheImplementer', implementer });
  return openCheckIn(change) === checkIn ? agree({ type: 'foundWell', checkIn }) : refuse({ code: 'checkInOver' });
}

/** What showed itself after the end was told, by whoever saw it; the change ends as a success with issues (000-MON-02, 000-MON-03). */
export function reportIssue(_: Change, intent: Of<'reportIssue'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const text = intent.text.trim();
  return text === '' ? refuse({ code: 'reasonNeeded' }) : agree({ type: 'issueFound', text });
}
