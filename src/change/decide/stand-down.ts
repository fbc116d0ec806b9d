import type { Fact } from '../facts.ts';
import { isAnnounced } from '../announced.ts';
import type { Change } from '../model.ts';

/**
 * Whoever was told of a change hears when nothing comes of it then, once; what was begun is not called off. A change that waits for
 * a new time is postponed, one taken back is cancelled.
 */
export function standDown(change: Change, notice: 'postponement' | 'cancellation'): readonly Fact[] {
  return change.startedAt === undefined && isAnnounced(change) ? [{ type: 'noticeOrdered', notice }] : [];
}
