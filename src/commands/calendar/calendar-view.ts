import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import type { FreezeSpan } from '../../change/freezes.ts';
import { daysOffWithin, type HolidaySpan } from '../../change/holidays.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import type { Avoid } from '../../change/holiday.ts';
import { firstTouching } from '../../change/recurring.ts';
import type { Listed } from '../../journal/listed.ts';
import {
  context,
  divider,
  header,
  linesOf,
  link as shownLink,
  listOf,
  quoted,
  section,
  when,
} from '../../slack/blocks.ts';
import { freezeMeaning, freezeName, freezeReach, freezeTimes, freezeTitle } from '../../slack/freeze-words.ts';
import { STATUS_WORDS } from '../../slack/words.ts';

/** What lies between two instants, as it is shown to one person. */
export interface OnShow {
  /** The soonest first. */
  readonly changes: readonly Listed[];
  readonly freezes: readonly FreezeSpan[];
  /** When two hours of this person's work would be free, as a line. */
  readonly free: string;
  readonly from: number;
  readonly to: number;
  /** Where programs subscribe to it; none without an address of the bot's own. */
  readonly link?: string;
}

/** The calendar in words: changes, freezes, holidays and what is to be avoided, each cut by item. */
export function calendarView(
  { changes, freezes, free, from, to, link }: OnShow,
  policy: Policy,
): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  const avoided = policy.calendar.avoid.flatMap((avoid) => avoidLine(avoid, from, to, policy));
  const holidays = daysOffWithin(policy, from, to).map(holidayLine);
  return {
    text: `The next four weeks: ${
      listOf(
        changes.map((c) => `${shownId(c.id)} ${when(c.opensAt)}`),
        10,
      ) || 'no change'
    }; ${
      listOf(
        freezes.map((f) => `freeze ${freezeName(f)} ${freezeTimes(f)}`),
        5,
      ) || 'no freeze'
    }`,
    blocks: [
      header('The next four weeks'),
      ...part(
        '*Changes*',
        changes.map((c) => changeLine(c, policy)),
        'No window opens.',
      ),
      divider(),
      ...part(
        '*Freezes*',
        freezes.map((f) => freezeLine(f, policy)),
        'None is in force or begins.',
      ),
      ...(holidays.length === 0 ? [] : [divider(), ...part('*Holidays*', holidays, '')]),
      ...(avoided.length === 0 ? [] : [divider(), ...part('*Better avoided*', avoided, '')]),
      divider(),
      section(`*Two hours of your own work*\n${free}`),
      context('A picture of it comes in your direct messages with me.'),
      ...(link === undefined
        ? []
        : [
            context(
              `Subscribe to it in your calendar: ${shownLink(link)} Whoever has this link reads the titles of all changes; keep it to yourself.`,
            ),
          ]),
    ],
  };
}

function part(title: string, lines: readonly string[], none: string): readonly KnownBlock[] {
  return [section(lines.length === 0 ? `${title}\n${none}` : linesOf([title, ...lines]))];
}

function changeLine({ id, title, status, opensAt, closesAt, services }: Listed, policy: Policy): string {
  const names = services.map((s) => quoted(named(policy.services, s)?.name ?? s, 40));
  return `• *${shownId(id)}* ${quoted(title, 80)}: ${when(opensAt)} to ${when(closesAt)} · ${STATUS_WORDS[status]} · ${listOf(names, 3) || 'no service'}`;
}

function freezeLine(freeze: FreezeSpan, policy: Policy): string {
  return `• ${freezeTitle(freeze)} ${freezeTimes(freeze)} · ${freezeMeaning(freeze)} · ${freezeReach(freeze, policy)}`;
}

function holidayLine({ name, as, from, to }: HolidaySpan): string {
  return `• “${quoted(name, 60)}”, ${when(from)} to ${when(to)}${as === 'avoid' ? ' · better avoided' : ''}`;
}

/** The next time of it, which stands for those after it. */
function avoidLine(avoid: Avoid, from: number, to: number, policy: Policy): readonly string[] {
  const next = firstTouching(avoid, from, to, policy);
  return next ? [`• “${quoted(avoid.name, 60)}”, next ${when(next.from)} to ${when(next.to)}`] : [];
}
