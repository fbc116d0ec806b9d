import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { NoticeName } from '../change/notice.ts';

/** Whether a notice is still true when its turn comes, and if not, what it ends as. */
export type Standing =
  { readonly state: 'true' } | { readonly state: 'superseded' | 'skippedLate'; readonly reason: string };

const TRUE: Standing = { state: 'true' };

/** What has been said of the window: the last of these holds, whatever was ordered before it. */
const OF_THE_WINDOW: readonly NoticeName[] = ['planned', 'correction', 'postponement', 'cancellation'];

/**
 * Judges a notice by the facts as they are at the moment of sending (design §1, notices cannot lie): "planned" and "reminder" never
 * go out after the start, nor of a window that moved or was called off.
 */
export function standingOf(
  notice: NoticeName,
  seq: number,
  { change, facts, now }: { readonly change: Change; readonly facts: readonly RecordedFact[]; readonly now: number },
): Standing {
  const later = facts.find(
    (f) => f.seq > seq && f.fact.type === 'noticeOrdered' && OF_THE_WINDOW.includes(f.fact.notice),
  );
  const { startedAt, endedAt, status, content } = change;
  const isOver = startedAt !== undefined || now >= content.opensAt;
  switch (notice) {
    case 'planned':
    case 'reminder':
      if (later) return superseded('a later notice says what holds now');
      if (isOver) return late('the window has opened');
      return status === 'ready' ? TRUE : superseded('it is not agreed any more');
    case 'correction':
      if (later) return superseded('a later notice says what holds now');
      return isOver ? late('the window has opened') : TRUE;
    case 'postponement':
    case 'cancellation':
      return later ? superseded('a later notice says what holds now') : TRUE;
    case 'reopened':
      return endedAt === undefined ? TRUE : late('it has ended again, and the end is told');
    case 'progress':
    case 'delay':
      if (endedAt !== undefined) return late('it has ended, and the end is told');
      return newer(notice, seq, facts) ? superseded('a later one says what holds now') : TRUE;
    case 'start':
      return endedAt === undefined ? TRUE : late('it has ended, and the end is told');
    case 'incidentUpdate':
      return change.incident?.resolved === undefined ? TRUE : late('it is over, and the end is told');
    case 'end':
      return reopenedSince(seq, facts) ? superseded('it is worked on again, which is told') : TRUE;
    case 'endWithIssues':
    case 'incident':
    case 'incidentEnd':
      return TRUE;
  }
}

function reopenedSince(seq: number, facts: readonly RecordedFact[]): boolean {
  return facts.some((f) => f.seq > seq && f.fact.type === 'changeReopened');
}

/** Only of a delay: of two that wait, the last says when it ends. A word of progress stands for itself. */
function newer(notice: NoticeName, seq: number, facts: readonly RecordedFact[]): boolean {
  return (
    notice === 'delay' && facts.some((f) => f.seq > seq && f.fact.type === 'noticeOrdered' && f.fact.notice === 'delay')
  );
}

function superseded(reason: string): Standing {
  return { state: 'superseded', reason };
}

function late(reason: string): Standing {
  return { state: 'skippedLate', reason };
}
