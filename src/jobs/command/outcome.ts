import { z } from 'zod';
import { PlanReview } from './plan-review.ts';

const At = z.number();

/** How a check ended; `inconclusive` means that nothing can be said (no answer, too slow), which is never a pass nor a fail. */
export const CheckResult = z.enum(['pass', 'fail', 'inconclusive']);

/** What is known of one task that was started, by its index in the spec. `sentence` says it in plain words. */
export const TaskFact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    exitCode: z.int().exactOptional(),
    signal: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('http'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    status: z.int().exactOptional(),
  }),
  z.object({
    kind: z.enum(['tcp', 'dns', 'log', 'tool', 'env', 'disk', 'git']),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
  }),
  z.object({
    kind: z.literal('prometheus'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    value: z.number().exactOptional(),
  }),
  z.object({
    kind: z.literal('before'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    readings: z.record(z.string(), z.number()),
  }),
  z.object({
    kind: z.literal('proof'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    file: z.string().exactOptional(),
    bytes: z.number().exactOptional(),
    sha256: z.string().exactOptional(),
    modifiedAt: At.exactOptional(),
  }),
  z.object({
    kind: z.literal('restore'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    tookMs: z.number(),
    exitCode: z.int().exactOptional(),
    signal: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('watch'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    rounds: z.int(),
    passes: z.int(),
    inconclusive: z.int(),
  }),
  z.object({
    kind: z.literal('plan'),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
    exitCode: z.int().exactOptional(),
    signal: z.string().exactOptional(),
    review: PlanReview.exactOptional(),
  }),
  z.object({
    kind: z.enum(['keep', 'unchanged']),
    task: z.int(),
    result: CheckResult,
    sentence: z.string(),
  }),
]);

/** A process of the run that was still there when its last task had ended; it is left alone. */
export const Survivor = z.object({ pid: z.int(), command: z.string() });

/**
 * How a run ended; it carries no secret. `unknown` is said where the last task could not tell (an inconclusive check) or the
 * runner itself broke. `exitCode` and `signal` are those of the last command; `outputBytes` stand in the log, under
 * `outputSha256`, and `droppedBytes` (too much of it, or a full disk) do not. `note` qualifies an outcome that went well.
 */
export const Outcome = z.object({
  v: z.literal(1),
  outcome: z.enum(['succeeded', 'failed', 'timedOut', 'stopped', 'unknown']),
  exitCode: z.int().exactOptional(),
  signal: z.string().exactOptional(),
  failedTask: z.int().exactOptional(),
  reason: z.string().exactOptional(),
  note: z.string().exactOptional(),
  startedAt: At,
  endedAt: At,
  outputBytes: z.number(),
  droppedBytes: z.number(),
  outputSha256: z.string(),
  facts: z.array(TaskFact),
  survivors: z.array(Survivor).exactOptional(),
});

/**
 * What a run that goes on says of itself once it was interrupted: why, since when, and which processes got the one SIGINT.
 * `overdue` is true when a ceiling was passed, which is worth an alarm.
 */
export const RunStatus = z.object({
  v: z.literal(1),
  state: z.literal('running'),
  since: At,
  task: z.int(),
  overdue: z.boolean(),
  why: z.enum(['timeout', 'quiet', 'stop']),
  interruptedAt: At,
  interrupted: z.array(Survivor),
});

export type CheckResult = z.infer<typeof CheckResult>;
export type TaskFact = z.infer<typeof TaskFact>;
export type Survivor = z.infer<typeof Survivor>;
export type Outcome = z.infer<typeof Outcome>;
export type RunStatus = z.infer<typeof RunStatus>;
