import type { Status } from './model.ts';

/** Something is being done to the services, or undone. */
export function isAtWork(status: Status): boolean {
  return status === 'implementing' || status === 'rollingBack';
}

/** After these nothing more is heard from people. */
export function isOver(status: Status): boolean {
  return status === 'closed' || status === 'rejected' || status === 'withdrawn';
}
