import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { PARAM_MAX, TEXT_MAX, TITLE_MAX, contentProblems } from '../../src/change/content.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Param } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, PATTERNS, aContent } from '../support/a-change.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR } from '../support/a-policy.ts';
import { EMERGENCY, STANDARD } from '../support/lives.ts';

const policy = aPolicy();
const now = FILED_AT;
const fields = (content: Partial<ChangeContent>, patterns: readonly string[] = PATTERNS, under = policy) =>
  contentProblems(aContent(content), under, now, patterns).map((p) => p.field);
const TEXTS = [
  'description',
  'reason',
  'impact',
  'implementationPlan',
  'rollbackPlan',
  'potentialImpact',
  'mitigation',
  'testingPlan',
] as const;

test('a change with everything filled in has no problem', () => {
  expect(fields({})).toEqual([]);
});

describe('texts', () => {
  test.each([['title', TITLE_MAX] as const, ...TEXTS.map((f) => [f, TEXT_MAX] as const)])(
    '%s is needed, and holds %i characters',
    (field, max) => {
      expect(fields({ [field]: '' })).toEqual([field]);
      expect(fields({ [field]: ' \n\t ' })).toEqual([field]);
      expect(fields({ [field]: 'x'.repeat(max) })).toEqual([]);
      expect(fields({ [field]: 'x'.repeat(max + 1) })).toEqual([field]);
    },
  );

  test('each problem stands under its own field', () => {
    expect(fields({ title: '', reason: '', closesAt: OPENS_AT, services: [] })).toEqual([
      'title',
      'reason',
      'closesAt',
      'services',
    ]);
  });
});

describe('kinds', () => {
  test('a standard change names a pattern that is pre-approved', () => {
    expect(fields(STANDARD)).toEqual([]);
    expect(fields({ kind: 'standard' })).toEqual(['pattern']);
    expect(fields({ kind: 'standard', pattern: 'invented' })).toEqual(['pattern']);
    expect(fields({ kind: 'standard', pattern: 'web-release', risk: 'high' })).toEqual(['risk']);
    expect(fields(STANDARD, [])).toEqual(['pattern']);
    expect(contentProblems(aContent(STANDARD), policy, now, [])[0]?.problem).toContain('file a normal change');
  });

  test('an emergency names one of the four justifications', () => {
    const open = { opensAt: now - HOUR, closesAt: now + HOUR };
    expect(fields({ ...EMERGENCY, ...open })).toEqual([]);
    expect(fields({ kind: 'emergency', ...open })).toEqual(['justification']);
    const forged: object = { justification: 'because' };
    expect(fields({ kind: 'emergency', ...open, ...forged })).toEqual(['justification']);
  });
});

describe('the window', () => {
  test.each<[string, Partial<ChangeContent>, readonly string[]]>([
    ['opens ahead', { opensAt: now + 1, closesAt: now + HOUR }, []],
    ['does not open now', { opensAt: now, closesAt: now + HOUR }, ['opensAt']],
    ['may be open in an emergency', { ...EMERGENCY, opensAt: now, closesAt: now + HOUR }, []],
    ['begins now in an emergency, whatever was chosen', { ...EMERGENCY, opensAt: now - HOUR, closesAt: now }, []],
    ['ends after it opens', { closesAt: OPENS_AT }, ['closesAt']],
    ['may be short', { closesAt: OPENS_AT + 1 }, []],
    ['holds 14 days', { closesAt: OPENS_AT + 14 * DAY }, []],
    ['holds no more', { closesAt: OPENS_AT + 14 * DAY + 1 }, ['closesAt']],
    ['lies at most two years ahead', { opensAt: now + 730 * DAY, closesAt: now + 731 * DAY }, []],
    ['lies no further', { opensAt: now + 730 * DAY + 1, closesAt: now + 731 * DAY }, ['opensAt']],
    ['has a beginning', { opensAt: Number.NaN }, ['opensAt']],
    ['has an end', { closesAt: Number.POSITIVE_INFINITY }, ['closesAt']],
  ])('%s', (_name, content, expected) => {
    expect(fields(content)).toEqual(expected);
  });
});

describe('what it changes', () => {
  const two = aPolicy({
    services: { web: aService(), api: aService({ runbooks: [] }) },
    runbooks: { 'web-release': aRunbook(), 'db-upgrade': aRunbook() },
  });

  test('is at least one service of the policy', () => {
    expect(fields({ services: [] })).toEqual(['services']);
    expect(fields({ services: ['web', 'nothing'] })).toEqual(['services']);
  });

  test('names a runbook of one of its services', () => {
    expect(fields({ services: ['api', 'web'] }, PATTERNS, two)).toEqual([]);
    expect(fields({ services: ['api'] }, PATTERNS, two)).toEqual(['runbook']);
    expect(fields({ runbook: 'db-upgrade' }, PATTERNS, two)).toEqual(['runbook']);
    expect(fields({ runbook: 'invented' })).toEqual(['runbook']);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('is never %s', (name) => {
    expect(fields({ services: [name] })).toEqual(['services']);
    expect(fields({ runbook: name })).toEqual(['runbook']);
    expect(fields({ params: JSON.parse(`{"release": "v1.0.0", "${name}": "x"}`) })).toEqual([`param:${name}`]);
  });
});

const problem = (value: string | undefined, param: Param) => {
  const under = aPolicy({ runbooks: { 'web-release': aRunbook({ params: { value: param } }) } });
  return fields({ params: value === undefined ? {} : { value } }, PATTERNS, under).length > 0;
};

describe('the parameters of a runbook', () => {
  const text: Param = { type: 'text', required: true, maxLength: 20 };
  const version: Param = { ...text, pattern: '^v\\d+\\.\\d+\\.\\d+$' };
  const lax: Param = { ...text, maxLength: PARAM_MAX, pattern: '^.+$' };
  const INJECTIONS = [
    '$(id)',
    '`id`',
    '; id',
    'a;id',
    'a|b',
    'a&&b',
    'a b',
    '-rf',
    '--upload-pack=x',
    '../etc/passwd',
    'a/../../b',
    'v1.0.0\n',
    'v1.0.0\nid',
    'v1.0.0\r',
    'v1.0.0\u0000',
    '{{release}}',
    '$HOME',
    '%0a',
    "'",
    '"',
    '\\',
    '*',
    '~root',
    '<!channel>',
    '\u202Eevil',
    'é',
  ];

  test.each(INJECTIONS)('as plain text refuse %j', (value) => {
    expect(problem(value, text)).toBe(true);
    expect(problem(value, version)).toBe(true);
    expect(problem(value, { type: 'number', required: true })).toBe(true);
    expect(problem(value, { type: 'choice', required: true, options: ['blue', 'green'] })).toBe(true);
  });

  test('refuse a leading dash and control characters even where the pattern lets them pass', () => {
    for (const value of ['-rf', '--force', 'a\tb', 'a\u0000b', 'a\u0085b']) expect(problem(value, lax)).toBe(true);
    expect(problem('a b', lax)).toBe(false);
  });

  test('as plain text keep to an allow-list, whatever is typed', () => {
    const unit = fc.constantFrom(...Array.from('aZ09._:@/+-'), ...Array.from(' $`\'"\\;|&<>(){}*~\n\t\u0000\u202Eé漢'));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 6, unit }), (value) => {
        const isListed = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]*$/.test(value) && !value.includes('..');
        expect(problem(value, text)).toBe(!isListed);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, Param, string | undefined, boolean]>([
    ['required and missing', text, undefined, true],
    ['required and empty', text, '', true],
    ['left out where it may be', { ...text, required: false }, undefined, false],
    ['as long as it may be', text, 'x'.repeat(20), false],
    ['longer than it may be', text, 'x'.repeat(21), true],
    ['as long as any may be', lax, 'x'.repeat(PARAM_MAX), false],
    ['longer than any may be', lax, 'x'.repeat(PARAM_MAX + 1), true],
    ['matching its pattern', version, 'v2.4.0', false],
    ['matching only in part', version, 'xv2.4.0', true],
    ['one of its options', { type: 'choice', required: true, options: ['blue', 'two words'] }, 'two words', false],
    ['none of its options', { type: 'choice', required: true, options: ['blue'] }, 'red', true],
    ['a number', { type: 'number', required: true, min: 1, max: 5 }, '5', false],
    ['a number with decimals', { type: 'number', required: true }, '2.5', false],
    ['below its least', { type: 'number', required: true, min: 1 }, '0', true],
    ['above its most', { type: 'number', required: true, max: 5 }, '5.000001', true],
    ['a number written oddly', { type: 'number', required: true }, '1e3', true],
    ['a number in hexadecimal', { type: 'number', required: true }, '0x10', true],
    ['a number below nothing', { type: 'number', required: true }, '-1', true],
  ])('%s', (_name, param, value, expected) => {
    expect(problem(value, param)).toBe(expected);
  });

  test('that the runbook does not ask for are refused', () => {
    expect(fields({ params: { release: 'v2.4.0', extra: '1' } })).toEqual(['param:extra']);
  });
});
