import { z } from 'zod';
import { Command, commandShape, limited } from './commands.ts';
import { KeepingTime, Span } from './durations.ts';
import { Label, section } from './shapes.ts';

/** The file that proves a backup: there, not too small, not too old. */
const Proof = section({
  file: z.string().min(1),
  minBytes: z.int().min(1).prefault(1),
  maxAge: KeepingTime.prefault('4h'),
}).transform(({ maxAge, ...rest }) => ({ ...rest, maxAgeMs: maxAge }));

/** A name, or a name with what is known to be lost by it: `loses the last 4 hours`. */
const Source = z
  .union([Label, section({ name: Label, limits: Label.exactOptional() })])
  .transform((source) => (typeof source === 'string' ? { name: source } : source));

const Restore = section({ estimate: Span, sources: z.array(Source).prefault([]) }).transform(
  ({ estimate, ...rest }) => ({
    ...rest,
    estimateMs: estimate,
  }),
);

/** A backup and the way back from it. Restoring is taken to last as long as the backup when the file does not say. */
export const Backup = section({
  ...commandShape,
  estimate: Span,
  proof: Proof.exactOptional(),
  restoreTest: Command.exactOptional(),
  restore: Restore.exactOptional(),
}).transform(({ estimate, restore, ...rest }) => ({
  ...limited(rest),
  estimateMs: estimate,
  restore: restore ?? { estimateMs: estimate, sources: [] },
}));
