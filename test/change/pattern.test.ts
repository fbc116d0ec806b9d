import { describe, expect, test } from 'vitest';
import { TEXTS } from '../../src/change/content.ts';
import { beginning, following, preApproved } from '../../src/change/pattern.ts';
import { aContent, anActor, FILED_AT, GO_AT, PATTERNS, THE_CLOCK } from '../support/a-change.ts';
import { aPattern } from '../support/a-pattern.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';

const policy = aPolicy();
const untold = Object.fromEntries(TEXTS.map((text) => [text, '']));

describe('what was filed after a pattern', () => {
  test('has its texts where nothing was written, keeps what was, and names its version', () => {
    const content = following(aContent({ ...untold, mitigation: 'Two people.', pattern: 'web-release' }), aPattern());
    expect(content).toMatchObject({ ...aPattern().texts, mitigation: 'Two people.', patternVersion: '1.2.0' });
  });

  test('is still to be written where the pattern is silent too', () => {
    const { reason: _, ...texts } = aPattern().texts;
    expect(following(aContent(untold), aPattern({ texts })).reason).toBe('');
  });

  test('needs no vote when the pattern is pre-approved: it is announced a week ahead without a GO', () => {
    const content = following(
      aContent({ ...untold, kind: 'standard', risk: 'low', pattern: 'web-release' }),
      aPattern(),
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
