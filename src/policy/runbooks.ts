import { z } from 'zod';
import { Backup } from './backup.ts';
import { Check } from './checks.ts';
import { Command, commandShape, estimated, limited } from './commands.ts';
import { LongerThanNothing, Rhythm, Span } from './durations.ts';
import { Param, ParamName } from './params.ts';
import { EnvName, InnerFile, Name, named, section, text } from './shapes.ts';
import { Targets } from './targets.ts';

export const Plan = section({
  ...commandShape,
  json: Command.exactOptional().describe('A command that prints the plan as JSON, which is reviewed.'),
  keep: z.array(InnerFile).prefault([]).describe('Files that it leaves for the apply.'),
}).transform(limited);

const Apply = section({
  ...commandShape,
  estimate: Span.exactOptional().describe(
    'How long it usually takes: what its progress is shown against, until its own history says better.',
  ),
})
  .transform(limited)
  .transform(estimated);

const Watch = section({
  every: LongerThanNothing.prefault('1m').describe('How often it is looked.'),
  passes: z.int().min(1).prefault(3).describe('How often in a row all checks must pass.'),
  checks: z.array(Check).min(1).describe('What is looked at.'),
  long: section({
    every: Rhythm.describe('How often, from the end of the change on.'),
  })
    .transform(({ every }) => ({ everyMs: every }))
    .exactOptional()
    .describe('Looks on by itself until the watch of the change is over (`watch.normal`, `watch.critical`).'),
}).transform(({ every, ...rest }) => ({ ...rest, everyMs: every }));

export const RollbackScope = section({
  ...commandShape,
  plan: Plan.exactOptional().describe('What going back would do, read before it is done.'),
  estimate: Span.exactOptional().describe(
    'How long it takes; of a critical service 5m at most, and it has been seen to.',
  ),
})
  .transform(limited)
  .transform(estimated);

/** One line, as it is said in the thread. */
const Line = text(/^[^\p{Cc}]{1,300}$/u, 'one line of at most 300 characters');

const Rollback = section({
  automatic: z.boolean().prefault(false).describe('Whether a failed verification rolls back by itself.'),
  pointOfNoReturn: Line.exactOptional().describe(
    'Past which point the work cannot be taken back; said before it is passed.',
  ),
  infrastructure: RollbackScope.exactOptional().describe('How the infrastructure goes back.'),
  application: RollbackScope.exactOptional().describe(
    'How the application goes back; who rolls back chooses between the two.',
  ),
});

/** A runbook as the file gives it: paths are not resolved yet and there is no digest. */
export const Runbook = section({
  runsOn: Name.prefault('default').describe('The label of the step workers that run it.'),
  lock: Name.exactOptional().describe('The name of a lock: one run at a time has it.'),
  cwd: z.string().min(1).prefault('.').describe('The folder that its commands run in, inside that of the policy.'),
  params: named(Param, ParamName).prefault({}).describe('Values that the form asks for, by name.'),
  env: z.array(EnvName).prefault([]).describe('Names of environment variables that its commands see, and no others.'),
  secrets: z
    .array(EnvName)
    .prefault([])
    .describe('Names of those whose values are masked wherever something is shown.'),
  destructive: z
    .boolean()
    .exactOptional()
    .describe('Whether it may take something away; by default it does where there is no plan as JSON.'),
  preflight: z.array(Check).prefault([]).describe('What must be so before the backup; looked at early too.'),
  backup: Backup.exactOptional().describe('How a backup is made and proved.'),
  plan: Plan.exactOptional().describe('How it is said what would be done.'),
  apply: Apply.exactOptional().describe('How it is done.'),
  targets: Targets.exactOptional().describe('What it is rolled out to, one after the other.'),
  verifyEstimate: Span.prefault('10m').describe('How long verifying takes.'),
  verify: z.array(Check).prefault([]).describe('What must be so after the apply, in this order.'),
  watch: Watch.exactOptional().describe('What is looked at again and again after that.'),
  rollback: Rollback.prefault({}).describe('How it is taken back.'),
}).transform(({ verifyEstimate, destructive, ...rest }) => ({
  ...rest,
  verifyEstimateMs: verifyEstimate,
  destructive: destructive ?? rest.plan?.json === undefined,
}));
