import { expect, test } from 'vitest';
import { evidenceLines } from '../../src/notifications/evidence.ts';
import { reviewPrompt } from '../../src/notifications/review-prompt.ts';
import { reviewLines } from '../../src/notifications/review-words.ts';
import { FILED_AT, GO_AT, OPENS_AT, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, MINUTE } from '../support/a-policy.ts';
import { atGo, checked, emergency, inHaste, wake } from '../support/lives.ts';
import { when } from '../../src/slack/blocks.ts';

const policy = aPolicy();
const linesOf = ({ change }: Story): readonly string[] => evidenceLines(change, policy, OPENS_AT);

test('what was asked for in haste names the texts that are not written yet in one line, and leaves no heading empty', () => {
  const hasty = linesOf(emergency({ content: inHaste() }));
  expect(hasty).toContain(
    '*Not written yet* reason, expected impact, potential impact, mitigation, implementation plan, rollback plan, testing plan',
  );
  expect(hasty.filter((line) => /^\*[^*]+\*\s*$/.test(line))).toEqual([]);
  expect(linesOf(atGo()).filter((line) => line.startsWith('*Not written'))).toEqual([]);
});

test('a plan and a preflight that were made weeks ago say when', () => {
  const go = atGo();
  const made = go.change.runs.find((r) => r.step === 'plan')?.endedAt ?? 0;
  expect(made).toBeLessThan(FILED_AT + 60 * MINUTE);
  expect(linesOf(go).find((line) => line.startsWith('*Plan*'))).toContain(`, ${when(made)}`);
});

test('a pre-check that nobody answered was not done once GO is asked, and waits for no answer any more', () => {
  const asked = checked();
  const stateOf = ({ change }: Story): string => reviewLines(change, policy).join('\n');
  expect(stateOf(asked)).toContain('Pre-check: not begun.');
  const late = liveThrough(policy, [wake('goNogo', GO_AT)], asked);
  expect(stateOf(late)).toContain('Pre-check: not done.');
  const number = late.change.reviews.find(({ what }) => what === 'preCheck')?.number ?? 0;
  const prompt = JSON.stringify(reviewPrompt(late.change, number, policy).blocks);
  expect(prompt).toContain('Not answered.');
  expect(prompt).not.toContain('Not answered yet.');
});
