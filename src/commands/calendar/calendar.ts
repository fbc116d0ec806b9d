import { freezesWithin } from '../../change/freezes.ts';
import { isOver } from '../../change/statuses.ts';
import type { Policy } from '../../change/policy.ts';
import { feedToken } from '../../feed-token.ts';
import { policyInForce } from '../../journal/policy-in-force.ts';
import { feedKey } from '../../journal/feed-key.ts';
import { changesOnCalendar } from '../../journal/read-calendar.ts';
import { now as readNow } from '../../journal/record.ts';
import type { CommandDeps } from '../deps.ts';
import { freeLine } from '../file-change/free-line.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';
import { calendarView, type OnShow } from './calendar-view.ts';
import { handOverPicture } from './picture.ts';

const HOUR_MS = 3_600_000;
const AHEAD_MS = 28 * 24 * 3_600_000;
/** More than these in four weeks are cut anyway. */
const CHANGES_MAX = 200;

/** Answers `/change calendar` in private: the next four weeks, and the link to subscribe to them for who is of this workspace. */
export async function onCalendar(deps: CommandDeps, respond: Respond, user: string): Promise<void> {
  const { shown, policy } = await inTime(onShow(deps, user));
  const view = calendarView(shown, policy);
  await tell(deps, respond, view.text, view.blocks);
  try {
    await handOverPicture(deps, user, shown, policy);
  } catch (error) {
    deps.log.warn({ err: error }, 'handing over a picture of the calendar');
    await tell(deps, respond, 'The picture of it could not be handed over just now; what it shows stands in the list.');
  }
}

async function onShow(deps: CommandDeps, user: string): Promise<{ readonly shown: OnShow; readonly policy: Policy }> {
  const { record } = deps;
  const [from, policy] = await Promise.all([readNow(record.db), policyInForce(record, deps.policy())]);
  const to = from + AHEAD_MS;
  // Of no service: free of freezes, of what is better avoided, and of one's own changes.
  const own = { kind: 'normal', services: [], implementer: user, opensAt: from, closesAt: from + 2 * HOUR_MS } as const;
  const [found, free = '', link] = await Promise.all([
    changesOnCalendar(record, { from, to, most: CHANGES_MAX }),
    freeLine(record, own, { policy, now: from }),
    linkFor(deps, user),
  ]);
  const changes = found.filter(({ status }) => !isOver(status) && status !== 'missed').toReversed();
  const freezes = freezesWithin(policy, from, AHEAD_MS);
  return { shown: { changes, freezes, free, from, to, ...(link === undefined ? {} : { link }) }, policy };
}

/** Guests look on in the channels they were invited to, and nowhere else. */
async function linkFor({ record, who, publicUrl }: CommandDeps, user: string): Promise<string | undefined> {
  if (publicUrl === undefined) return undefined;
  const actor = await who(user);
  if (actor.kind !== 'person' || actor.outsider) return undefined;
  const token = feedToken(await feedKey(record));
  return `${publicUrl.replace(/\/+$/, '')}/calendar.ics?token=${token}`;
}
