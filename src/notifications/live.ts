import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { Change, StepRun } from '../change/model.ts';
import {
  actions,
  context,
  linesOf,
  mention,
  preformatted,
  progressBar,
  section,
  sentence,
  when,
} from '../slack/blocks.ts';
import { planBlocks } from '../slack/plan-blocks.ts';
import { planLine } from '../slack/plan-words.ts';
import { stopButtons } from '../slack/buttons.ts';
import { LIMIT_WORDS } from '../slack/words.ts';
import { said, type Said } from './said.ts';
import { outcomeWords, runName } from './step-words.ts';
import { isLogKept } from './log-file.ts';

export interface LiveView {
  readonly run: StepRun;
  /** The end of what it has said. */
  readonly output: string;
  /** How long it is thought to take; undefined where nobody knows. */
  readonly expectedMs: number | undefined;
  readonly now: number;
  /** What its end means and what comes next, as mrkdwn; left out where a note says it. */
  readonly meaning?: string;
  /** Of a roll-out: which target of how many, with a bar. */
  readonly place?: string;
}

const LINES_MAX = 12;
/** Of what went well and is not judged by its output, or was read better than by lines. */
const SUCCESS_LINES_MAX = 4;
const ERRORS_MAX = 5;
const LINE_MAX = 180;

/** The report of one run: while it goes on a bar, the time and the last lines; then how it ended. Updated in place. */
export function live(change: Change, { run, output, expectedMs, now, meaning = '', place = '' }: LiveView): Said {
  const lines = linesIn(output);
  const errors = lines.filter(looksLikeError).slice(-ERRORS_MAX);
  const ended = run.state === 'ended';
  const isTold = run.outcome === 'succeeded' && (run.plan !== undefined || !isLogKept(run));
  const last = lines.slice(isTold ? -SUCCESS_LINES_MAX : -LINES_MAX);
  const waits = run.state === 'requested';
  const state = ended || waits ? outcomeWords(run) : `running on ${mention(run.host ?? 'its worker')}`;
  const name = `${shownId(change.id)} ${runName(run)}`;
  const buttons = stopButtons(change, run, now);
  const below = ended
    ? linesOf([place, reasonOf(run), meaning].filter((t) => t !== ''))
    : waits
      ? 'Nothing was run yet. It begins by itself once the lock is free.'
      : linesOf([place, progress(run, expectedMs, now), stopping(run)].filter((t) => t !== ''));
  return said(`${name}: ${state}${run.plan ? `. ${sentence(planLine(run.plan), 600)}` : ''}`, [
    section(`*${name}: ${state}*${below === '' ? '' : `\n${below}`}`),
    ...(run.plan ? planBlocks(run.plan) : []),
    ...(errors.length > 0 ? [section('Lines that look like errors:'), preformatted(errors.join('\n'))] : []),
    ...(last.length > 0
      ? [section(ended && last.length === lines.length ? 'Output:' : 'Last lines:'), preformatted(last.join('\n'))]
      : []),
    context(
      ended
        ? `Ended ${when(run.endedAt ?? now)}.${last.length > 0 && isLogKept(run) ? ' The whole log follows as a file.' : ''}`
        : waits
          ? `Waiting since ${when(run.awaits?.since ?? run.requestedAt)}.`
          : 'Updated while it runs.',
    ),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  ]);
}

function progress(run: StepRun, expectedMs: number | undefined, now: number): string {
  const elapsedMs = Math.max(0, now - (run.beganAt ?? run.requestedAt));
  const elapsed = `${sayDuration(elapsedMs)} so far`;
  if (expectedMs === undefined || expectedMs <= 0) return `${elapsed}; how long it takes is not known`;
  const bar = progressBar(Math.min(0.99, elapsedMs / expectedMs));
  const over = elapsedMs > expectedMs ? ', longer than usual' : '';
  return `${bar} · ${elapsed}, about ${sayDuration(expectedMs)} expected${over}`;
}

/** Who wants it ended, since when; a kill leaves an outcome that nobody can prove. */
function stopping({ stop, overdue }: StepRun): string {
  if (!stop)
    return overdue
      ? `It passed its limit ${LIMIT_WORDS[overdue.limit]}, got its one SIGINT, and goes on all the same.`
      : '';
  const asked = `${mention(stop.by)} asked it to stop at ${when(stop.at, '{time}')}; it ends what is in flight.`;
  return stop.kill ? `${asked} ${mention(stop.kill.by)} had it killed at ${when(stop.kill.at, '{time}')}.` : asked;
}

function reasonOf({ reason }: StepRun): string {
  return reason === undefined ? '' : sentence(reason, 600);
}

function linesIn(output: string): readonly string[] {
  return output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .map((line) => (line.length > LINE_MAX ? `${line.slice(0, LINE_MAX - 1)}…` : line));
}

/** Counts of nothing wrong are no errors. */
function looksLikeError(line: string): boolean {
  const rest = line.replaceAll(/\b(?:0|no|without) (?:errors?|failures?|failed)\b/gi, '');
  return /\b(?:error|fatal|panic|exception|traceback|failed|failure|denied|refused|timed out)\b/i.test(rest);
}
