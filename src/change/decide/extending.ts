import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import { endsAt, latestEndAt, roundOf } from '../ladder.ts';
import type { Change } from '../model.ts';
import { milestoneKey } from '../timeline.ts';
import { refuse } from '../refusals.ts';
import { onlyDeciders } from './recovery.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** What may be taken at once, ms: whole minutes, from one minute to a day. */
const MINUTE_MS = 60_000;
const TAKEN_MAX_MS = 24 * 60 * MINUTE_MS;

/**
 * The work goes on past its end, and whoever was told of it hears of the new one (002-NTF-06). Past what the services accept it
 * is an incident or a rollback (002-INC-02).
 */
export function takeMoreTime(change: Change, intent: Of<'takeMoreTime'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances);
  if (barred) return barred;
  const { forMs } = intent;
  const isSpan = Number.isSafeInteger(forMs) && forMs % MINUTE_MS === 0 && forMs > 0 && forMs <= TAKEN_MAX_MS;
  if (!isSpan) return refuse({ code: 'notASpan' });
  const { now, policy, actor } = circumstances;
  const until = Math.max(now, endsAt(change)) + forMs;
  const latest = latestEndAt(change, policy) ?? Infinity;
  if (until > latest) return refuse({ code: 'beyondExtraTime', latest, left: Math.max(0, latest - endsAt(change)) });
  const words = intent.words.trim();
  return agree(
    {
      type: 'extraTimeTaken',
      until,
      taker: actor.kind === 'person' ? actor.user : 'policy',
      ...(words === '' ? {} : { words }),
    },
    { type: 'noticeOrdered', notice: 'delay' },
  );
}

/** The answer to the last safe rollback: going on, knowing that going back ends after the window. Nobody is told. */
export function keepWorking(change: Change, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances);
  if (barred) return barred;
  if (!asksToKeepWorking(change)) return refuse({ code: 'nothingAsked' });
  return agree({ type: 'workContinued', round: roundOf(change, 'lastSafe') });
}

/** Whether the last safe rollback has been asked about, in the round that counts, and nobody has said to go on. */
export function asksToKeepWorking(change: Change): boolean {
  const round = roundOf(change, 'lastSafe');
  const asked = change.milestones[milestoneKey(change.schedule, 'lastSafe', round)] === 'reached';
  return asked && !change.continued.some((c) => c.round === round);
}

/** A word to the people affected while the work goes on (001-NTF-09). */
export function tellProgress(change: Change, intent: Of<'tellProgress'>, circumstances: Circumstances): Decision {
  const barred = onlyDeciders(change, circumstances);
  if (barred) return barred;
  const text = intent.text.trim();
  if (text === '') return refuse({ code: 'wordsNeeded' });
  return agree({ type: 'progressTold', text }, { type: 'noticeOrdered', notice: 'progress' });
}
