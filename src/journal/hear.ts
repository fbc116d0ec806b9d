import { effect } from '../effect.ts';
import { isConflict, isDatabaseFailure, NotRecorded, Unsure } from './failures.ts';
import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import { hearCalendar } from './hear-calendar.ts';
import { hearOnce } from './hear-once.ts';
import type { Outcome } from './inbox.ts';
import type { CalendarSaying, Hear, HearDeps, Saying } from './saying.ts';

export { NotRecorded, Unsure } from './failures.ts';
export type { Outcome } from './inbox.ts';
export type { CalendarSaying, Hear, HearDeps, Say, SayOfCalendar, Saying } from './saying.ts';

/** Tries of a decision that somebody faster invalidated. */
const TRIES_MAX = 5;
/** A person is answered within three seconds (docs.slack.dev, acknowledging), so the record has two. */
const HEAR_MS = 2_000;

/** How far a hearing has come: past `committing` nobody knows what became of it but the record. */
interface Progress {
  committing: boolean;
  abandoned: boolean;
}

/**
 * The only write, of changes and of the calendar: folds the stream, decides, and commits facts, listings, follow-ups, deliveries and the sender's intent id
 * in one transaction. Answers a repeated intent as before. Throws `NotRecorded` or `Unsure` when the database fails or has
 * not answered after two seconds; what was `NotRecorded` is not committed later either.
 */
export function openEar(deps: HearDeps): Hear {
  return async (saying) => {
    const progress: Progress = { committing: false, abandoned: false };
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      progress.abandoned = true;
      reject(failure(progress, saying, new Error(`no answer of the record within ${HEAR_MS} ms`)));
    }, HEAR_MS);
    try {
      return await Promise.race([hearing(deps, saying, progress), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function hearing(deps: HearDeps, saying: Saying | CalendarSaying, progress: Progress): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    progress.committing = false;
    try {
      return await effect('journal.commit', () =>
        deps.record.db.transaction().execute(async (tx) => {
          const outcome =
            saying.change === CALENDAR ? await hearCalendar(deps, tx, saying) : await hearOnce(deps, tx, saying);
          if (progress.abandoned) throw new Error('given up before the commit');
          progress.committing = true;
          return outcome;
        }),
      );
    } catch (error) {
      if (isConflict(error) && tries < TRIES_MAX && !progress.abandoned) continue;
      throw isDatabaseFailure(error) ? failure(progress, saying, error) : error;
    }
  }
}

function failure({ committing }: Progress, { intent }: Saying | CalendarSaying, cause: unknown): NotRecorded | Unsure {
  return committing
    ? new Unsure(`committing ${intent.type}`, { cause })
    : new NotRecorded(`recording ${intent.type}`, { cause });
}
