import { z } from 'zod';
import { Backup } from './backup.ts';
import { Check } from './checks.ts';
import { Command, commandShape, estimated, limited } from './commands.ts';
import { LongerThanNothing, Span } from './durations.ts';
import { Param, ParamName } from './params.ts';
import { EnvName, InnerFile, Name, named, section, text } from './shapes.ts';
import { Targets } from './targets.ts';

const Plan = section({
  ...commandShape,
  json: Command.exactOptional(),
  keep: z.array(InnerFile).prefault([]),
}).transform(limited);

/** How long it usually takes is what its progress is shown against, until the runbook's own history says better. */
const Apply = section({ ...commandShape, estimate: Span.exactOptional() })
  .transform(limited)
  .transform(estimated);

const Watch = section({
  every: LongerThanNothing.prefault('1m'),
  passes: z.int().min(1).prefault(3),
  checks: z.array(Check).min(1),
}).transform(({ every, ...rest }) => ({ ...rest, everyMs: every }));

/** A critical service goes back only by what says that it takes no more than five minutes, and has been seen to. */
const RollbackScope = section({ ...commandShape, plan: Plan.exactOptional(), estimate: Span.exactOptional() })
  .transform(limited)
  .transform(estimated);

/** One line, as it is said in the thread. */
const Line = text(/^[^\p{Cc}]{1,300}$/u, 'one line of at most 300 characters');

const Rollback = section({
  automatic: z.boolean().prefault(false),
  pointOfNoReturn: Line.exactOptional(),
  infrastructure: RollbackScope.exactOptional(),
  application: RollbackScope.exactOptional(),
});

/**
 * The only source of commands, as the file gives it: paths are not resolved yet and there is no digest. A runbook whose plan cannot be
 * read as JSON counts as destructive unless it says otherwise.
 */
export const Runbook = section({
  runsOn: Name.prefault('default'),
  lock: Name.exactOptional(),
  cwd: z.string().min(1).prefault('.'),
  params: named(Param, ParamName).prefault({}),
  env: z.array(EnvName).prefault([]),
  secrets: z.array(EnvName).prefault([]),
  destructive: z.boolean().exactOptional(),
  preflight: z.array(Check).prefault([]),
  backup: Backup.exactOptional(),
  plan: Plan.exactOptional(),
  apply: Apply.exactOptional(),
  targets: Targets.exactOptional(),
  verifyEstimate: Span.prefault('10m'),
  verify: z.array(Check).prefault([]),
  watch: Watch.exactOptional(),
  rollback: Rollback.prefault({}),
}).transform(({ verifyEstimate, destructive, ...rest }) => ({
  ...rest,
  verifyEstimateMs: verifyEstimate,
  destructive: destructive ?? rest.plan?.json === undefined,
}));
