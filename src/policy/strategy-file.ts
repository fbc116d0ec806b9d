import { z } from 'zod';
import { DATA_FORMATS, WRITES } from '../change/strategy.ts';
import { IsoDate, KeepingTime, LongerThanNothing } from './durations.ts';
import { Label, Name, Said, section, Version } from './shapes.ts';

/** What a form shows of them fits the block that it has for it. */
const STEPS_MAX = 6;
const ASKS_MAX = 5;

const Stage = section({
  name: Name.describe('What a change names as its step.'),
  title: Label.describe('What people read.'),
  does: Said.describe('What it does, and what holds when it is done.'),
  after: Name.exactOptional().describe('The step that must have been done before.'),
  live: KeepingTime.exactOptional().describe('How long that one must have been live.'),
}).transform(({ live, ...rest }) => ({ ...rest, ...(live === undefined ? {} : { liveMs: live }) }));

const Forbids = section({
  format: z.array(z.enum(DATA_FORMATS)).min(1).exactOptional().describe('What becomes of the format of the data.'),
  writes: z
    .array(z.enum(WRITES))
    .min(1)
    .exactOptional()
    .describe('What becomes of what is written between the backup and the switch.'),
  because: Said.describe('Why.'),
}).refine(({ format, writes }) => format !== undefined || writes !== undefined, {
  error: 'format, writes or both: without either nobody could choose it',
});

const Size = section({
  services: z.int().min(2).exactOptional().describe('So many services.'),
  window: LongerThanNothing.exactOptional().describe('A window so long.'),
  resources: z.int().min(2).exactOptional().describe('A plan that touches so many resources.'),
}).transform(({ window, ...rest }) => ({ ...rest, ...(window === undefined ? {} : { windowMs: window }) }));

const Advised = section({
  from: Size.describe('How large.'),
  reason: Said.describe('Why it is advised.'),
  good: Said.describe('A good example.'),
  bad: Said.describe('A bad one.'),
});

/** A strategy as its file gives it; its name is the file's. */
export const StrategyFile = section({
  title: Label.describe('What people read.'),
  version: Version.describe('Its version.'),
  owner: Label.describe('The team that keeps it true.'),
  updated: IsoDate.describe('When it was last changed.'),
  summary: Said.describe('What it is.'),
  suits: Said.describe('When it suits.'),
  steps: z.array(Said).max(STEPS_MAX).prefault([]).describe('What is done, where it is one change.'),
  stages: z.array(Stage).min(2).max(STEPS_MAX).exactOptional().describe('The changes it takes, one after the other.'),
  asks: z.array(Said).max(ASKS_MAX).prefault([]).describe('Questions for whoever files and whoever votes.'),
  forbids: z.array(Forbids).max(10).prefault([]).describe('Answers about data with which it is refused.'),
  asksData: z.boolean().prefault(false).describe('Whether both questions about data must be answered.'),
  advised: Advised.exactOptional().describe('From which size on the form advises it; any of them is enough.'),
})
  .superRefine(({ stages = [] }, context) => {
    for (const [i, { name, after }] of stages.entries()) {
      const before = stages.slice(0, i).map((s) => s.name);
      if (before.includes(name))
        context.addIssue({
          code: 'custom',
          path: ['stages', i, 'name'],
          message: `another name than ${name}, which a step has`,
        });
      if (after !== undefined && !before.includes(after))
        context.addIssue({
          code: 'custom',
          path: ['stages', i, 'after'],
          message: 'the name of a step that stands before it',
        });
    }
  })
  .transform(({ stages = [], ...rest }) => ({ ...rest, stages }));
