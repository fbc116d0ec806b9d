import type { Clash, Conflict } from '../change/calendar.ts';
import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import type { OpenIncident } from '../change/open-incidents.ts';
import { listOf, mention, quoted, when } from './blocks.ts';
import { incidentOn } from './incident-words.ts';
import { windowTooShort } from './shortfall-words.ts';

/** More overlaps than these are counted only. */
const LINES_MAX = 8;
const MINUTE_MS = 60_000;

/** What speaks against a window, a line each: what it is and what it leads to. */
export function conflictLines(conflicts: readonly Conflict[], policy: Policy): readonly string[] {
  const lines = conflicts.map((conflict) => conflictLine(conflict, policy));
  const rest = lines.length - LINES_MAX;
  return rest > 0 ? [...lines.slice(0, LINES_MAX), `and ${rest} more`] : lines;
}

function conflictLine(conflict: Conflict, policy: Policy): string {
  switch (conflict.kind) {
    case 'overlap': {
      const { id, title, opensAt, closesAt } = conflict.other;
      const clashes = listOf(
        conflict.clashes.map((c) => clashWords(c, policy)),
        3,
        '; ',
      );
      return `Overlaps with ${shownId(id)} ${quoted(title, 80)} (${when(opensAt)} to ${when(closesAt)}): ${clashes}.`;
    }
    case 'incident':
      return incidentLine(conflict.incident, conflict.over, policy);
    case 'freeze':
      return conflict.hard
        ? `Inside the freeze “${quoted(conflict.name, 60)}” until ${when(conflict.to)}: an exception is asked for.`
        : `Inside the freeze “${quoted(conflict.name, 60)}” until ${when(conflict.to)}: it is soft and stops nothing.`;
    case 'avoid':
      return `To be avoided: “${quoted(conflict.name, 60)}”, ${when(conflict.from)} to ${when(conflict.to)}.`;
    case 'holiday':
      return `On a day off: “${quoted(conflict.name, 60)}”, ${when(conflict.from)} to ${when(conflict.to)}.`;
    case 'lowUsage':
      return `${serviceWord(conflict.service, policy)} is critical and least used at ${quoted(conflict.lowUsage, 20)} (${policy.timezone}): the window lies outside, and only an emergency goes on there without an override.`;
    case 'noAudience':
      return `${serviceWord(conflict.service, policy)} is critical and its audience is empty: nobody who uses it would be told. Have the operator name one.`;
    case 'tooShort':
      return windowTooShort(conflict.shortfall);
    case 'backupLate':
      return backupTooLate(conflict);
    case 'filedLate':
      return conflict.missed === 'go'
        ? 'Filed late: GO or NO-GO is asked as soon as it is approved.'
        : 'Filed late: the people affected are told at once.';
  }
}

function incidentLine(incident: OpenIncident, over: Clash, policy: Policy): string {
  const means =
    over.over === 'service'
      ? 'nothing starts there before it is over'
      : `it stops nothing, but ${clashWords(over, policy)}`;
  return `Open incident on ${incidentOn(incident, policy)}; ${means}.`;
}

/** An instant to the minute, so that a window that opens then leaves the whole time. */
function backupTooLate({
  startsAt,
  estimateMs,
  marginMs,
  possibleAt,
}: Extract<Conflict, { kind: 'backupLate' }>): string {
  const margin = marginMs > 0 ? ` and a margin of ${sayDuration(marginMs)}` : '';
  const opens = Math.ceil(possibleAt / MINUTE_MS) * MINUTE_MS;
  return `Too late for the backup: its ${sayDuration(estimateMs)}${margin} would have had to begin ${when(startsAt)}. It begins at once and may not be done in time: open the window ${when(opens)} or later.`;
}

function clashWords(clash: Clash, policy: Policy): string {
  switch (clash.over) {
    case 'service':
      return `the same service, ${serviceWord(clash.service, policy)}`;
    case 'dependency':
      return `${serviceWord(clash.service, policy)} depends on ${serviceWord(clash.dependsOn, policy)}`;
    case 'lock':
      return `the same lock, ${quoted(clash.lock, 40)}`;
    case 'person':
      return `the same implementer, ${mention(clash.person)}`;
  }
}

function serviceWord(service: string, policy: Policy): string {
  return quoted(named(policy.services, service)?.name ?? service, 60);
}
