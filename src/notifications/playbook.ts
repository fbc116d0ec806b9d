import type { SectionBlock } from '@slack/types';
import { shownId } from '../change/change-id.ts';
import type { Change, StepRun } from '../change/model.ts';
import type { PlaybookStep } from '../change/playbook.ts';
import { takesTicks, tickOf, type OpenPlaybook } from '../change/ticks.ts';
import { context, escape, mention, quoted, section, sentence, when } from '../slack/blocks.ts';
import { tickButton } from '../slack/buttons.ts';
import { said, type Said } from './said.ts';
import { runName } from './step-words.ts';

/** As written up to 400 characters, and with what it names longer. */
const TEXT_MAX = 500;
const MEANING_MAX = 600;

/** The playbook that a run opened: what it means and what to do, step by step, with who did what; nothing for a run without one. */
export function playbook(change: Change, run: StepRun): Said | undefined {
  const { playbook: opened } = run;
  if (!opened) return undefined;
  const name = `${shownId(change.id)} ${runName(run)}: ${quoted(opened.title, 75)}`;
  const next = opened.steps.findIndex((_, i) => !tickOf(opened, i + 1));
  const standing = standingOf(change, run, opened, next);
  return said(`Playbook for ${name}. ${standing}`, [
    section(`*Playbook for ${name}*\n${sentence(opened.meaning, MEANING_MAX)}`),
    ...opened.steps.map((step, i) => stepSection(change, run, opened, step, i + 1)),
    context(
      standing,
      `${quoted(opened.id, 63)} ${opened.version}, kept by ${quoted(opened.owner, 75)}, ${opened.updated}`,
    ),
  ]);
}

/** How far it is, for whoever takes it up; and why nothing can be ticked any more. */
function standingOf(change: Change, run: StepRun, { steps, ticks }: OpenPlaybook, next: number): string {
  const done = `${ticks.length} of ${steps.length} done.`;
  if (!takesTicks(change, run))
    return `${done} Nothing is ticked here any more: the step was tried again, or the change has moved on.`;
  return next < 0 ? `${done} That was all of it.` : `${done} Next: step ${next + 1}; press *Done* beside what you did.`;
}

function stepSection(
  change: Change,
  run: StepRun,
  opened: OpenPlaybook,
  { text, command, asks }: PlaybookStep,
  step: number,
): SectionBlock {
  const tick = tickOf(opened, step);
  const lines = [
    `*${step}.* ${asks ? '*Stop here and ask.* ' : ''}${sentence(text, TEXT_MAX)}`,
    ...(command === undefined ? [] : [`\`\`\`${escape(command)}\`\`\``]),
    ...(tick ? [`Done, says ${mention(tick.by)}, ${when(tick.at)}.`] : []),
  ];
  return section(lines.join('\n'), tickButton(change, run, step));
}
