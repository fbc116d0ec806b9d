import { z } from 'zod';

/** Timers of Node hold at most 2³¹−1 ms (24.8 days); a longer span would fire at once. */
const SPAN_MAX_MS = 2 ** 31 - 1;

export const SpanMs = z.int().min(1).max(SPAN_MAX_MS);
export const Text = z.string().min(1).max(4096);
export const File = Text.refine((file) => !file.includes('\0'));

/** An argument as the kernel takes it: no NUL, at most 128 KiB. */
export const Argument = z
  .string()
  .max(128 * 1024)
  .refine((text) => !text.includes('\0'), { error: 'an argument without NUL' });
