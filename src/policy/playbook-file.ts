import { z } from 'zod';
import { STEPS, type StepOutcome } from '../change/model.ts';
import { PLACES, PLACES_IN_COMMANDS } from '../change/playbook.ts';
import { IsoDate } from './durations.ts';
import { placeholdersIn } from './placeholders.ts';
import { Label, Said, section, text, Version } from './shapes.ts';

const COMMAND_MAX = 200;
/** All of them fit one message, which takes about 13,000 characters. */
const STEPS_MAX = 10;
/** What opens a playbook; a stop that somebody asked for is no trouble. */
const OUTCOMES = ['succeeded', 'failed', 'timedOut', 'unknown'] as const satisfies readonly StepOutcome[];

const Guiding = Said.refine((written) => places(written, PLACES), {
  error: `no other names to place than ${PLACES.join(', ')}`,
});

const Command = text(
  new RegExp(`^(?! )[^\\p{Cc}\`]{1,${COMMAND_MAX}}(?<! )$`, 'u'),
  `one line without back-quotes, up to ${COMMAND_MAX} characters`,
).refine((written) => places(written, PLACES_IN_COMMANDS), {
  error: `no other names to place than ${PLACES_IN_COMMANDS.join(', ')}: others could say anything to a shell`,
});

/** Words as they stand in an output once its lines are joined; literal, so that no output can keep them busy. */
const Words = text(
  /^(?! )(?:[^\p{Cc}\s]| (?! )){6,200}(?<! )$/u,
  'from 6 to 200 characters of an error, as it is said',
);

const Opens = section({
  steps: z.array(z.enum(STEPS)).min(1).describe('After which steps it opens.'),
  outcomes: z.array(z.enum(OUTCOMES)).min(1).prefault(['failed', 'timedOut']).describe('How they ended.'),
  says: z
    .array(Words)
    .max(30)
    .prefault([])
    .describe('Words of the error, one of which stands in the output; without them any error will do.'),
  criticalPlan: z
    .boolean()
    .prefault(false)
    .describe('Whether it opens only for a plan that takes away something critical.'),
})
  .refine(({ criticalPlan, steps }) => !criticalPlan || steps.every((step) => step === 'plan'), {
    path: ['steps'],
    error: 'plan alone: only a plan says what would be destroyed',
  })
  .refine(({ criticalPlan, outcomes }) => criticalPlan || !outcomes.includes('succeeded'), {
    path: ['outcomes'],
    error: 'none that went well, unless the plan is critical',
  });

const Step = section({
  text: Guiding.describe('What to do.'),
  command: Command.exactOptional().describe('A command to copy; the bot runs none.'),
  ask: z.boolean().prefault(false).describe('Whether to stop here and ask.'),
}).transform(({ ask, ...step }) => ({ ...step, ...(ask ? ({ asks: true } as const) : {}) }));

/** A playbook as its file gives it; its name is the file's. */
export const PlaybookFile = section({
  title: Label.describe('What people read.'),
  version: Version.describe('Its version.'),
  owner: Label.describe('The team that keeps it true.'),
  updated: IsoDate.describe('When it was last changed.'),
  rank: z.int().min(0).max(100).describe('Of several that fit, the highest opens.'),
  opens: Opens.describe('What opens it.'),
  meaning: Guiding.describe('What it means; `{{resource}}` and the like are placed.'),
  steps: z.array(Step).min(1).max(STEPS_MAX).describe('What to do, in this order.'),
});

function places(written: string, allowed: readonly string[]): boolean {
  return placeholdersIn(written).every((name) => allowed.includes(name));
}
