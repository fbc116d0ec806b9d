import type { Change } from './model.ts';

/** Whether the audience has been told of a window, and not since that nothing will happen. */
export function isAnnounced(change: Change): boolean {
  const last = change.told.findLast((t) =>
    ['planned', 'correction', 'postponement', 'cancellation'].includes(t.notice),
  );
  return last !== undefined && last.notice !== 'cancellation' && last.notice !== 'postponement';
}

/** Whether the last that the audience heard of a window is that the work has begun, which a start that was taken back leaves true. */
export function isToldOfStart(change: Change): boolean {
  const last = change.told.findLast((t) => ['planned', 'correction', 'postponement', 'start'].includes(t.notice));
  return last?.notice === 'start';
}
