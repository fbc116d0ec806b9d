import { expect, test } from 'vitest';
import { isWithin, VERSION_RANGE, versionIn } from '../../src/change/version-range.ts';

test.each([
  ['1.6.2', '>=1.6', true],
  ['1.10.0', '>=1.6', true],
  ['1.5.9', '>=1.6', false],
  ['2.0.0', '>=1.6 <2', false],
  ['1.99', '>=1.6 <2', true],
  ['1.6.2', '=1.6', true],
  ['1.6.2', '>1.6', false],
  ['1.7', '>1.6.9', true],
  ['1.6', '<=1.6.0', true],
])('version %s is within %s: %s', (version, range, is) => {
  expect(isWithin(version, range)).toBe(is);
});

test.each([
  ['OpenTofu v1.6.2\non linux_amd64', '1.6.2'],
  ['git version 2.39.5 (Debian 1:2.39.5-0)', '2.39.5'],
  ['Terragrunt is here', undefined],
  ['release 7', undefined],
])('what “%s” says of a version is %s', (output, version) => {
  expect(versionIn(output)).toBe(version);
});

test.each(['1.6', '~>1.6', '>=1', '>=1.6<2', '>=1.6  <2', '>=', '>=1.6 <2 <3 <4 <5', '>=v1'])('bounds: %s', (range) => {
  expect(VERSION_RANGE.test(range)).toBe(range === '>=1');
});
