import { describe, expect, test } from 'vitest';
import { TEXTS } from '../../src/change/content.ts';
import { beginning, following, preApproved } from '../../src/change/pattern.ts';
import { aContent, anActor, FILED_AT, GO_AT, PATTERNS, THE_CLOCK } from '../support/a-change.ts';
import { aPattern } from '../support/a-pattern.ts';
import { coversCritical } from '../../src/change/applies.ts';
import { lightestPattern } from '../../src/change/lightest-pattern.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';

const policy = aPolicy();
const untold = Object.fromEntries(TEXTS.map((text) => [text, '']));

describe('what was filed after a pattern', () => {
  test('has its texts where nothing was written, keeps what was, and names its version', () => {
    const content = following(
      aContent({ ...untold, mitigation: 'Two people.', pattern: 'web-release' }),
      aPattern(),
      policy,
    );
    expect(content).toMatchObject({ ...aPattern().texts, mitigation: 'Two people.', patternVersion: '1.2.0' });
  });

  test('offers against what may go wrong what its risks say, of those that apply', () => {
    const { mitigation: _, ...texts } = aPattern().texts;
    const risks = [
      { risk: 'It is slow.', mitigation: 'Measure.' },
      { risk: 'It is away.', mitigation: 'At night.', when: { critical: true } },
    ];
    const silent = aPattern({ texts, risks });
    expect(beginning('web-release', silent).mitigation).toBe('- It is slow. Measure.');
    expect(following(aContent({ ...untold, services: ['core-db'] }), silent, policy).mitigation).toBe(
      '- It is slow. Measure.\n- It is away. At night.',
    );
  });

  test('is still to be written where the pattern is silent too', () => {
    const { reason: _, ...texts } = aPattern().texts;
    expect(following(aContent(untold), aPattern({ texts }), policy).reason).toBe('');
  });

  test('needs no vote when the pattern is pre-approved: it is announced a week ahead without a GO', () => {
    const content = following(
      aContent({ ...untold, kind: 'standard', risk: 'low', pattern: 'web-release' }),
      aPattern(),
      policy,
    );
    const filed = given(undefined)
      .when({ type: 'fileChange', id: 'CHG-1', content }, { by: anActor('U0ADA', policy), at: FILED_AT })
      .becomes('approved').story;
    expect(filed.change.ballots).toEqual([]);
    given(filed)
      .when({ type: 'reachMilestone', milestone: 'announce', schedule: 1 }, { by: THE_CLOCK, at: GO_AT })
      .becomes('ready');
    expect(filed.change.content.patternVersion).toBe('1.2.0');
  });
});

test('a form begins with all the pattern knows and nothing more', () => {
  expect(beginning('web-release', aPattern({ runbook: 'web-release' }))).toEqual({
    ...aPattern().texts,
    kind: 'standard',
    risk: 'low',
    priority: 'low',
    estimateMs: HOUR,
    pattern: 'web-release',
    runbook: 'web-release',
  });
});

test('only what is pre-approved may be followed by a standard change', () => {
  const patterns = { 'web-release': aPattern(), 'web-move': aPattern({ kind: 'normal', preApproved: false }) };
  expect(preApproved(patterns)).toEqual(PATTERNS);
});

test('what is for critical services is kept only by what is for at least as many of them', () => {
  expect(coversCritical(undefined, { critical: true })).toBe(true);
  expect(coversCritical({ critical: true }, undefined)).toBe(true);
  expect(coversCritical({ critical: false }, undefined)).toBe(false);
  expect(coversCritical({ kinds: ['normal'] }, undefined)).toBe(false);
  expect(coversCritical({ kinds: ['normal', 'standard'] }, { kinds: ['normal'] })).toBe(true);
  expect(coversCritical({ services: { from: 2 } }, { services: { from: 1 } })).toBe(false);
  expect(coversCritical({ services: { to: 2 } }, {})).toBe(false);
});

test('where nobody chose, the lightest pattern that fits is followed, the same one every time', () => {
  const asking = (...ids: readonly string[]) => ({
    kind: 'normal' as const,
    preApproved: false,
    byDefault: {},
    phases: [{ name: 'planning', owner: 'testing', items: ids.map((id) => ({ id, text: 'Do it.' })) }] as const,
  });
  const heavy = aPattern({ ...asking('a', 'b') });
  const light = aPattern({ ...asking('a') });
  const chosen = (patterns: Parameters<typeof lightestPattern>[0]) => lightestPattern(patterns, aContent(), aPolicy());
  expect(chosen({ heavy, light })).toBe('light');
  expect(chosen({ b: light, a: light })).toBe('a');
  expect(chosen({ light: { ...light, byDefault: { critical: true } }, heavy })).toBe('heavy');
  expect(chosen({ chosen: aPattern() })).toBeUndefined();
});
