import { shownId } from '../change/change-id.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { Course } from '../change/rehearsal/course.ts';
import type { Rehearsal } from '../change/rehearsal/rehearse.ts';
import { cut, mention, section } from '../slack/blocks.ts';
import { COURSE_WORDS, STATUS_WORDS } from '../slack/words.ts';
import { phaseWords } from './rehearsal-phases.ts';
import type { Part, Phase } from './rehearsal-rows.ts';
import { named, said, type Said } from './said.ts';
import { policyTime } from './virtual-time.ts';

/** A rehearsal that was lived, ready to be told. */
export interface Rehearsed {
  /** As it stood when it was asked for. */
  readonly change: Change;
  readonly rehearsal: Rehearsal;
  /** What was found, a sentence each, safe as mrkdwn. */
  readonly findings: readonly string[];
  readonly course: Course;
  readonly rehearser: string;
  readonly policy: Policy;
}

/** A part in words, as mrkdwn that may still mention people. */
export interface Told {
  readonly heading: string;
  /** Lines by what belongs together, such as all of one time. */
  readonly groups: readonly (readonly string[])[];
}

const TITLES: Readonly<Record<Phase, string>> = {
  review: 'filing and review',
  go: 'towards GO',
  announcement: 'announcement',
  preparation: 'backup and preparation',
  work: 'start and work',
  end: 'the end',
  afterwards: 'afterwards, until it is closed',
};

/** What one part says; undefined where nothing happens in it. */
export function rehearsalPart(part: Part, rehearsed: Rehearsed): Told | undefined {
  switch (part) {
    case 'opening':
      return opening(rehearsed);
    case 'ending':
      return ending(rehearsed);
    default: {
      const { change, rehearsal, policy } = rehearsed;
      const groups = phaseWords(rehearsal, part, policy);
      return groups.length === 0
        ? undefined
        : { heading: `*REHEARSAL of ${shownId(change.id)}: ${TITLES[part]}*`, groups };
    }
  }
}

/** Nothing of it is real, and what it found comes first: whoever reads no further has read that. */
function opening({ change, rehearsal, findings, course, rehearser, policy }: Rehearsed): Told {
  const from = `${policyTime(rehearsal.from, policy)} (${policy.timezone})`;
  return {
    heading: `*REHEARSAL of ${named(change)}*`,
    groups: [
      [
        `Asked for by ${mention(rehearser)}: ${COURSE_WORDS[course]}. Nothing of it is real: nothing runs, nobody else is told, and no clock moves. The copy is filed ${from}; its life follows below, in the words that would be read then, its times counted from its window.`,
      ],
      found(findings),
    ],
  };
}

function ending({ change, rehearsal, findings, policy }: Rehearsed): Told {
  const last = rehearsal.moments.at(-1);
  const how = last
    ? `The copy ends as “${STATUS_WORDS[last.after.status]}”, ${policyTime(last.recorded.at, policy)}.`
    : 'The copy could not be filed, so nothing of it was lived.';
  return {
    heading: `*REHEARSAL of ${shownId(change.id)} is over*`,
    groups: [[`${how} The change itself is as it was: “${STATUS_WORDS[change.status]}”.`], found(findings)],
  };
}

function found(findings: readonly string[]): readonly string[] {
  if (findings.length === 0) return ['*Found:* nothing that speaks against it.'];
  return [`*Found (${findings.length}):*`, ...findings.map((finding) => `• ${finding}`)];
}

/** A message holds about 13,200 characters in at most 50 blocks (docs.slack.dev, limits); the longest line stays a small part of it. */
const ALL_MAX = 9_000;
const GROUPS_MAX = 40;
const LINE_MAX = 1_500;
const SECTION_FULL = 2_800;

/** A part as a message: whole lines, as many as fit, and how many more there are. Nothing in it can be pressed. */
export function rehearsalSaid({ heading, groups }: Told): Said {
  const lines = groups.flatMap((group, of) => group.map((line) => ({ of, line: cut(line, LINE_MAX) })));
  let length = heading.length;
  const fit = lines.findIndex(({ of, line }) => of === GROUPS_MAX || (length += line.length + 1) > ALL_MAX);
  const kept = fit < 0 ? lines : lines.slice(0, fit);
  const rest = lines.length - kept.length;
  const shown = [
    [heading],
    ...Map.groupBy(kept, ({ of }) => of)
      .values()
      .map((group) => group.map(({ line }) => line)),
    ...(rest > 0 ? [[`…and ${rest} more.`]] : []),
  ];
  const text = [heading, ...lines.map(({ line }) => line)].join(' ').replaceAll(/[\s*]+/g, ' ');
  return said(
    text.trim(),
    shown.flatMap(inSections).map((words) => section(words)),
  );
}

/** Lines in as few sections as hold them. */
function inSections(lines: readonly string[]): readonly string[] {
  return lines.reduce<readonly string[]>((sections, line) => {
    const last = sections.at(-1);
    const joined = last === undefined ? line : `${last}\n${line}`;
    return joined.length > SECTION_FULL && last !== undefined
      ? [...sections, line]
      : [...sections.slice(0, -1), joined];
  }, []);
}
