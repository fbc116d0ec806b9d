import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawControl, readControl } from '../../src/slack/controls.ts';
import { unmarked } from '../../src/slack/unmarked.ts';

test('what a button carries is read back as it was drawn', () => {
  const control = { do: 'vote', change: 'CHG-42', ballot: 2, answer: 'no' } as const;
  expect(readControl(drawControl(control))).toEqual({ v: 1, ...control });
});

test.each([
  undefined,
  '',
  'CHG-42-GO',
  'null',
  '[]',
  '{"v":2,"do":"submit","change":"CHG-1"}',
  '{"do":"submit","change":"CHG-1"}',
  '{"v":1,"do":"submit"}',
  '{"v":1,"do":"submit","change":"CHG-0"}',
  '{"v":1,"do":"submit","change":"CHG-1.5"}',
  '{"v":1,"do":"submit","change":"CHG--1"}',
  '{"v":1,"do":"submit","change":"CHG-1\\n"}',
  '{"v":1,"do":"submit","change":"CHG-1","by":"U0BOB"}',
  '{"v":1,"do":"vote","change":"CHG-1","ballot":"1","answer":"yes"}',
  '{"v":1,"do":"__proto__","change":"CHG-1"}',
])('%s is no button of this version', (value) => {
  expect(readControl(value)).toBeUndefined();
});

test('nothing at all makes reading a button throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (value) => readControl(value) === undefined));
});

test('a sentence under an input names no id and no markup', () => {
  expect(unmarked('held by <@U0ADA>, <https://team.example.net/archives/C1/p1|its message>.')).toBe(
    'held by the person named on its message, its message (https://team.example.net/archives/C1/p1).',
  );
  expect(
    unmarked(
      'Only <@U0ADA> or <!subteam^S0OPS> can until <!date^1797854400^{date} {time}|2026-12-21 12:00 UTC>: `a` &lt;b&gt; &amp;lt;',
    ),
  ).toBe(
    'Only the person named on its message or the person named on its message can until 2026-12-21 12:00 UTC: a <b> &lt;',
  );
});
