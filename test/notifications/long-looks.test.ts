import { expect, test } from 'vitest';
import { fold } from '../../src/change/evolve.ts';
import { lookDueAt } from '../../src/change/long-looks.ts';
import type { StepOutcome } from '../../src/change/model.ts';
import { prefill } from '../../src/commands/pir/prefill.ts';
import { noteLine } from '../../src/notifications/notes.ts';
import { stepAlarm } from '../../src/notifications/operator.ts';
import { promptButtons, promptOf } from '../../src/notifications/prompts.ts';
import { say } from '../../src/notifications/routes.ts';
import { stepLines } from '../../src/notifications/step-words.ts';
import { anActor, liveThrough, runs, type Story } from '../support/a-change.ts';
import { HOUR } from '../support/a-policy.ts';
import { implemented, LOOKS_ON, wake } from '../support/lives.ts';

const policy = LOOKS_ON;
const ended = implemented({ policy });

function look(story: Story, outcome: StepOutcome, reason?: string): Story {
  const at = lookDueAt(story.change, policy) ?? 0;
  const asked = liveThrough(policy, [wake('longLook', at, 1, story.change.longLooks?.asked)], story);
  return runs(asked, policy, at, outcome, reason);
}

/** The deliveries of what became of a story since `from`, without the message of the change; each view once. */
function told({ facts }: Story, from: Story): readonly string[] {
  return facts.slice(from.facts.length).flatMap((recorded, i) => {
    const before = fold(facts.slice(0, from.facts.length + i));
    const after = fold(facts.slice(0, from.facts.length + i + 1));
    const rows = after ? say(before, after, recorded, policy) : [];
    return rows.flatMap(({ view }) => (view === 'headline' ? [] : [view]));
  });
}

function notes({ facts }: Story, from: Story): readonly string[] {
  return facts.slice(from.facts.length).flatMap(({ fact, at, by }, i) => {
    const before = fold(facts.slice(0, from.facts.length + i));
    const after = fold(facts.slice(0, from.facts.length + i + 1));
    return (after && noteLine(fact, { before, after, at, by, policy })?.text) ?? [];
  });
}

const well = look(ended, 'succeeded');
const failed = look(well, 'failed', 'GET https://web.example.net/health <!channel> answered 500.');

test('a look after the end that goes well says nothing, neither in the thread nor among the steps nor in the review', () => {
  expect(told(well, ended)).toEqual([]);
  expect(stepLines(well.change, policy)).toEqual(stepLines(ended.change, policy));
  expect(prefill(well.change, well.facts, policy)).toEqual(prefill(ended.change, ended.facts, policy));
});

test('the first that fails says which check, what that means and whom it asks, with what to press; the review has it once', () => {
  const [text = ''] = notes(failed, well);
  expect(text).toMatch(/^\*A check of the watch fails after CHG-001.*:\* GET .*&lt;!channel&gt; answered 500\./);
  expect(text).toMatch(/successful with issues\. <@U0ADA>: see whether .*\*Reopen\*.*\*An issue\*/);
  const fact = failed.facts.find((f) => f.fact.type === 'issueFound')?.fact;
  const prompt = fact && promptOf(fact, failed.change);
  const pressable = (story: Story): readonly string[] =>
    promptButtons(prompt?.key ?? '', story.change, policy).map((b) => b.text.text);
  expect(pressable(failed)).toEqual(['An issue', 'Reopen']);
  const by = anActor('U0ADA', policy);
  const reopen = { type: 'reopen', text: 'Search is down.' } as const;
  const reopened = liveThrough(policy, [[reopen, by, (failed.change.endedAt ?? 0) + 4 * HOUR]], failed);
  expect(pressable(reopened)).toEqual([]);
  expect(prefill(failed.change, failed.facts, policy).happened.match(/answered 500/g)).toHaveLength(1);
});

test('further failures say nothing, and that all is well again is said once', () => {
  const again = look(failed, 'failed', 'It answers 500.');
  expect(told(again, failed)).toEqual([]);
  const mended = look(again, 'succeeded');
  expect(notes(mended, again)).toEqual([expect.stringMatching(/^\*The checks of the watch pass again .*since/)]);
  expect(told(look(mended, 'succeeded'), mended)).toEqual([]);
});

test('looks that could not tell are told to the operator, the first of them alone', () => {
  const lost = look(well, 'unknown', 'No answer.');
  expect(told(lost, well)).toEqual(['unknownAlarm']);
  expect(told(look(lost, 'timedOut'), lost)).toEqual([]);
  expect(told(look(look(lost, 'succeeded'), 'unknown'), lost)).toEqual(['unknownAlarm']);
  const run = lost.change.runs.at(-1);
  expect(run && stepAlarm(lost.change, run, false)?.text).toMatch(
    /Watch after the end on .* could not tell .*It looks again by itself; nobody else is told of this\.$/,
  );
});
