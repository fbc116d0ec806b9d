import { sayDuration } from '../change/duration.ts';
import type { Finding } from '../change/rehearsal/finding.ts';
import { listOf, mention, quoted, when } from '../slack/blocks.ts';
import { BALLOT_WORDS, REVIEW_WORDS } from '../slack/question-words.ts';
import { refusalText } from '../slack/refusal-text.ts';
import { WANTED } from '../slack/wanted.ts';
import { MILESTONE_WORDS, roleName, STATUS_WORDS } from '../slack/words.ts';

/** What a rehearsal found, as a sentence for whoever plans the change: what it is, and what they can do. */
export function findingWords(finding: Finding): string {
  switch (finding.what) {
    case 'windowOpened':
      return `Its window opened ${when(finding.opensAt)} before all was agreed: reschedule it. The copy was lived from its filing.`;
    case 'refused':
      return `When it is to ${WANTED[finding.intent]}, ${readerWords(finding.by)} reads: “${refusalText(finding.refusal)}”`;
    case 'nobody':
      return finding.standIn === undefined
        ? `Nobody holds the role ${roleName(finding.role)}, whose answer it needs: ask the operator to fill it.`
        : `Nobody holds the role ${roleName(finding.role)}, whose answer it needs; ${roleName(finding.standIn)} is asked instead.`;
    case 'votesShort':
      return votesShort(finding);
    case 'reviewShort':
      return `${REVIEW_WORDS[finding.review]} is never given: nobody in the role ${roleName(finding.role)} may give it for this change. Ask the operator to add somebody.`;
    case 'past':
      return `Due before it is filed: ${listOf(
        finding.milestones.map(({ name, at }) => `${MILESTONE_WORDS[name]} (${when(at)})`),
        6,
      )}. File earlier, or choose a later window.`;
    case 'skipped':
      return `Left out: ${MILESTONE_WORDS[finding.milestone]}, because ${quoted(finding.reason, 300)}.`;
    case 'backupLate':
      return `The backup would have to begin ${when(finding.startsAt)}, before it is filed: choose a later window.`;
    case 'tooShort':
      return tooShort(finding);
    case 'overruns':
      return `It is not done when its window closes ${when(finding.closesAt)}, but about ${when(finding.doneAt)}, and the people affected are told of a delay: give it a longer window.`;
    case 'noWayBack':
      return `${
        finding.runbook === undefined
          ? 'Without a runbook nothing goes back by itself'
          : `The runbook ${quoted(finding.runbook, 60)} has no rollback`
      }: when the work fails it is undone by hand. Have its rollback plan at hand, and somebody who can carry it out.`;
    case 'notClosed':
      return `Like this it never comes to its end: it stays “${STATUS_WORDS[finding.status]}”.`;
    case 'cutOff':
      return 'It was cut off: this life takes more than a rehearsal plays.';
  }
}

function readerWords(by: string): string {
  return by.startsWith('worker:') ? 'the worker' : mention(by);
}

function votesShort({ question, role, needed, able }: Extract<Finding, { what: 'votesShort' }>): string {
  const { name } = BALLOT_WORDS[question];
  if (able === 0) return `${name} is never given: nobody may answer it as ${roleName(role)}.`;
  const need = Number.isFinite(needed) ? `${needed} in the role ${roleName(role)}` : `everybody in ${roleName(role)}`;
  return able < needed
    ? `${name} is never given: it takes ${need}, and only ${able} of them may answer for this change. Ask the operator to add somebody.`
    : `${name} is not given in time: it takes ${need}.`;
}

function tooShort({ windowMs, workMs, verifyMs, restoreMs }: Extract<Finding, { what: 'tooShort' }>): string {
  const parts: readonly (readonly [number, string])[] = [
    [workMs, 'work'],
    [verifyMs, 'checks'],
    [restoreMs, 'restore'],
  ];
  const sum = parts.filter(([ms]) => ms > 0).map(([ms, what]) => `${what} ${sayDuration(ms)}`);
  const all = sayDuration(workMs + verifyMs + restoreMs);
  return `The window is too short for the work and a way back: ${sum.join(' + ')} = ${all}, and it lasts ${sayDuration(windowMs)}. Make it longer.`;
}
