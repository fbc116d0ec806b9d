import { named } from './named.ts';
import type { Policy } from './policy.ts';
import type { ContentProblem } from './refusals.ts';

/** What becomes of the format of the data (003-DATA-21): whether the software that runs now can still read it. */
export const DATA_FORMATS = ['unchanged', 'compatible', 'incompatible'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** What becomes of what is written between the backup and the switch (003-DATA-02 to 07). */
export const WRITES = ['paused', 'queued', 'streamed', 'both', 'lost'] as const;
export type Writes = (typeof WRITES)[number];

/** What a request says of the way it is made. */
export interface HowMade {
  /** The way it is made, by its name. */
  readonly strategy?: string;
  /** Which of the changes that its strategy takes this one is. */
  readonly stage?: string;
  /** The change that must be done before, and the whole that this one is a part of, as the record names them: `CHG-7`. */
  readonly follows?: string;
  readonly partOf?: string;
  /** What this part is good for by itself (003-STRAT-07). */
  readonly value?: string;
  readonly dataFormat?: DataFormat;
  readonly writes?: Writes;
}

/** One of the changes that a strategy takes one after the other. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  /** What it does, and what holds when it is done. */
  readonly does: string;
  /** The stage that must have been done before. */
  readonly after?: string;
  /** How long that one must have been live. */
  readonly liveMs?: number;
}

/** A way to make a change, as a team wrote it down. */
export interface Strategy {
  readonly title: string;
  readonly version: string;
  readonly owner: string;
  /** An ISO date. */
  readonly updated: string;
  readonly summary: string;
  readonly suits: string;
  readonly steps: readonly string[];
  /** The changes it takes, where it takes several. */
  readonly stages: readonly Stage[];
  /** Questions that whoever files answers in the plan, and whoever votes looks for. */
  readonly asks: readonly string[];
  /** Answers about data with which it must not be chosen, and why. */
  readonly forbids: readonly Forbidden[];
  /** It works on the data, so that both questions about them must be answered. */
  readonly asksData: boolean;
  /** It is advised to who files something large. */
  readonly advised?: Advised;
}

export interface Forbidden {
  readonly format?: readonly DataFormat[];
  readonly writes?: readonly Writes[];
  readonly because: string;
}

/** From which size on a strategy is advised, with a good and a bad example. */
export interface Advised {
  /** Any of these is enough. */
  readonly from: { readonly services?: number; readonly windowMs?: number; readonly resources?: number };
  readonly reason: string;
  readonly good: string;
  readonly bad: string;
}

/** The strategy that was chosen, as the policy has it. */
export function strategyOf({ strategy }: Pick<HowMade, 'strategy'>, { strategies = {} }: Policy): Strategy | undefined {
  return strategy === undefined ? undefined : named(strategies, strategy);
}

/** The step of a strategy that a change is. */
export function stageOf(content: Pick<HowMade, 'strategy' | 'stage'>, policy: Policy): Stage | undefined {
  return strategyOf(content, policy)?.stages.find(({ name }) => name === content.stage);
}

/** Everything wrong with the strategy of a change and what it says of data, each under its field; nothing where none was chosen. */
export function strategyProblems(content: HowMade, policy: Policy): readonly ContentProblem[] {
  const strategy = strategyOf(content, policy);
  if (content.strategy === undefined) return strayProblems(content);
  if (!strategy) return [{ field: 'strategy', problem: unknownStrategy(content.strategy, policy) }];
  return [...stageProblems(content, strategy), ...dataProblems(content, strategy)];
}

function unknownStrategy(chosen: string, { strategies = {} }: Policy): string {
  return `No strategy is called ${chosen}; choose one of: ${Object.keys(strategies).join(', ')}.`;
}

function strayProblems({ stage }: HowMade): readonly ContentProblem[] {
  return stage === undefined ? [] : [{ field: 'stage', problem: 'A step belongs to a strategy; choose that first.' }];
}

function stageProblems({ stage, follows }: HowMade, { title, stages }: Strategy): readonly ContentProblem[] {
  const known = stages.map((s) => s.title).join(', ');
  if (stages.length === 0)
    return stage === undefined ? [] : [{ field: 'stage', problem: `${title} has no steps of their own.` }];
  if (stage === undefined)
    return [{ field: 'stage', problem: `${title} takes several changes; choose which this one is: ${known}.` }];
  const chosen = stages.find(({ name }) => name === stage);
  if (!chosen) return [{ field: 'stage', problem: `${title} has the steps ${known}.` }];
  const before = stages.find(({ name }) => name === chosen.after);
  return before && follows === undefined
    ? [{ field: 'follows', problem: `Write the change that is its step "${before.title}", like CHG-7.` }]
    : [];
}

/** 003-DATA-09, 003-DATA-13, 003-DATA-21. */
function dataProblems({ dataFormat, writes }: HowMade, strategy: Strategy): readonly ContentProblem[] {
  const { title, asksData, forbids } = strategy;
  const open: ContentProblem[] = [];
  if (asksData && dataFormat === undefined)
    open.push({
      field: 'dataFormat',
      problem: `${title} runs old and new side by side; say what becomes of the data.`,
    });
  if (asksData && dataFormat !== undefined && dataFormat !== 'unchanged' && writes === undefined)
    open.push({ field: 'writes', problem: 'Say what becomes of what is written between the backup and the switch.' });
  const because = forbids.find(
    (f) =>
      (f.format === undefined || (dataFormat !== undefined && f.format.includes(dataFormat))) &&
      (f.writes === undefined || (writes !== undefined && f.writes.includes(writes))),
  )?.because;
  return [...open, ...(because === undefined ? [] : [{ field: 'strategy', problem: because } as const])];
}
