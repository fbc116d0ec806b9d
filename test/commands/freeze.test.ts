import { describe, expect, test } from 'vitest';
import { readMessageBlocks, readView } from '../../sandbox/slack/check-payload.ts';
import { freezeList } from '../../src/commands/freeze/freeze-list.ts';
import { freezeModal, liftModal, readFreeze } from '../../src/commands/freeze/freeze-modals.ts';
import { liftButton, readFreezeNumber } from '../../src/commands/freeze/lift-button.ts';
import { freezesOf } from '../../src/change/freezes.ts';
import { freezeMessage, heededNote } from '../../src/notifications/freezes.ts';
import { note } from '../../src/notifications/notes.ts';
import { typedValues } from '../../src/slack/values.ts';
import { FILED_AT, OPENS_AT } from '../support/a-change.ts';
import { aDeclared, declaring, frozenBy } from '../support/a-freeze.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';
import { HOSTILE, hostilePolicy } from '../notifications/stories.ts';

const strained = hostilePolicy();
const LIFTED = { by: 'U0MGR', at: FILED_AT, reason: HOSTILE.repeat(40) };
const hostile = aDeclared({
  name: HOSTILE.repeat(9),
  reason: HOSTILE.repeat(40),
  services: Array.from({ length: 40 }, () => HOSTILE),
});
const OURS = /<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>|<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>/g;

function heeded(freeze: typeof hostile, became: 'declared' | 'lifted') {
  const { declared, name, hard, from, to, by, reason } = freeze;
  return heededNote({ type: 'freezeHeeded', declared, became, name, hard, from, to, person: by, reason });
}

describe('of freezes with absurd names', () => {
  test('Slack takes the form, the question why one is lifted, and the list', () => {
    expect(() => readView(freezeModal(strained), 'modal')).not.toThrow();
    expect(() => readView(freezeModal(aPolicy({ services: {} })), 'modal')).not.toThrow();
    expect(() => readView(liftModal(hostile), 'modal')).not.toThrow();
    const many = Array.from({ length: 60 }, (_, i) => ({ ...hostile, declared: i + 1 }));
    const { blocks } = freezeList(many, { policy: strained, now: OPENS_AT, mayLift: true });
    expect(() => readMessageBlocks(blocks)).not.toThrow();
    expect(JSON.stringify(blocks)).toContain('and 35 more');
  });

  test('every message mentions and links nothing of what was typed', () => {
    const said = [
      freezeMessage(hostile, strained),
      freezeMessage({ ...hostile, hard: false }, strained),
      freezeMessage({ ...hostile, lifted: LIFTED }, strained),
      note(heeded(hostile, 'declared')),
      note(heeded({ ...hostile, hard: false }, 'declared')),
      note(heeded(hostile, 'lifted')),
    ];
    for (const { text, blocks } of said) {
      expect(() => readMessageBlocks(blocks)).not.toThrow();
      expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);
    }
  });
});

test('the form is read back as it was filled in', () => {
  const { type: _type, hard, ...typed } = declaring({ services: ['web'] });
  const values = (kind: string) => typedValues({ ...typed, kind });
  expect(readFreeze(values('hard'))).toEqual(declaring({ services: ['web'] }));
  expect(readFreeze(values('soft'))).toEqual(declaring({ services: ['web'], hard: !hard }));
  expect(readFreeze(typedValues({}))).toMatchObject({ name: '', hard: true, services: [] });
});

test('a freeze is lifted by its button, which only whoever may is shown and only declared ones have', () => {
  const own = { name: 'Year end', from: '2026-12-20', to: '2027-01-04', hard: true };
  const policy = frozenBy(aPolicy({ calendar: { freezes: [own], avoid: [] } }), aDeclared({ declared: 7 }));
  const buttons = (mayLift: boolean): readonly unknown[] =>
    freezeList(freezesOf(policy), { policy, now: FILED_AT, mayLift }).blocks.flatMap((b) =>
      b.type === 'section' && b.accessory ? [b.accessory] : [],
    );
  expect(buttons(true)).toEqual([liftButton(7)]);
  expect(buttons(false)).toEqual([]);
  expect(readFreezeNumber(liftButton(7).value)).toBe(7);
  expect(['', '{', '{"v":2,"freeze":7}', undefined].map(readFreezeNumber)).toEqual(Array(4).fill(undefined));
});

test('what a freeze means for a change is said with what can be done', () => {
  const policy = aPolicy();
  const until = `until <!date^${(OPENS_AT + DAY) / 1000}^`;
  expect(freezeMessage(aDeclared(), policy).text).toContain(until);
  expect(freezeMessage(aDeclared(), policy).text).toContain('need an exception of the management');
  expect(freezeMessage(aDeclared({ hard: false }), policy).text).toContain('it stops nothing');
  expect(heeded(aDeclared(), 'declared').text).toContain('wait for the answer, or reschedule');
});
