import { shownId } from '../../change/change-id.ts';
import { daysOffWithin } from '../../change/holidays.ts';
import { KINDS } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import { calendarSvg } from '../../pictures/calendar-svg.ts';
import type { Bar, Picture } from '../../pictures/picture.ts';
import { png } from '../../pictures/png.ts';
import { uploadPrivately } from '../../slack/upload.ts';
import type { CommandDeps } from '../deps.ts';
import type { OnShow } from './calendar-view.ts';

const DAYS = 28;

/** Puts the calendar as a picture into the direct conversation with a person: it shows a month at a glance. */
export async function handOverPicture(
  { posts }: Pick<CommandDeps, 'posts'>,
  user: string,
  shown: OnShow,
  policy: Policy,
): Promise<void> {
  const content = await png(calendarSvg(pictured(shown, policy)));
  await uploadPrivately(posts, user, { name: 'calendar.png', content });
}

/** A row for each service that something happens to, in the order of the policy; a change of several stands in each of theirs. */
export function pictured({ changes, freezes, from, to }: OnShow, policy: Policy): Picture {
  const touched = [...new Set([...Object.keys(policy.services), ...changes.flatMap((c) => c.services)])];
  const rows = touched.flatMap((service) => {
    const bars = changes.filter((c) => c.services.includes(service)).map(barOf);
    return bars.length === 0 ? [] : [{ name: named(policy.services, service)?.name ?? service, bars }];
  });
  return { rows, freezes, daysOff: daysOffWithin(policy, from, to), now: from, days: DAYS, timezone: policy.timezone };
}

function barOf({ id, title, status, kind, opensAt, closesAt }: OnShow['changes'][number]): Bar {
  return { id: shownId(id), title, status, kind: KINDS.find((k) => k === kind) ?? 'normal', opensAt, closesAt };
}
