import { describe, expect, test } from 'vitest';
import { madeBefore } from '../../src/commands/record/record-modal.ts';
import { startModal } from '../../src/commands/start/start-modal.ts';
import { headline } from '../../src/notifications/headline.ts';
import { noteLine } from '../../src/notifications/notes.ts';
import { fold } from '../../src/change/evolve.ts';
import { OPENS_AT, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { emergency, inHaste, ready, recording, SOLVED, started } from '../support/lives.ts';

const policy = aPolicy();

function shown({ change, facts }: Story): string {
  const { text, blocks } = headline(change, { policy, now: OPENS_AT + 2 * HOUR, facts });
  return `${text}\n${JSON.stringify(blocks)}`;
}

function startNote({ facts }: Story, policyOf = policy): string {
  const recorded = facts.findLast(({ fact }) => fact.type === 'changeStarted');
  const after = fold(facts);
  if (!recorded || !after) throw new Error('it was not started');
  const { fact, at, by } = recorded;
  return noteLine(fact, { before: undefined, after, at, by, policy: policyOf })?.text ?? '';
}

/** Begun from one line, with nothing for the bot to run. */
const { runbook: _runbook, ...haste } = inHaste({ params: {} });
const byHand = liveThrough(policy, [
  [{ type: 'fileChange', id: 'CHG-1', content: haste }, anActor('U0ADA', policy), OPENS_AT],
]);

describe('of a change that was made already, its headline', () => {
  const made = shown(liveThrough(policy, [recording()]));

  test('says when it was made, and of no window', () => {
    expect(made).toMatch(/Made already, recorded afterwards\. Made <!date/);
    expect(made).not.toContain('Window');
  });

  test('waits for no start', () => {
    expect(made).not.toMatch(/Start|nothing is applied/);
  });
});

test('what is recorded from a message was over when that was written, unless somebody says otherwise', () => {
  expect(madeBefore(`${OPENS_AT / 1000 + 59}.000100`)).toEqual({ madeAt: OPENS_AT - 5 * MINUTE, took: '5m' });
});

describe('an emergency', () => {
  test('whose runbook waits for the typed press says so', () => {
    expect(shown(emergency())).toContain('nothing is applied until Start is pressed');
    expect(startNote(emergency())).toContain('Nothing is applied until <@U0ADA> presses Start and types CHG-001.');
  });

  test('that is done by hand speaks of no apply', () => {
    expect(shown(byHand)).not.toContain('nothing is applied');
    expect(startNote(byHand)).toContain('<@U0ADA> presses Start, does the work by hand, then presses Solved.');
  });
});

describe('what follows the typed id', () => {
  const hint = ({ change }: Story, runbook = aRunbook()): string => {
    const under = aPolicy({ runbooks: { 'web-release': runbook } });
    const view = startModal(change, under, { plan: '', conflicts: [], now: OPENS_AT });
    return JSON.stringify(view.blocks);
  };
  const { plan: _plan, ...planless } = aRunbook();

  test('is a plan only where the runbook makes one', () => {
    expect(hint(ready())).toContain('A fresh plan runs first; then it is applied once.');
    expect(hint(ready(), planless)).toContain('Then it is applied once.');
    expect(startNote(started())).toContain('A fresh plan follows, then apply.');
    expect(startNote(started(), aPolicy({ runbooks: { 'web-release': planless } }))).toContain('Apply follows.');
  });

  test('is the work, where it is done by hand', () => {
    expect(hint(byHand)).toContain('Then do the work, and press Solved once it is done.');
    expect(hint(byHand)).toContain('None: it is done by hand');
    const done = liveThrough(policy, [[SOLVED, anActor('U0ADA', policy), OPENS_AT + HOUR / 2]], byHand);
    const recorded = done.facts.find(({ fact }) => fact.type === 'workDone');
    if (!recorded) throw new Error('nobody said that it was done');
    const { fact, at, by } = recorded;
    expect(noteLine(fact, { before: byHand.change, after: done.change, at, by, policy })?.text).toBe(
      '<@U0ADA> says the work is done.',
    );
  });
});
