import { shownId } from '../change/change-id.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { Course } from '../change/rehearsal/course.ts';
import type { Rehearsal } from '../change/rehearsal/rehearse.ts';
import { cut, mention, section } from '../slack/blocks.ts';
import { COURSE_WORDS, STATUS_WORDS } from '../slack/words.ts';
import { phaseLines } from './rehearsal-phases.ts';
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
  readonly lines: readonly string[];
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
      const lines = phaseLines(rehearsal, part, policy);
      return lines.length === 0
        ? undefined
        : { heading: `*REHEARSAL of ${shownId(change.id)}: ${TITLES[part]}*`, lines };
    }
  }
}

/** Nothing of it is real, and what it found comes first: whoever reads no further has read that. */
function opening({ change, rehearsal, findings, course, rehearser, policy }: Rehearsed): Told {
  const from = `${policyTime(rehearsal.from, policy)} (${policy.timezone})`;
  return {
    heading: `*REHEARSAL of ${named(change)}*`,
    lines: [
      `Asked for by ${mention(rehearser)}: ${COURSE_WORDS[course]}. Nothing of it is real: nothing runs, nobody else is told, and no clock moves. The copy is filed ${from}; its life follows below, in the words that would be read then, its times counted from its window.`,
      ...found(findings),
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
    lines: [`${how} The change itself is as it was: “${STATUS_WORDS[change.status]}”.`, ...found(findings)],
  };
}

function found(findings: readonly string[]): readonly string[] {
  if (findings.length === 0) return ['*Found:* nothing that speaks against it.'];
  return [`*Found (${findings.length}):*`, ...findings.map((finding) => `• ${finding}`)];
}

/** A message holds about 13,200 characters in blocks (docs.slack.dev, limits); the longest paragraph stays a small part of it. */
const ALL_MAX = 9_000;
const LINE_MAX = 1_500;
const SECTION_FULL = 2_800;

/** A part as a message: whole paragraphs, as many as fit, and how many more there are. Nothing in it can be pressed. */
export function rehearsalSaid({ heading, lines }: Told): Said {
  const shown = lines.map((line) => cut(line, LINE_MAX));
  let length = heading.length;
  const fit = shown.findIndex((line) => (length += line.length + 1) > ALL_MAX);
  const kept = fit < 0 ? shown : [...shown.slice(0, fit), `…and ${shown.length - fit} more.`];
  const text = [heading, ...shown]
    .join(' ')
    .replaceAll(/[\s*]+/g, ' ')
    .trim();
  return said(
    text,
    inSections([heading, ...kept]).map((paragraphs) => section(paragraphs)),
  );
}

/** Paragraphs in as few sections as hold them. */
function inSections(paragraphs: readonly string[]): readonly string[] {
  return paragraphs.reduce<readonly string[]>((sections, paragraph) => {
    const last = sections.at(-1);
    const joined = last === undefined ? paragraph : `${last}\n${paragraph}`;
    return joined.length > SECTION_FULL && last !== undefined
      ? [...sections, paragraph]
      : [...sections.slice(0, -1), joined];
  }, []);
}
