import { shownId } from '../change/change-id.ts';
import type { Change, StepRun } from '../change/model.ts';
import type { Record } from '../journal/record.ts';
import { lastOutput, readRun, wholeOutput } from '../journal/run-rows.ts';

/** The most of a log that is sent. */
const LOG_MAX_BYTES = 20_000_000;
/** Chunks hold at most 32 KiB; twice as many as the tail can need. */
const TAIL_CHUNKS = 1300;

/** A name that no other log of the change has: `CHG-042-apply.log`, `CHG-042-plan-filing.log`, `CHG-042-apply-2.log`. */
export function logName(change: Change, { step, occasion, attempt, revision, schedule, target }: StepRun): string {
  const usual =
    occasion === 'window' ||
    (occasion === 'start' && step !== 'plan') ||
    (occasion === 'rollback' && step === 'rollback');
  const parts = [
    shownId(change.id),
    step,
    ...(target === undefined ? [] : [target]),
    ...(usual ? [] : [occasion]),
    ...(revision > 1 ? [`r${revision}`] : []),
    ...(schedule > 1 ? [`w${schedule}`] : []),
    ...(attempt > 1 ? [String(attempt)] : []),
  ];
  return `${parts.join('-')}.log`;
}

/** What the work is judged by, and whatever did not succeed; the rest is told by its live report alone. */
export function isLogKept({ step, outcome }: Pick<StepRun, 'step' | 'outcome'>): boolean {
  return step === 'plan' || step === 'apply' || step === 'rollback' || outcome !== 'succeeded';
}

/** The text of a log as it is sent: all of it, or its end with a sentence that says so. */
export async function logText(record: Record, run: string): Promise<string> {
  const row = await readRun(record, run);
  const bytes = row?.outputBytes ?? 0;
  if (bytes <= LOG_MAX_BYTES) return wholeOutput(record, run);
  const tail = Buffer.from(await lastOutput(record, run, TAIL_CHUNKS)).subarray(-LOG_MAX_BYTES);
  const left = Math.round((bytes - tail.length) / 1_000_000);
  return `The first ${left} MB of this log are left out; the worker keeps the whole of it.\n${tail.toString().replace(/^\uFFFD+/, '')}`;
}
