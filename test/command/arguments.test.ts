import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { Argv } from '../../src/change/check.ts';
import { fillArgv, type ArgumentFault, type ParamValue } from '../../src/jobs/command/arguments.ts';

const ARGV: Argv = ['make', 'deploy', 'RELEASE={{release}}', '{{release}}', '--', '{{release}}/{{release}}'];

function fill(value: string, more: Omit<ParamValue, 'value'> = {}, argv = ARGV) {
  return fillArgv(argv, { release: { value, ...more } });
}

test('a value stands as a whole argument and inside one, and nothing else is expanded', () => {
  expect(fill('v1.2.3')).toEqual({
    ok: true,
    argv: ['make', 'deploy', 'RELEASE=v1.2.3', 'v1.2.3', '--', 'v1.2.3/v1.2.3'],
  });
  expect(fill('{{release}}', { pattern: '.*' })).toMatchObject({
    ok: true,
    argv: expect.arrayContaining(['{{release}}']),
  });
  expect(fillArgv(['echo', '$HOME', '~', '*', '{release}'], {})).toMatchObject({
    ok: true,
    argv: ['echo', '$HOME', '~', '*', '{release}'],
  });
});

describe('refused', () => {
  const corpus: [string, ArgumentFault][] = [
    ['$(id)', 'expansion'],
    ['${shell id}', 'expansion'],
    ['`id`', 'expansion'],
    ['a`id`', 'expansion'],
    ['-rf', 'leadingDash'],
    ['--upload-pack=touch x', 'leadingDash'],
    ['--eval=$(shell id)', 'leadingDash'],
    ['a\nb', 'controlCharacter'],
    ['a\0b', 'controlCharacter'],
    ['a\u001b[31m', 'controlCharacter'],
    ['a\u200bb', 'controlCharacter'],
    ['\u202ea', 'controlCharacter'],
    ['a\u2028b', 'controlCharacter'],
    ['\ud800', 'controlCharacter'],
    ['../../etc/passwd', 'notAllowed'],
    ['a/../b', 'notAllowed'],
    ['/etc/passwd', 'notAllowed'],
    ['@/etc/passwd', 'notAllowed'],
    ['a;id', 'notAllowed'],
    ['a&&id', 'notAllowed'],
    ['a|id', 'notAllowed'],
    ['a>b', 'notAllowed'],
    ['a b', 'notAllowed'],
    ["a'b", 'notAllowed'],
    ['a"b', 'notAllowed'],
    ['a\\b', 'notAllowed'],
    ['a*', 'notAllowed'],
    ['a%0a', 'notAllowed'],
    ['ａ', 'notAllowed'],
    ['–rf', 'notAllowed'],
    ['🚀', 'notAllowed'],
    ['', 'notAllowed'],
    ['a'.repeat(129), 'notAllowed'],
    ['a'.repeat(1025), 'tooLong'],
  ];
  test.each(corpus)('%j is %s', (value, code) => {
    expect(fill(value)).toMatchObject({
      ok: false,
      refusal: { code, param: 'release', sentence: expect.stringContaining('release') },
    });
  });

  test.each(corpus.filter(([, code]) => code !== 'notAllowed'))(
    '%j is %s even where the policy allows everything',
    (value, code) => {
      expect(fill(value, { pattern: '[^]*' })).toMatchObject({ ok: false, refusal: { code } });
      expect(fill(value, { options: [value] })).toMatchObject({ ok: false, refusal: { code } });
    },
  );
});

test('a pattern of the policy is held against the whole value', () => {
  expect(fill('v1.2.3', { pattern: String.raw`v\d+\.\d+\.\d+` }).ok).toBe(true);
  expect(fill('xv1.2.3', { pattern: String.raw`v\d+\.\d+\.\d+` })).toMatchObject({ refusal: { code: 'notAllowed' } });
  expect(fill('b; rm', { pattern: '^a$|b' })).toMatchObject({ refusal: { code: 'notAllowed' } });
  expect(fill('a b', { pattern: '[a-z ]+' }).ok).toBe(true);
  expect(fill('a', { pattern: '(' })).toMatchObject({ refusal: { code: 'notAllowed' } });
  expect(fill('blue', { options: ['blue', 'green'] }).ok).toBe(true);
  expect(fill('red', { options: ['blue', 'green'] })).toMatchObject({ refusal: { code: 'notAllowed' } });
});

test('only parameters that were given are known, and none of them names the program', () => {
  expect(fillArgv(['echo', '{{constructor}}'], {})).toMatchObject({
    refusal: { code: 'unknownParam', param: 'constructor' },
  });
  expect(fillArgv(['echo', '{{ release }}'], { release: { value: 'a' } })).toMatchObject({
    refusal: { code: 'unknownParam' },
  });
  expect(fillArgv(['{{release}}'], { release: { value: 'sh' } })).toMatchObject({
    refusal: { code: 'paramInProgram' },
  });
});

function any(value: string): ParamValue {
  return { value, pattern: '[^]*' };
}

test('values side by side cannot make what neither of them is', () => {
  expect(fillArgv(['x', '{{a}}{{b}}'], { a: any('$'), b: any('(id)') })).toMatchObject({
    refusal: { code: 'expansion' },
  });
  expect(fillArgv(['x', '${{a}}'], { a: any('(id)') })).toMatchObject({ refusal: { code: 'expansion' } });
  expect(fillArgv(['x', '{{a}}-rf'], { a: any('') })).toMatchObject({ refusal: { code: 'leadingDash' } });
  expect(fillArgv(['x', '{{a}}'], { a: any('') })).toMatchObject({ refusal: { code: 'emptyArgument' } });
});

test('no value changes how many arguments there are, or makes one into an option', () => {
  let filled = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({
          unit: fc.constantFrom('-', 'a', '/', '.', '$', '(', '{', '}', '`', ' ', '\n', '0', ':'),
          maxLength: 8,
        }),
        // Mostly allowed, so that much is filled in.
        fc.string({ unit: fc.constantFrom('a', '0', 'b', '/', '-', ':'), minLength: 1, maxLength: 8 }),
      ),
      (value) => {
        const result = fill(value);
        if (!result.ok) return;
        filled += 1;
        expect(result.argv).toHaveLength(ARGV.length);
        expect(result.argv.filter((argument) => argument.startsWith('-'))).toEqual(['--']);
      },
    ),
    { numRuns: 2000 },
  );
  expect(filled, 'values that were filled in').toBeGreaterThan(200);
});
