import { expect, test } from 'vitest';
import { askedOf } from '../../src/change/asked.ts';
import { aContent } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { EMERGENCY, STANDARD } from '../support/lives.ts';

const policy = aPolicy();
const frozen = aPolicy({
  calendar: { freezes: [{ name: 'Year end', from: '2026-11-03', to: '2026-11-04', hard: true }], avoid: [] },
});

test.each([
  ['a normal change', {}, policy, ['infrastructure-lead kind', 'validator go']],
  ['one at high risk', { risk: 'high' }, policy, ['infrastructure-lead kind', 'management risk', 'validator go']],
  ['a standard change', STANDARD, policy, []],
  ['an emergency', EMERGENCY, policy, ['infrastructure-lead emergency']],
  ['a change in a freeze', STANDARD, frozen, ['management freeze']],
  ['an emergency in a freeze', EMERGENCY, frozen, ['infrastructure-lead emergency']],
  [
    'a change without a date',
    { opensAt: Number.NaN, closesAt: Number.NaN },
    frozen,
    ['infrastructure-lead kind', 'validator go'],
  ],
] as const)('of %s it is known who will be asked, and why', (_, content, under, expected) => {
  expect(askedOf(aContent(content), under).map(({ role, why }) => `${role} ${why}`)).toEqual(expected);
});
