import { expect, test } from 'vitest';
import { askedOf } from '../../src/change/asked.ts';
import { askedLine } from '../../src/slack/asked-words.ts';
import { aContent } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { EMERGENCY, STANDARD } from '../support/lives.ts';

const policy = aPolicy();
const frozen = aPolicy({
  calendar: { freezes: [{ name: 'Year end', from: '2026-11-03', to: '2026-11-04', hard: true }], avoid: [] },
});

test.each([
  ['a normal change', {}, policy, ['infrastructure-lead kind', 'validator go']],
  [
    'one at high risk',
    { risk: 'high' },
    policy,
    [
      'infrastructure-lead kind',
      'management risk',
      'infrastructure-lead risk',
      'management risk',
      'security risk',
      'validator go',
    ],
  ],
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

test('each review that is asked has its line, with the role and why', () => {
  const reviewed = aPolicy({ reviews: { normal: ['technical'], high: ['technical', 'security'] } });
  const said = (risk: 'low' | 'high') => askedLine(askedOf(aContent({ risk }), reviewed), 'normal', reviewed);
  expect(said('low').split('\n')).toEqual([
    expect.stringMatching(/^\*Will be asked:\* /),
    expect.stringMatching(/^\*Technical review:\* infrastructure lead: .*, because it is a normal change\.$/),
  ]);
  expect(said('high').split('\n').slice(1)).toEqual([
    expect.stringContaining('because it is a normal change.'),
    expect.stringMatching(/^\*Security review:\* security: .*, because the risk is high\.$/),
  ]);
});
