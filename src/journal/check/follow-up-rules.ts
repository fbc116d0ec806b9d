import { sayDuration } from '../../change/duration.ts';
import type { RecordedCalendarFact } from '../../change/declaring/calendar-facts.ts';
import { calendarFollowUps, followUps, type FollowUp } from '../../change/follow-ups.ts';
import { emptyPolicy } from '../../policy/empty-policy.ts';
import { finding, type Finding } from './finding.ts';
import type { Moment } from './story.ts';
import type { KeptFollowUp, StreamRows } from './stream-rows.ts';

/**
 * What must follow from each fact is written down, and stands for a fact that is there. The policy may have changed since, so
 * only what follows under any policy is asked for: a backup's time hangs on a runbook, every other key does not.
 */
export function followUpFindings({ stream, followUps: rows }: StreamRows, moments: readonly Moment[]): Finding[] {
  const policy = emptyPolicy();
  return comparedFindings(
    stream,
    rows,
    moments.map(({ after, recorded }) => ({ seq: recorded.seq, wanted: followUps(after, recorded, policy) })),
  );
}

/** The same of the calendar. */
export function calendarFollowUpFindings(
  { stream, followUps: rows }: StreamRows,
  facts: readonly RecordedCalendarFact[],
): Finding[] {
  return comparedFindings(
    stream,
    rows,
    facts.map((recorded) => ({ seq: recorded.seq, wanted: calendarFollowUps(recorded) })),
  );
}

function comparedFindings(
  stream: string,
  rows: readonly KeptFollowUp[],
  each: readonly { readonly seq: number; readonly wanted: readonly FollowUp[] }[],
): Finding[] {
  const kept = new Map(rows.map((row) => [row.key, row]));
  const missing = each.flatMap(({ seq, wanted }) =>
    wanted.flatMap((one) => {
      const row = kept.get(one.key);
      const place = `${stream} fact ${seq}`;
      if (!row) return [finding('followUps', place, `${one.key} must follow from it and was never written down.`)];
      return row.kind === one.kind && isSame(one, row)
        ? []
        : [finding('followUps', place, `${one.key} is not what follows from it.`)];
    }),
  );
  const seqs = new Set(each.map(({ seq }) => seq));
  const orphans = rows.flatMap(({ key }) =>
    seqs.has(Number(key.split('/')[1]))
      ? []
      : [finding('followUps', stream, `${key} stands for a fact that is not there.`)],
  );
  return [...missing, ...orphans];
}

function isSame(wanted: FollowUp, { data }: KeptFollowUp): boolean {
  switch (wanted.kind) {
    case 'wake':
      return data['milestone'] === wanted.milestone;
    case 'ask':
      return 'review' in wanted
        ? data['review'] === wanted.review && data['nth'] === wanted.nth
        : data['ballot'] === wanted.ballot && data['nth'] === wanted.nth;
    case 'debt':
      return data['debt'] === wanted.debt && data['at'] === wanted.at;
    case 'freeze':
      return data['freeze'] === wanted.freeze;
    case 'incident':
      return data['incident'] === wanted.incident && data['became'] === wanted.became;
    case 'run':
      return data['run'] === wanted.run;
  }
}

/** Every wake, every asking, every chase of a debt and every run that is due was done, or is due for less than the grace. */
export function overdueFollowUps({ stream, followUps: rows, now, isOnHold }: StreamRows, graceMs: number): Finding[] {
  if (isOnHold) return [];
  return rows
    .filter(({ state, dueAt }) => state === 'pending' && dueAt + graceMs < now)
    .map(({ key, dueAt }) => finding('overdue', stream, `${key} has been due for ${sayDuration(now - dueAt)}.`));
}
