import { z } from 'zod';
import { CheckTask, CommandTask, PrometheusQuery } from './check-tasks.ts';
import { File, SpanMs, Text } from './spec-shapes.ts';

/** A file (relative to `cwd`) that must be there, not empty, large enough and fresh: the proof of a backup. */
export const ProofTask = z.strictObject({
  kind: z.literal('proof'),
  file: File,
  minBytes: z.int().min(1),
  maxAgeMs: z.int().min(1),
});

/** A command that brings a backup back somewhere; how long it takes is told. */
export const RestoreTask = z.strictObject({ kind: z.literal('restore'), argv: CommandTask.shape.argv });

/** Of the longest list of targets, a good many checks for each. */
const MANY = 2_000;

/** Checks repeated every `everyMs` until all of them passed `passes` times in a row. */
export const WatchTask = z.strictObject({
  kind: z.literal('watch'),
  everyMs: SpanMs,
  passes: z.int().min(1).max(10_000),
  checks: z.array(CheckTask).min(1).max(MANY).readonly(),
});

/** Entries to compare with: exact ones, or beginnings that end with `*`. */
const Entries = z.array(Text).max(1000).readonly();

/** A command that prints a plan as JSON, and what its review looks for; it passes when every plan in it can be gone by. */
export const PlanTask = z.strictObject({
  kind: z.literal('plan'),
  argv: CommandTask.shape.argv,
  watch: z.strictObject({ holdsData: Entries, critical: Entries, mocks: Entries }).readonly(),
});

/** A file (relative to `cwd`) as a plan left it for apply. */
export const KeptFile = z.strictObject({ file: File, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Files that a plan leaves for apply: they must be there, and what stands in them is remembered in the run's folder. */
export const KeepTask = z.strictObject({ kind: z.literal('keep'), files: z.array(File).min(1).max(100).readonly() });

/** Files that must still be what a plan left. */
export const UnchangedTask = z.strictObject({
  kind: z.literal('unchanged'),
  files: z.array(KeptFile).min(1).max(100).readonly(),
});

/**
 * What the checks after an apply compare with: where logs stand, kept in the run's folder, and what queries give, told with the
 * run's outcome under `check`. It passes whatever it finds; a check that misses something later is inconclusive.
 */
export const BeforeTask = z.strictObject({
  kind: z.literal('before'),
  logs: z.array(File).max(64).readonly(),
  queries: z
    .array(PrometheusQuery.extend({ check: Text }))
    .max(64)
    .readonly(),
});

export const Task = z.discriminatedUnion('kind', [
  ...CheckTask.options,
  ProofTask,
  RestoreTask,
  WatchTask,
  PlanTask,
  KeepTask,
  UnchangedTask,
  BeforeTask,
]);

/**
 * All that a run is to do, as it stands in its folder. It names secrets and never holds their values: those reach the
 * run through the environment alone. `outputMaxBytes` of output are kept, the rest is counted.
 */
export const RunSpec = z.strictObject({
  v: z.literal(1),
  run: z.string().min(1).max(200),
  cwd: Text,
  tasks: z.array(Task).min(1).max(MANY).readonly(),
  secretNames: z.array(Text).max(200).readonly(),
  timeoutMs: SpanMs.exactOptional(),
  quietMs: SpanMs.exactOptional(),
  outputMaxBytes: z
    .int()
    .min(1024)
    .prefault(64 * 1024 * 1024),
});

export type ProofTask = z.infer<typeof ProofTask>;
export type RestoreTask = z.infer<typeof RestoreTask>;
export type WatchTask = z.infer<typeof WatchTask>;
export type PlanTask = z.infer<typeof PlanTask>;
export type KeptFile = z.infer<typeof KeptFile>;
export type KeepTask = z.infer<typeof KeepTask>;
export type UnchangedTask = z.infer<typeof UnchangedTask>;
export type BeforeTask = z.infer<typeof BeforeTask>;
export type Task = z.infer<typeof Task>;
export type RunSpec = z.infer<typeof RunSpec>;
