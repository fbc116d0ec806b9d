import { z } from 'zod';
import { VERSION_RANGE } from '../../change/version-range.ts';
import { Argument, File, Text } from './spec-shapes.ts';

/** A program that prints its version on its standard output, and the bounds it must keep. */
export const ToolTask = z.strictObject({
  kind: z.literal('tool'),
  argv: z.tuple([Argument.min(1)], Argument).readonly(),
  version: z.string().regex(VERSION_RANGE),
});

/** A variable that must have a value, which is never looked at further. */
export const EnvTask = z.strictObject({ kind: z.literal('env'), name: Text });

/** Room that must be left where a path (relative to `cwd`) lies. */
export const DiskTask = z.strictObject({ kind: z.literal('disk'), path: File, freeBytes: z.number().min(1) });

/**
 * A working tree without anything that is not committed, at a commit where one is given. `tracked`: what is new in it counts for nothing,
 * since a plan leaves files.
 */
export const GitTask = z.strictObject({
  kind: z.literal('git'),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .exactOptional(),
  tracked: z.literal(true).exactOptional(),
});

export type ToolTask = z.infer<typeof ToolTask>;
export type EnvTask = z.infer<typeof EnvTask>;
export type DiskTask = z.infer<typeof DiskTask>;
export type GitTask = z.infer<typeof GitTask>;
