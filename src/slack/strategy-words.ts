import { adviceOn } from '../change/advice.ts';
import { readChangeId, shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { stageOf, strategyOf, type DataFormat, type Strategy, type Writes } from '../change/strategy.ts';
import { beforeIt, partsOf, tooEarly, type Tied, type TooEarly } from '../change/ties.ts';
import { escape, linesOf, progressBar, quoted, when } from './blocks.ts';
import { adviceLine } from './advice-words.ts';
import { STATUS_WORDS } from './words.ts';

export const FORMAT_WORDS: Readonly<Record<DataFormat, string>> = {
  unchanged: 'Data stay as they are',
  compatible: 'New format, old software reads it',
  incompatible: 'New format, old software cannot read it',
};

export const WRITES_WORDS: Readonly<Record<Writes, string>> = {
  paused: 'Writing is paused',
  queued: 'Writes wait in a queue',
  streamed: 'Writes are shipped to the new side',
  both: 'Both sides take writes',
  lost: 'They are lost',
};

const PARTS_SHOWN = 10;

/** Why a change may not begin yet, said after the name of the one before it. */
const CAUSES: Readonly<Record<TooEarly['why'], string>> = {
  noSuchChange: 'is no change that there is: edit this one and name another under “Comes after”',
  otherStep: 'is not the step before this one: edit it and name that one under “Comes after”',
  notDone: 'has not ended yet: wait for its end',
  off: 'was never carried out: carry it out first, or name another under “Comes after”',
  undone: 'was not left in place: do that step again first',
  notLongEnough: 'has not been live for long enough',
};

/** The refusal as a sentence, with the ways past it. */
export function tooEarlyText(early: TooEarly): string {
  return `Too early: ${causeWords(early)}. Or have a second person press Override.`;
}

function causeWords({ follows, why, until }: TooEarly): string {
  const before = readChangeId(follows);
  const wait = until === undefined ? '' : `: wait until ${when(until)}`;
  return `${before ? shownId(before) : quoted(follows, 20)} ${CAUSES[why]}${wait}`;
}

/** What whoever decides on a change should know of the way it is made, in mrkdwn; nothing where none was chosen. */
export function strategyLines(
  { content, runs }: Pick<Change, 'content' | 'runs'>,
  policy: Policy,
  now: number,
): readonly string[] {
  const plan = runs.findLast((r) => r.plan !== undefined)?.plan;
  const { strategy: name, dataFormat, writes, value } = content;
  const strategy = strategyOf(content, policy);
  const stage = stageOf(content, policy);
  const early = tooEarly(content, policy, now);
  const step = stage && `, step ${stepOf(strategy, stage.name)}: *${escape(stage.title)}* ${escape(stage.does)}`;
  return [
    ...(name === undefined ? [] : [`*Strategy* ${escape(strategy?.title ?? name)}${step ?? ''}`]),
    ...(value === undefined ? [] : [`*Worth by itself* ${quoted(value, 200)}`]),
    ...(dataFormat === undefined ? [] : [`*Data* ${dataWords(dataFormat, writes)}`]),
    ...(early ? [`*Not yet* ${causeWords(early)}.`] : []),
    ...(strategy?.asks ?? []).map((question) => `*To answer* ${escape(question)}`),
    ...adviceOn(content, policy, plan && plan.items.length + plan.itemsOmitted).map((advice) =>
      adviceLine(advice, policy),
    ),
  ];
}

function dataWords(format: DataFormat, writes: Writes | undefined): string {
  return `${FORMAT_WORDS[format]}${writes === undefined ? '' : `. Between backup and switch: ${lowered(WRITES_WORDS[writes])}`}`;
}

const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

function stepOf(strategy: Strategy | undefined, stage: string): string {
  const stages = strategy?.stages ?? [];
  return `${stages.findIndex(({ name }) => name === stage) + 1} of ${stages.length}`;
}

/** The changes that one is tied to, with where each stands: the one before it, the whole, its parts with how many are done. */
export function tieBlocks({ id, content }: Pick<Change, 'id' | 'content'>, policy: Policy): readonly string[] {
  const before = beforeIt(content, policy);
  const whole = (policy.ties ?? []).find((t) => t.change === content.partOf);
  const parts = partsOf(id, policy);
  const done = parts.filter((p) => p.ending === 'implemented').length;
  return [
    ...(before ? [`*Comes after* ${tiedLine(before)}`] : []),
    ...(whole ? [`*Part of* ${tiedLine(whole)}`] : []),
    ...(parts.length === 0
      ? []
      : [
          `*Parts* ${progressBar(done / parts.length)} ${done} of ${parts.length} done\n${linesOf(
            parts.slice(0, PARTS_SHOWN).map((p) => `• ${tiedLine(p)}`),
            1_500,
          )}`,
        ]),
  ];
}

function tiedLine({ change, title, status, value }: Tied): string {
  const worth = value === undefined ? '' : ` – ${quoted(value, 100)}`;
  return `${shownId(change)} ${quoted(title, 80)}: ${STATUS_WORDS[status]}${worth}`;
}

/** Of a strategy that is being chosen: what it is, when it suits, and how long each step must have been live. */
export function adviceText({ summary, suits, steps, stages }: Strategy): string {
  const taken = stages.map(
    ({ title, does, liveMs }) =>
      `*${escape(title)}* ${escape(does)}${liveMs === undefined ? '' : ` The one before must have been live for ${sayDuration(liveMs)}.`}`,
  );
  const lines = stages.length > 0 ? taken : steps.map((step) => escape(step));
  return [`${escape(summary)} ${escape(suits)}`, ...lines.map((line, i) => `${i + 1}. ${line}`)].join('\n');
}
