import type { Fact } from '../facts.ts';
import { isAnnounced } from '../announced.ts';
import type { Change } from '../model.ts';

/** Whoever was told of a change hears when nothing comes of it, once; what was begun is not called off. */
export function standDown(change: Change): readonly Fact[] {
  return change.startedAt === undefined && isAnnounced(change)
    ? [{ type: 'noticeOrdered', notice: 'cancellation' }]
    : [];
}
