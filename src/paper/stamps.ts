import type { Change } from '../change/model.ts';
import { printDay } from './moments.ts';

/** Who approved and when, as the votes say (001-TPL-14). */
export interface Stamps {
  readonly approvedBy: readonly string[];
  /** The day of the vote that decided. */
  readonly date?: string;
}

/** The stamps of a change as it is now: of the approval of this revision, once it passed, or of the one after an emergency. */
export function stampsOf(change: Change, timezone: string, nameOf: (user: string) => string): Stamps {
  const passed = change.ballots.findLast(
    (b) =>
      b.result === 'passed' &&
      b.revision === change.revision &&
      (b.question === 'approval' || b.question === 'retrospective'),
  );
  const yes = passed?.votes.filter((v) => v.answer === 'yes') ?? [];
  const last = Math.max(...yes.map((v) => v.at));
  return {
    approvedBy: yes.map((v) => `${nameOf(v.by)} (${v.role})`),
    ...(yes.length === 0 ? {} : { date: printDay(last, timezone) }),
  };
}
