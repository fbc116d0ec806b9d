import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { Policy } from '../change/policy.ts';
import type { DuePractice } from '../change/restore-practice.ts';
import { context, linesOf, listOf, quoted, section, when } from '../slack/blocks.ts';
import { said, type Said } from './said.ts';

/** Once a week to everybody: whose data nobody has brought back for longer than its rhythm, and how a rehearsal is filed (003-DR-03). */
export function weeklyRestores(due: readonly DuePractice[], { services }: Policy): Said {
  const name = (service: string): string => quoted(services[service]?.name ?? service, 60);
  const names = listOf(
    due.map(({ service }) => name(service)),
    5,
  );
  const text = `Restore rehearsal due: ${names}. File it with /change new disaster-recovery-rehearsal.`;
  return said(text, [
    section(`*Restore rehearsal due for ${due.length === 1 ? 'one service' : `${due.length} services`}.*`),
    section(linesOf(due.map(({ service, ...rest }) => `• ${name(service)}: ${lastWords(rest)}`))),
    context('File it with `/change new disaster-recovery-rehearsal`: it is planned, run and recorded like any change.'),
  ]);
}

function lastWords({ last, everyMs }: Omit<DuePractice, 'service'>): string {
  const rhythm = `every ${sayDuration(everyMs)}`;
  if (!last) return `never brought back that is known; ${rhythm}`;
  const took = last.ms === undefined ? '' : `, in ${sayDuration(Math.max(1000, last.ms))}`;
  return `last brought back ${when(last.at, '{date_short_pretty}')}${took} (${shownId(last.change)}); ${rhythm}`;
}
