import type { Change } from './model.ts';

/** Whether the audience has been told of a window, and not since that nothing will happen. */
export function isAnnounced(change: Change): boolean {
  const last = change.told.findLast((t) =>
    ['planned', 'correction', 'postponement', 'cancellation'].includes(t.notice),
  );
  return last !== undefined && last.notice !== 'cancellation' && last.notice !== 'postponement';
}
