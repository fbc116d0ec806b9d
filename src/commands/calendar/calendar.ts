import { freezesWithin } from '../../change/freezes.ts';
import { isOver } from '../../change/lifecycle.ts';
import { feedToken } from '../../feed-token.ts';
import { policyInForce } from '../../journal/calendar-row.ts';
import { feedKey } from '../../journal/feed-key.ts';
import { changesOnCalendar } from '../../journal/read-calendar.ts';
import { now as readNow } from '../../journal/record.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';
import { calendarView } from './calendar-view.ts';

const AHEAD_MS = 28 * 24 * 3_600_000;
/** More than these in four weeks are cut anyway. */
const CHANGES_MAX = 200;

/** Answers `/change calendar` in private: the next four weeks, and the link to subscribe to them for who is of this workspace. */
export async function onCalendar(deps: CommandDeps, respond: Respond, user: string): Promise<void> {
  const view = await inTime(drawn(deps, user));
  return tell(deps, respond, view.text, view.blocks);
}

async function drawn(deps: CommandDeps, user: string): Promise<ReturnType<typeof calendarView>> {
  const { record } = deps;
  const [from, policy] = await Promise.all([readNow(record.db), policyInForce(record, deps.policy())]);
  const to = from + AHEAD_MS;
  const [found, link] = await Promise.all([
    changesOnCalendar(record, { from, to, most: CHANGES_MAX }),
    linkFor(deps, user),
  ]);
  const changes = found.filter(({ status }) => !isOver(status) && status !== 'missed').toReversed();
  const freezes = freezesWithin(policy, from, AHEAD_MS);
  return calendarView({ changes, freezes, from, to, ...(link === undefined ? {} : { link }) }, policy);
}

/** Guests look on in the channels they were invited to, and nowhere else. */
async function linkFor({ record, who, publicUrl }: CommandDeps, user: string): Promise<string | undefined> {
  if (publicUrl === undefined) return undefined;
  const actor = await who(user);
  if (actor.kind !== 'person' || actor.outsider) return undefined;
  const token = feedToken(await feedKey(record));
  return `${publicUrl.replace(/\/+$/, '')}/calendar.ics?token=${token}`;
}
