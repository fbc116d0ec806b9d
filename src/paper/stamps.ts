import type { Change } from '../change/model.ts';
import { criteriaOf, isComplete, reviewOf } from '../change/review.ts';
import { printDay } from './moments.ts';

const REVIEWS = ['technical', 'business', 'security'] as const;

/** Who reviewed it, who approved it and when, as the record says (001-TPL-14). */
export interface Stamps {
  /** Of the reviews of this revision that are complete. */
  readonly reviewedBy: readonly string[];
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
    reviewedBy: reviewersOf(change).map(({ by, what }) => `${nameOf(by)} (${what})`),
    approvedBy: yes.map((v) => `${nameOf(v.by)} (${v.role})`),
    ...(yes.length === 0 ? {} : { date: printDay(last, timezone) }),
  };
}

function reviewersOf(change: Change): readonly { readonly by: string; readonly what: string }[] {
  return REVIEWS.flatMap((what) => {
    const review = reviewOf(change, what);
    if (!review || !isComplete(review)) return [];
    return [...new Set(criteriaOf(review).flatMap(([, answer]) => answer?.by ?? []))].map((by) => ({ by, what }));
  });
}
