import { shownId } from '../change/change-id.ts';
import type { DeclaredFreeze } from '../change/declaring/calendar-facts.ts';
import { freezesTouching, type FreezeSpan } from '../change/freezes.ts';
import { daysOffWithin } from '../change/holidays.ts';
import type { Status } from '../change/statuses.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { opensFeed } from '../feed-token.ts';
import { calendarText, type CalendarEvent } from '../ical/calendar-text.ts';
import { changeUid } from '../ical/change-uid.ts';
import { readDeclared } from '../journal/calendar-row.ts';
import { existingFeedKey } from '../journal/feed-key.ts';
import { changesOnCalendar, type OnCalendar } from '../journal/read-calendar.ts';
import { now as readNow, type Record } from '../journal/record.ts';
import { STATUS_WORDS } from '../slack/words.ts';

/** The past that a feed shows, and how far it looks ahead: no change may be filed further. */
const PAST_MS = 30 * 24 * 3_600_000;
const AHEAD_MS = 3 * 366 * 24 * 3_600_000;
/** More changes than this nobody reads in a calendar; the oldest are left out. */
const CHANGES_MAX = 1_000;

/** The feed as text for whoever has the token; undefined for anybody else. */
export async function calendarFeed(record: Record, policy: Policy, token: string): Promise<string | undefined> {
  const key = await existingFeedKey(record);
  if (key === undefined || !opensFeed(token, key)) return undefined;
  const now = await readNow(record.db);
  const [changes, declared] = await Promise.all([
    changesOnCalendar(record, { from: now - PAST_MS, to: now + AHEAD_MS, most: CHANGES_MAX }),
    readDeclared(record),
  ]);
  return feedText({ team: record.team, changes, declared, policy, now });
}

/** What the feed tells: changes, the freezes of the policy and those declared, lifted ones among them, and holidays. */
export interface Feed {
  readonly team: string;
  readonly changes: readonly OnCalendar[];
  readonly declared: readonly DeclaredFreeze[];
  readonly policy: Policy;
  readonly now: number;
}

/** The feed as RFC 5545 has it: an entry keeps its uid, and its sequence grows with whatever becomes of it. */
export function feedText({ team, changes, declared, policy, now }: Feed): string {
  const [from, to] = [now - PAST_MS, now + AHEAD_MS];
  const ofFile = { ...policy, calendar: { ...policy.calendar, declared: [] } };
  return calendarText({
    events: [
      ...changes.map((change) => changeEvent(change, team, policy)),
      ...freezesTouching(ofFile, from, to).map((freeze) =>
        policyEvent('freeze', freeze, freezeSummary(freeze), { team, now }),
      ),
      ...daysOffWithin(policy, from, to).map((holiday) => policyEvent('holiday', holiday, holiday.name, { team, now })),
      ...declared.filter((freeze) => freeze.to > from).map((freeze) => declaredEvent(freeze, team, policy)),
    ],
  });
}

function changeEvent(change: OnCalendar, team: string, policy: Policy): CalendarEvent {
  const { id, version, title, status, kind, opensAt, closesAt, saidAt } = change;
  return {
    uid: changeUid(change, team),
    sequence: version,
    startAt: opensAt,
    endAt: closesAt,
    summary: `${shownId(id)} ${title}`,
    description: `${STATUS_WORDS[status]}\n${kind} change of ${serviceNames(change.services, policy)}`,
    status: STATUS_OF[status],
    stampAt: saidAt,
  };
}

/** Tentative until everything asked before the window has been given. */
const STATUS_OF: { readonly [S in Status]: CalendarEvent['status'] } = {
  draft: 'TENTATIVE',
  inReview: 'TENTATIVE',
  approved: 'TENTATIVE',
  goNogo: 'TENTATIVE',
  ready: 'CONFIRMED',
  implementing: 'CONFIRMED',
  rollingBack: 'CONFIRMED',
  watching: 'CONFIRMED',
  implemented: 'CONFIRMED',
  rolledBack: 'CONFIRMED',
  failed: 'CONFIRMED',
  closed: 'CONFIRMED',
  missed: 'CANCELLED',
  rejected: 'CANCELLED',
  withdrawn: 'CANCELLED',
};

/** The policy says when it is, and not since when: an edit of its days is another entry. */
function policyEvent(
  what: 'freeze' | 'holiday',
  { name, from, to }: Pick<FreezeSpan, 'name' | 'from' | 'to'>,
  summary: string,
  { team, now }: Pick<Feed, 'team' | 'now'>,
): CalendarEvent {
  return {
    uid: `${what}.${from}-${to}.${encodeURIComponent(name)}.${team}@gonogo`,
    sequence: 0,
    startAt: from,
    endAt: to,
    summary,
    status: 'CONFIRMED',
    stampAt: now,
  };
}

function declaredEvent(freeze: DeclaredFreeze, team: string, policy: Policy): CalendarEvent {
  const { from, to, services, declared, reason, at, lifted } = freeze;
  return {
    uid: `freeze.${declared}.${team}@gonogo`,
    sequence: lifted ? 1 : 0,
    startAt: from,
    endAt: to,
    summary: freezeSummary(freeze),
    description: `${services.length === 0 ? 'Every service' : serviceNames(services, policy)}\n${lifted?.reason ?? reason}`,
    status: lifted ? 'CANCELLED' : 'CONFIRMED',
    stampAt: lifted?.at ?? at,
  };
}

function freezeSummary({ name, hard }: Pick<FreezeSpan, 'name' | 'hard'>): string {
  return `${hard ? 'Freeze' : 'Soft freeze'}: ${name}`;
}

function serviceNames(services: readonly string[], policy: Policy): string {
  return services.map((s) => named(policy.services, s)?.name ?? s).join(', ') || 'no service';
}
