import type { KnownBlock } from '@slack/types';
import type { PlanItem, PlanReview, UnitReview } from '../change/plan/plan-review.ts';
import { context, linesOf, quoted, section } from './blocks.ts';
import { codeOf, goes, itemLine, planBar, planCounts, planLegend, planLine } from './plan-words.ts';

/** How much of a review there is room for, in characters; its first line always stands. */
export interface PlanRoom {
  readonly items: number;
  readonly rest: number;
}

/** In a message of its own, with all that fits. */
export const WHOLE: PlanRoom = { items: 2400, rest: 1000 };
/** Among other things to weigh. */
export const BRIEF: PlanRoom = { items: 1200, rest: 500 };

/**
 * What a plan would do: how much of each, then what a person should read before agreeing, destroys and replacements first;
 * likely renames, what changed outside, and each unit. What does not fit is counted, and is in the log.
 */
export function planBlocks(review: PlanReview, room: PlanRoom = WHOLE): readonly KnownBlock[] {
  const { counts, items, itemsOmitted, units, unitsOmitted, renames, digest } = review;
  const bar = planBar(counts);
  const [drift, others] = [items.filter(isDrift), items.filter((item) => !isDrift(item))];
  return [
    section(`*Plan: ${planLine(review)}.*${bar === undefined ? '' : `\n\`${bar}\``}`),
    ...paragraph(
      others.some(({ action }) => goes(action)) ? 'Read before you agree' : 'Of note',
      others.map(itemLine),
      room.items,
      itemsOmitted,
    ),
    ...paragraph(
      'Likely only a new name',
      renames.map(
        ({ unit, from, to }) =>
          `${codeOf(from)} goes and ${codeOf(to)}${inUnit(unit)} comes, much alike. A \`moved\` block in the code keeps it.`,
      ),
      room.rest,
    ),
    ...paragraph('Changed outside since the last time', drift.map(itemLine), room.rest),
    ...paragraph('Units', units.map(unitLine), room.rest, unitsOmitted),
    context(
      [
        ...(bar === undefined ? [] : [planLegend(counts)]),
        `Change set ${digest.slice(0, 12)}. The whole plan is in its log, a file in the thread of the change.`,
      ].join('\n'),
    ),
  ];
}

function isDrift({ action }: PlanItem): boolean {
  return action === 'drift';
}

/** Whole lines under a heading; those without room, and those the record does not hold, are counted. */
function paragraph(title: string, lines: readonly string[], max: number, omitted = 0): readonly KnownBlock[] {
  if (lines.length === 0) return [];
  const beyond = omitted > 0 ? `\nThe record holds the first ${lines.length} of ${lines.length + omitted}.` : '';
  return [
    section(
      `*${title}*\n${linesOf(
        lines.map((line) => `• ${line}`),
        max,
      )}${beyond}`,
    ),
  ];
}

function unitLine({ name, counts, fault }: UnitReview): string {
  return `${quoted(name, 80)}: ${fault === undefined ? planCounts(counts) : `*no plan that counts.* ${quoted(fault, 300)}`}`;
}

function inUnit(unit: string | undefined): string {
  return unit === undefined ? '' : ` in ${quoted(unit, 60)}`;
}
