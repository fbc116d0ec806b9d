import { runbookOf } from '../change/circumstances.ts';
import { sayDuration } from '../change/duration.ts';
import type { Fact } from '../change/facts.ts';
import { endsAt, isUnanswered, lastSafeRollbackAt, latestEndAt } from '../change/ladder.ts';
import { isAtWork } from '../change/statuses.ts';
import type { Change } from '../change/model.ts';
import { isRestoreMeasured, restoreMsOf } from '../change/restore-estimate.ts';
import { underWay } from '../change/runs.ts';
import { mention, quoted, sentence, when } from '../slack/blocks.ts';
import { STEP_WORDS, whoSaid } from '../slack/words.ts';
import { implementer } from './said.ts';
import { choices, type Line, type Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

const MINUTE_MS = 60_000;

/** The last moment at which going back still ends in time, with the arithmetic (002-TML-12). */
export function lastSafe(scene: Scene): Line | undefined {
  const { after, policy } = scene;
  if (after.status !== 'implementing') return undefined;
  const { sum, ends } = reckoning(scene);
  return {
    text: `*Last safe rollback.* ${sum}: begun now it ends with ${limitOf(after)}, ${ends}. ${implementer(after)}: is it going well? Press *Keep working* and go on, knowing that from here going back ends too late; or go back now.${stillRunning(after)}${choices(after, policy)}`,
  };
}

/** Asks while there is still something to choose between (002-TML-10). */
export function decisionPoint(scene: Scene): Line | undefined {
  const { after, policy } = scene;
  if (after.status === 'ready')
    return {
      text: `It has not been started, and the window closes ${when(endsAt(after))}. ${implementer(after)}: press Start, or reschedule it.`,
    };
  if (!isAtWork(after.status)) return undefined;
  return { text: `*Decision point.* ${arithmetic(scene)}${stillRunning(after)}${choices(after, policy)}` };
}

/** Silence goes to whoever may decide on a rollback; it never decides by itself (design §3, "Decision ladder"). */
export function unanswered(scene: Scene): Line | undefined {
  const { after, policy } = scene;
  if (!isUnanswered(after)) return undefined;
  return {
    text: `*Nobody has answered yet.* ${arithmetic(scene)}${stillRunning(after)}${choices(after, policy)}`,
    broadcast: true,
  };
}

export function windowClosed({ after, policy }: Scene): Line | undefined {
  const { status } = after;
  if (after.startedAt === undefined) return undefined;
  const what = after.extensions.length > 0 ? 'The extra time is over' : 'The window has closed';
  if (status === 'watching')
    return { text: `${what}. The work is done and the service is being watched; nothing is asked of you.` };
  if (!isAtWork(status)) return undefined;
  return {
    text: `*${what} and the work is not finished.* The people affected are told that it takes longer. Nothing ends by itself.${stillRunning(after)}${choices(after, policy)}`,
  };
}

export function moreTimeNote({ until, taker, words }: Of<'extraTimeTaken'>, { after, policy }: Scene): Line {
  const latest = latestEndAt(after, policy);
  const limit =
    latest === undefined || latest === Infinity
      ? ''
      : ` Without an incident it may go on until ${when(latest)}, no longer.`;
  const why = words === undefined ? '' : ` ${sentence(words, 500)}`;
  return {
    text: `*More time, taken by ${mention(taker)}:* it is now thought to end ${when(until)}; the people affected are told.${why}${limit}`,
  };
}

export function continuedNote(_: Of<'workContinued'>, scene: Scene): Line {
  const { sum } = reckoning(scene);
  return {
    text: `${whoSaid(scene.by)} keeps working. ${sum}, so from now on it would end after ${limitOf(scene.after)}.`,
  };
}

export function progressNote({ text }: Of<'progressTold'>, { by }: Scene): Line {
  return { text: `${whoSaid(by)} tells the people affected: ${quoted(text, 1000)}` };
}

function arithmetic(scene: Scene): string {
  const { after, at } = scene;
  const end = endsAt(after);
  const left = end > at ? `${sayDuration(toTheMinute(end - at))} left: ` : '';
  const closes = `${left}${limitOf(after)} ends ${when(end)}.`;
  const { takes, safeAt, sum } = reckoning(scene);
  if (takes === 0 || after.status === 'rollingBack') return closes;
  return safeAt > at
    ? `${closes} ${sum}, so it must begin by ${when(safeAt)} to end in time.`
    : `${closes} ${sum}: begun now it ends about ${when(at + takes)}, too late. It was safe until ${when(safeAt)}.`;
}

/** A prompt comes a second after its instant, and nobody counts seconds then. */
function toTheMinute(span: number): number {
  return span < MINUTE_MS ? span : Math.round(span / MINUTE_MS) * MINUTE_MS;
}

/** What the work is to end with. */
function limitOf({ extensions }: Change): string {
  return extensions.length > 0 ? 'the extra time' : 'the window';
}

/** How long going back takes, and until when it is safe. */
function reckoning({ after, policy }: Scene): {
  readonly takes: number;
  readonly safeAt: number;
  readonly sum: string;
  readonly ends: string;
} {
  const runbook = runbookOf(after, policy);
  const end = endsAt(after);
  const safeAt = lastSafeRollbackAt(end, runbook);
  const restore = `${sayDuration(restoreMsOf(runbook))}${isRestoreMeasured(runbook) ? ', as its last test took' : ''}`;
  const check = sayDuration(runbook?.verifyEstimateMs ?? 0);
  const sum = `Going back takes about ${sayDuration(end - safeAt)} (restore ${restore}, checks ${check})`;
  return { takes: end - safeAt, safeAt, sum, ends: when(end) };
}

function stillRunning(change: Change): string {
  const run = underWay(change);
  return run === undefined
    ? ''
    : ` ${STEP_WORDS[run.step]} ${run.state === 'running' ? 'is running and is left to end' : 'waits for its worker'}; Solved can be pressed after it.`;
}
