import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { PARAM_MAX, TEXT_MAX, TITLE_MAX, contentProblems } from '../../src/change/content.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Param } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, PATTERNS, aContent, aFile } from '../support/a-change.ts';
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

const UNSAFE = [
  '<!channel>',
  '<@U0BOB>',
  '<http://evil.example|ok>',
  '`id`',
  'a b',
  'x\u202Ey',
  'x\u200By',
  'x\u0000y',
  'é',
];

describe('the details', () => {
  test('may all be left out, and may all be given', () => {
    expect(
      fields({
        commit: '1a2b3c4',
        testedIn: 'CHG-7',
        downtimeMs: 0,
        implementer: 'U0BOB',
        rollbackDecider: 'W0CYD',
        rollbackTriggers: 'Errors above 1 %.',
        extraTimeMs: HOUR,
        links: ['TASK-123'],
      }),
    ).toEqual([]);
  });

  test.each(['commit', 'testedIn', 'implementer', 'rollbackDecider'] as const)(
    '%s is of its own shape, whatever is typed',
    (field) => {
      for (const value of ['', ...UNSAFE, 'x'.repeat(10_000)]) expect(fields({ [field]: value })).toEqual([field]);
    },
  );

  test.each<[Partial<ChangeContent>, readonly string[]]>([
    [{ commit: 'a'.repeat(6) }, ['commit']],
    [{ commit: 'a'.repeat(7) }, []],
    [{ commit: 'a'.repeat(64) }, []],
    [{ commit: 'a'.repeat(65) }, ['commit']],
    [{ commit: 'v2.4.0' }, ['commit']],
    [{ testedIn: 'CHG-007' }, ['testedIn']],
    [{ testedIn: 'CHG-0' }, ['testedIn']],
    [{ testedIn: 'CHG-999999999' }, []],
    [{ testedIn: 'CHG-9999999999' }, ['testedIn']],
    [{ implementer: 'S0OPS' }, ['implementer']],
    [{ downtimeMs: 3 * HOUR }, []],
    [{ downtimeMs: 3 * HOUR + 1 }, ['downtimeMs']],
    [{ downtimeMs: -1 }, ['downtimeMs']],
    [{ downtimeMs: Number.NaN }, ['downtimeMs']],
    [{ extraTimeMs: 7 * DAY }, []],
    [{ extraTimeMs: 7 * DAY + 1 }, ['extraTimeMs']],
    [{ extraTimeMs: Number.NaN }, ['extraTimeMs']],
    [{ rollbackTriggers: ' ' }, ['rollbackTriggers']],
    [{ rollbackTriggers: 'x'.repeat(TEXT_MAX) }, []],
    [{ rollbackTriggers: 'x'.repeat(TEXT_MAX + 1) }, ['rollbackTriggers']],
    [{ rollbackTriggers: 'read \u202Eti siht' }, ['rollbackTriggers']],
  ])('with %o are judged %o', (content, expected) => {
    expect(fields(content)).toEqual(expected);
  });

  test.each([
    'https://git.example.net/pull/7?a=1&b=%20#c',
    'https://example.net',
    'https://example.net:8443/',
    'TASK-123',
    'main',
    'feature/infra/TASK-123-description',
    'release/2.4',
    `https://example.net/${'x'.repeat(280)}`,
  ])('link to %s', (one) => {
    expect(fields({ links: [one] })).toEqual([]);
  });

  test.each([
    ...UNSAFE,
    '',
    'http://example.net/',
    'javascript:alert(1)',
    'https://user:secret@example.net/',
    'https://',
    'https://example.net/|Approve',
    'https://example.net/<x>',
    'https://example.net/a b',
    'https://example.net/"',
    'https://example.net/\u202Ecod.exe',
    'https://exämple.net/',
    '-rf',
    '../../etc',
    'a..b',
    'a//b',
    'a/',
    'a/-b',
    'x.lock',
    'x.lock/y',
    `https://example.net/${'x'.repeat(281)}`,
  ])('refuse %j as a link', (one) => {
    expect(fields({ links: ['TASK-1', one] })).toEqual(['links']);
  });

  test.each([
    ['ten of them', Array.from({ length: 10 }, (_, i) => aFile({ id: `F${i}` })), undefined],
    ['one more', Array.from({ length: 11 }, (_, i) => aFile({ id: `F${i}` })), 'At most 10 files; these are 11.'],
    ['the same twice', [aFile(), aFile()], 'File 2 is there twice.'],
    ['without an address', [{ id: 'F0PLAN', name: 'plan.txt' }], undefined],
    ['of an enterprise', [aFile({ permalink: 'https://a.enterprise.slack.com/files/W0ADA/F0PLAN/x' })], undefined],
    ['no id of a file', [aFile({ id: 'U0ADA' })], 'File 1 is deleted, or Slack does not show it here'],
    ['without a name', [aFile({ name: '' })], 'File 1 is deleted, or Slack does not show it here'],
    ['named backwards', [aFile({ name: '\u202Etxt.exe' })], 'The name of file 1: Please remove the invisible'],
    ['named in two lines', [aFile({ name: 'a\nb' })], 'The name of file 1: It holds a control character.'],
    ['named at length', [aFile({ name: 'x'.repeat(256) })], 'The name of file 1: At most 255 characters'],
  ])('take files of Slack: %s', (_, attachments, problem) => {
    const [found] = contentProblems(aContent({ attachments }), policy, now, PATTERNS);
    expect(found?.problem ?? '').toContain(problem ?? '');
    expect(found?.field).toBe(problem === undefined ? undefined : 'attachments');
  });

  test.each([
    'http://team.slack.com/files/U0ADA/F0PLAN/plan.txt',
    'https://slack.com.evil.example/files/U0ADA/F0PLAN/plan.txt',
    'https://evil.example/files/U0ADA/F0PLAN/plan.txt',
    'https://evilslack.com/files/U0ADA/F0PLAN/plan.txt',
    'https://a@team.slack.com/files/U0ADA/F0PLAN/plan.txt',
    'https://team.slack.com/files/U0ADA/F0OTHER/plan.txt',
    'https://team.slack.com/files/U0ADA/F0PLAN/plan.txt|evil',
    'https://team.slack.com/files/U0ADA/F0PLAN/../../../archives',
    'https://team.slack.com/files/U0ADA/F0PLAN/a>b',
    `https://team.slack.com/files/U0ADA/F0PLAN/${'x'.repeat(500)}`,
  ])('refuse %j as the address of a file', (permalink) => {
    expect(fields({ attachments: [aFile({ permalink })] })).toEqual(['attachments']);
  });

  test('hold ten documents to update and no more, each in one line', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `Runbook ${i}`);
    expect(fields({ documents: ten })).toEqual([]);
    expect(fields({ documents: [...ten, 'Runbook 10'] })).toEqual(['documents']);
    expect(fields({ documents: ['a\nb'] })).toEqual(['documents']);
    const [first] = contentProblems(aContent({ documents: ['Runbook', ' '] }), policy, now, PATTERNS);
    expect(first?.problem).toMatch(/^Line 2: /);
  });

  test('hold ten links and no more, and say which line is none', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `TASK-${i}`);
    expect(fields({ links: ten })).toEqual([]);
    expect(fields({ links: [...ten, 'TASK-10'] })).toEqual(['links']);
    const [first] = contentProblems(aContent({ links: ['TASK-1', 'a b'] }), policy, now, PATTERNS);
    expect(first?.problem).toMatch(/^Line 2 is no https address, ticket like TASK-123 or branch/);
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
