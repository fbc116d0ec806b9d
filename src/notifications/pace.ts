import type { Delivery, Medium } from '../journal/delivery-rows.ts';
import type { Pace } from '../journal/pace-rows.ts';

/**
 * How many notices go as one message: what Slack and Teams take of one (13,200 characters, 28 KB) at the longest that a line of a
 * digest can be; of a mail, what somebody may be asked to scroll.
 */
const TOGETHER_MAX: Readonly<Record<Medium, number>> = { slack: 40, teams: 25, mail: 500 };

/**
 * What a delivery draws on: about a message a second for each channel, and one budget of updates for the workspace, about 50
 * a minute (docs.slack.dev, rate limits). A mail server takes what a small relay does; a webhook of Teams four requests a second
 * (learn.microsoft.com, limits of webhooks), of which we use one.
 */
export function paceOf({
  ts,
  medium,
  channel,
  routine,
}: Pick<Delivery, 'ts' | 'medium' | 'channel' | 'routine'>): Pace {
  const together = routine ? { together: TOGETHER_MAX[medium] } : {};
  if (medium === 'mail') return { name: 'mail', intervalMs: 100, burst: 50, ...together };
  if (medium === 'teams') return { name: `teams/${channel}`, intervalMs: 1050, burst: 4, ...together };
  return ts === null
    ? { name: `post/${channel}`, intervalMs: 1050, burst: 4, ...together }
    : { name: 'update', intervalMs: 1200, burst: 5 };
}

/** How long a screen rests before it is updated again, so that what changes meanwhile is one update. */
export const REST_MS = 1000;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** How long to wait after a failure: doubled each time up to a minute, and spread, so that many do not come back as one. */
export function backoffMs(attempts: number, random = Math.random()): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
  return Math.round(full * (0.5 + random / 2));
}
