import { expect, test } from 'vitest';
import { patternFault, searchFault } from '../../src/policy/safe-pattern.ts';

test.each([
  String.raw`^v\d+\.\d+\.\d+$`,
  String.raw`^v\d+(\.\d+)*$`,
  String.raw`^(\d+\.)*\d+$`,
  String.raw`^\d{1,3}(?:\.\d{1,3}){3}$`,
  '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
  '^[0-9a-f]{7,40}$',
  '^(main|release/[0-9]+|v[0-9]+)$',
  '^(?:[a-z]{2})+$',
  '^[a-z]+(-[a-z]+)*(\\+[a-z]+)?$',
  '^[^/]+/[^/]+$',
  String.raw`^\$\d+$`,
])('%s may be used', (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

test.each([
  '^(a+)+$',
  '^(a*)*$',
  '^([a-z]+)*$',
  '^(a|a)*$',
  '^(a|ab)*c$',
  '^(\\d+-?)+$',
  '^(.*,)*$',
  '^(a?){50}$',
  '^([a-z]+){10}$',
  '^(?:(?:ab)+)+$',
  `^${'a?'.repeat(40)}${'a'.repeat(40)}$`,
  '^\\d*\\d*\\d*\\d*x$',
  '^(\\w+\\s?)*$',
])('%s could keep a short text busy and is refused', (pattern) => {
  expect(patternFault(pattern)).toMatch(/repetitions inside repetitions/);
});

test.each([
  ['^(', /compiles/],
  ['^[z-a]$', /compiles/],
  ['v1', /whole value/],
  ['^v1', /whole value/],
  ['^a|b$', /whole value/],
  [String.raw`^a\$`, /whole value/],
  ['^(?=a)a$', /look-around/],
  ['^(?<name>a)$', /look-around/],
  [String.raw`^(a)\1$`, /back-references/],
  [`^${'a'.repeat(300)}$`, /up to 200 characters/],
])('%s is refused', (pattern, why) => {
  expect(patternFault(pattern)).toMatch(why);
});

test.each(['ERROR', 'ERROR|FATAL', String.raw`took \d{4,6} ms`, 'timeout.*database', '^panic: ', '(?:5\\d\\d) "'])(
  '%s may be looked for in a log',
  (pattern) => {
    expect(searchFault(pattern)).toBeUndefined();
  },
);

test.each([
  ['(a+)+b', /repetitions/],
  ['a.*b.*c', /at most one/],
  ['x*', /empty line/],
  ['(?=a)b', /look-around/],
  ['(', /compiles/],
  ['a'.repeat(201), /200 characters/],
])('%s may not', (pattern, fault) => {
  expect(searchFault(pattern)).toMatch(fault);
});
