import { readChangeId, shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { ChangeContent } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { testOf, whyUntested, type Test, type Untested } from '../change/tested.ts';
import { escape, listOf, quoted } from './blocks.ts';
import { serviceWords } from './incident-words.ts';

interface Cause {
  /** Said after the name of the test. */
  readonly ofTheTest?: true;
  readonly text: string;
}

/** Why a change does not count as tested, with what can be done about it. */
const CAUSES: Readonly<Record<Untested['why'], Cause>> = {
  unnamed: { text: 'it names no test: edit it and write under “Tested in” the change in which this commit was tested' },
  noSuchChange: { text: 'there is no such change as it names under “Tested in”: edit it and name another' },
  elsewhere: { ofTheTest: true, text: 'was no change of that: edit it and name another under “Tested in”' },
  underWay: { ofTheTest: true, text: 'has not ended yet: wait for its end' },
  rolledBack: { ofTheTest: true, text: 'was rolled back: mend what failed and test it again' },
  failed: { ofTheTest: true, text: 'ended as an incident: mend what failed and test it again' },
  off: { ofTheTest: true, text: 'was never carried out: test it first' },
  unchecked: { ofTheTest: true, text: 'ended without checks that passed: test it again by a runbook that verifies' },
  noCommit: { text: 'it names no commit to compare: edit it and write the one that was tested' },
  otherCommit: { ofTheTest: true, text: 'was of another commit: only what was tested goes on' },
  ambiguousCommit: {
    text: 'its commit is the beginning of several that were brought there: edit it and write it in full',
  },
  otherRelease: { ofTheTest: true, text: 'was of another release by the same runbook: only what was tested goes on' },
};

/** The refusal as a sentence, with the ways past it. */
export function untestedText(untested: Untested): string {
  const where = listOf(
    untested.from.map((s) => quoted(s, 60)),
    4,
  );
  return `Not tested in ${where}: ${causeWords(untested)}. Or have a second person press Override.`;
}

/** What is missing of its test, and what that means; undefined for a change that is promoted from nowhere, or was tested. */
export function untestedLine(content: ChangeContent, policy: Policy): string | undefined {
  const untested = whyUntested(content, policy);
  if (!untested) return undefined;
  const means =
    content.kind === 'emergency' ? 'It goes on all the same, and owes the test' : 'It cannot start like this';
  return `*Not tested* in ${serviceWords(untested.from, policy)}: ${causeWords(untested)}. ${means}.`;
}

/** How the test that a change names ended, with the way to it; undefined where it names none, or none is asked for. */
export function testWords(content: ChangeContent, policy: Policy, now: number): string | undefined {
  const untested = whyUntested(content, policy);
  if (untested) return `not yet: ${causeWords(untested)}`;
  const test = testOf(content, policy);
  return test && evidenceWords(test, now);
}

function evidenceWords({ change, link, verifiedAt, watchedAt }: Test, now: number): string {
  const name = link === undefined ? shownId(change) : `<${escape(link)}|${shownId(change)}>`;
  const ago = verifiedAt === undefined ? '' : ` ${sayDuration(Math.max(0, now - verifiedAt))} ago`;
  return `the same commit in ${name}: verification and smoke tests passed${ago}${watchedAt === undefined ? '' : ', so did the watch'}`;
}

function causeWords({ why, testedIn }: Untested): string {
  const { ofTheTest, text } = CAUSES[why];
  const test = readChangeId(testedIn ?? '');
  return ofTheTest && test ? `${shownId(test)} ${text}` : text;
}
