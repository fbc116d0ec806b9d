import { sayDuration } from '../change/duration.ts';
import type { Shortfall } from '../change/shortfall.ts';
import { listOf } from './blocks.ts';

/** A window that is too short, with the arithmetic and what can be done while there is time. */
export function windowTooShort(shortfall: Shortfall): string {
  const { thereIsMs, missingMs } = shortfall;
  return `The window is ${sayDuration(thereIsMs)}. ${sum(shortfall)}: choose ${sayDuration(missingMs)} more, or less work for it. As it is, going back may end after the window.`;
}

/** The same of what is left of a window as the work is about to begin, as mrkdwn. */
export function restTooShort(shortfall: Shortfall): string {
  const { thereIsMs, missingMs } = shortfall;
  return `*Of the window ${sayDuration(thereIsMs)} are left.* ${sum(shortfall)}, ${sayDuration(missingMs)} more: going back may end after the window. Where it must not, do not start: reschedule it.`;
}

function sum({ workMs, verifyMs, restoreMs, neededMs }: Shortfall): string {
  const parts = [
    `Work ${sayDuration(workMs)}`,
    ...(verifyMs > 0 ? [`checks ${sayDuration(verifyMs)}`] : []),
    ...(restoreMs > 0 ? [`restore ${sayDuration(restoreMs)}`] : []),
  ];
  const [last = '', ...rest] = parts.toReversed();
  const together = rest.length === 0 ? last : `${listOf(rest.toReversed(), parts.length)} and ${last}`;
  return `${together} ${parts.length === 1 ? 'needs' : 'need'} ${sayDuration(neededMs)}`;
}
