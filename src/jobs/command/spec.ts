import { z } from 'zod';

const MINUTE_MS = 60_000;

/** Timers of Node hold at most 2³¹−1 ms (24.8 days); a longer span would fire at once. */
const SPAN_MAX_MS = 2 ** 31 - 1;

const SpanMs = z.int().min(1).max(SPAN_MAX_MS);
const Text = z.string().min(1).max(4096);

/** An argument as the kernel takes it: no NUL, at most 128 KiB. */
const Argument = z
  .string()
  .max(128 * 1024)
  .refine((text) => !text.includes('\0'), { error: 'an argument without NUL' });

const Cidr = z.union([z.cidrv4(), z.cidrv6()]);
const Plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const File = Text.refine((file) => !file.includes('\0'));

/** A program and its arguments, never a shell line; it passes when it exits with 0. */
export const CommandTask = z.strictObject({
  kind: z.literal('command'),
  argv: z.tuple([Argument.min(1)], Argument).readonly(),
});

/** A question to an address; `allow` lists the private ranges (CIDR) that it may reach. Without a status any 2xx passes. */
export const HttpTask = z.strictObject({
  kind: z.literal('http'),
  url: z.string().min(1).max(2048),
  expect: z
    .strictObject({
      status: z.int().min(100).max(599).exactOptional(),
      json: z.record(z.string(), Plain).readonly().exactOptional(),
    })
    .readonly(),
  allow: z.array(Cidr).max(100).readonly(),
  timeoutMs: SpanMs.max(5 * MINUTE_MS),
});

/** A file (relative to `cwd`) that must be there, large enough and fresh: the proof of a backup. */
export const ProofTask = z.strictObject({
  kind: z.literal('proof'),
  file: File,
  minBytes: z.int().min(0),
  maxAgeMs: z.int().min(1),
});

/** Checks repeated every `everyMs` until all of them passed `passes` times in a row. */
export const WatchTask = z.strictObject({
  kind: z.literal('watch'),
  everyMs: SpanMs,
  passes: z.int().min(1).max(10_000),
  checks: z
    .array(z.discriminatedUnion('kind', [CommandTask, HttpTask]))
    .min(1)
    .max(64)
    .readonly(),
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

export const Task = z.discriminatedUnion('kind', [
  CommandTask,
  HttpTask,
  ProofTask,
  WatchTask,
  PlanTask,
  KeepTask,
  UnchangedTask,
]);

/**
 * All that a run is to do, as it stands in its folder. It names secrets and never holds their values: those reach the
 * run through the environment alone. `outputMaxBytes` of output are kept, the rest is counted.
 */
export const RunSpec = z.strictObject({
  v: z.literal(1),
  run: z.string().min(1).max(200),
  cwd: Text,
  tasks: z.array(Task).min(1).max(64).readonly(),
  secretNames: z.array(Text).max(200).readonly(),
  timeoutMs: SpanMs.exactOptional(),
  quietMs: SpanMs.exactOptional(),
  outputMaxBytes: z
    .int()
    .min(1024)
    .prefault(64 * 1024 * 1024),
});

export type CommandTask = z.infer<typeof CommandTask>;
export type HttpTask = z.infer<typeof HttpTask>;
export type ProofTask = z.infer<typeof ProofTask>;
export type WatchTask = z.infer<typeof WatchTask>;
export type PlanTask = z.infer<typeof PlanTask>;
export type KeptFile = z.infer<typeof KeptFile>;
export type KeepTask = z.infer<typeof KeepTask>;
export type UnchangedTask = z.infer<typeof UnchangedTask>;
export type Task = z.infer<typeof Task>;
export type RunSpec = z.infer<typeof RunSpec>;
