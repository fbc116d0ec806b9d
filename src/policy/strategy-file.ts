import { z } from 'zod';
import { DATA_FORMATS, WRITES } from '../change/strategy.ts';
import { IsoDate, KeepingTime, LongerThanNothing } from './durations.ts';
import { Label, Name, Said, section, Version } from './shapes.ts';

/** What a form shows of them fits the block that it has for it. */
const STEPS_MAX = 6;
const ASKS_MAX = 5;

const Stage = section({
  name: Name,
  title: Label,
  does: Said,
  after: Name.exactOptional(),
  live: KeepingTime.exactOptional(),
}).transform(({ live, ...rest }) => ({ ...rest, ...(live === undefined ? {} : { liveMs: live }) }));

const Forbids = section({
  format: z.array(z.enum(DATA_FORMATS)).min(1).exactOptional(),
  writes: z.array(z.enum(WRITES)).min(1).exactOptional(),
  because: Said,
}).refine(({ format, writes }) => format !== undefined || writes !== undefined, {
  error: 'format, writes or both: without either nobody could choose it',
});

const Size = section({
  services: z.int().min(2).exactOptional(),
  window: LongerThanNothing.exactOptional(),
  resources: z.int().min(2).exactOptional(),
}).transform(({ window, ...rest }) => ({ ...rest, ...(window === undefined ? {} : { windowMs: window }) }));

/** A strategy as its file gives it; its name is the file's. */
export const StrategyFile = section({
  title: Label,
  version: Version,
  owner: Label,
  updated: IsoDate,
  summary: Said,
  suits: Said,
  steps: z.array(Said).max(STEPS_MAX).prefault([]),
  stages: z.array(Stage).min(2).max(STEPS_MAX).exactOptional(),
  asks: z.array(Said).max(ASKS_MAX).prefault([]),
  forbids: z.array(Forbids).max(10).prefault([]),
  asksData: z.boolean().prefault(false),
  advised: section({ from: Size, reason: Said, good: Said, bad: Said }).exactOptional(),
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
