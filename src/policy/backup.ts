import { z } from 'zod';
import { Command, commandShape, limited } from './commands.ts';
import { KeepingTime, Span } from './durations.ts';
import { Label, section } from './shapes.ts';

const Proof = section({
  file: z.string().min(1).describe('The file that must be there and not be empty, from the folder of the runbook.'),
  minBytes: z.int().min(1).prefault(1).describe('How large it is at least.'),
  maxAge: KeepingTime.prefault('4h').describe('How old it may be as the apply begins.'),
}).transform(({ maxAge, ...rest }) => ({ ...rest, maxAgeMs: maxAge }));

/** A name, or a name with what is known to be lost by it: `loses the last 4 hours`. */
const Source = z
  .union([
    Label,
    section({
      name: Label.describe('Where data can be brought back from.'),
      limits: Label.exactOptional().describe('What is known to be lost by it.'),
    }),
  ])
  .transform((source) => (typeof source === 'string' ? { name: source } : source));

const Restore = section({
  estimate: Span.describe('How long it takes.'),
  sources: z.array(Source).prefault([]).describe('Where from, in the order to try.'),
}).transform(({ estimate, ...rest }) => ({ ...rest, estimateMs: estimate }));

export const Backup = section({
  ...commandShape,
  estimate: Span.describe('How long it takes; it begins so long before the window.'),
  proof: Proof.exactOptional().describe('What proves the backup.'),
  restoreTest: Command.exactOptional().describe(
    'A command that brings it back somewhere; without one, a second person answers for each change that destroys.',
  ),
  restore: Restore.exactOptional().describe(
    'The way back from it; without it, a restore is taken to last as long as the backup.',
  ),
}).transform(({ estimate, restore, ...rest }) => ({
  ...limited(rest),
  estimateMs: estimate,
  restore: restore ?? { estimateMs: estimate, sources: [] },
}));
