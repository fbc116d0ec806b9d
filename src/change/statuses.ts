/** Ours → ITIL/ServiceNow: design §3. */
export const STATUSES = [
  'draft',
  'inReview',
  'approved',
  'goNogo',
  'ready',
  'missed',
  'implementing',
  'rollingBack',
  'watching',
  'implemented',
  'rolledBack',
  'failed',
  'closed',
  'rejected',
  'withdrawn',
] as const;
export type Status = (typeof STATUSES)[number];

/** Something is being done to the services, or undone. */
export function isAtWork(status: Status): boolean {
  return status === 'implementing' || status === 'rollingBack';
}

/** After these nothing more is heard from people, but the review of a change that was closed and what came of it. */
export function isOver(status: Status): boolean {
  return status === 'closed' || status === 'rejected' || status === 'withdrawn';
}
