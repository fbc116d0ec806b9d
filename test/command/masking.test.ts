import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MASK } from '../../src/jobs/command/hidden.ts';
import { LINE_MAX } from '../../src/jobs/command/masked-stream.ts';
import { FORMS, KEY, masked, TOKENS } from './secret-samples.ts';

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
}

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...FORMS, ...TOKENS, 'Authorization: Bearer abcdef0123456789', 'https://u:p4ss@host/x'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(KEY, KEY.replaceAll('\n', '\\n'), KEY.replaceAll('\n', '\r\n'), KEY.slice(0, 60)),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\n',
      '\r',
      '\r\n',
      '\u001b[31m',
      '\u001b]0;title\u0007',
      '\u001b[',
      '\u001b',
      ' ',
      '\t',
      '€',
      '\u200b',
      '\u202e',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: LINE_MAX - 60, max: 2 * LINE_MAX }).map((length) => 'ab c/'.repeat(length / 5)),
  },
);
const text = fc.array(
  fc.oneof(
    piece.map((part) => Buffer.from(part)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
  { maxLength: 12 },
);

test('the result is the same however the bytes were cut', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 30 }), (parts, places) => {
      const bytes = Buffer.concat(parts);
      expect(masked(cutAt(bytes, places))).toBe(masked([bytes]));
    }),
    { numRuns: 400 },
  );
});

test('cut at every single byte, no form of a secret comes through, coloured or not', () => {
  for (const secret of [...FORMS, ...TOKENS]) {
    const half = Math.ceil(secret.length / 2);
    const line = Buffer.from(`a ${secret} ${secret.slice(0, half)}\u001b[1;32m${secret.slice(half)}\u001b[0m é z\n`);
    for (let at = 0; at <= line.length; at += 1) {
      expect(masked(cutAt(line, [at]))).toBe(`a ${MASK} ${MASK} é z\n`);
    }
    expect(masked(Array.from(line, (byte) => Uint8Array.of(byte)))).toBe(`a ${MASK} ${MASK} é z\n`);
  }
});

test('at every place around the end of an overlong line a secret stays whole and hidden', () => {
  for (const secret of [FORMS.at(-1) ?? '', 'Zq8vLmXw2Rt6', ...TOKENS]) {
    for (let before = LINE_MAX - secret.length - 2; before <= LINE_MAX + 2; before += 1) {
      const out = masked([Buffer.from(`${'. '.repeat(before / 2)}${secret} end\n`)]);
      expect(out).not.toContain(secret.slice(0, 4));
      expect(out).not.toContain(secret.slice(-4));
      expect(out).toContain(MASK);
    }
  }
});

test('in any output no secret is left', () => {
  fc.assert(
    fc.property(text, (parts) => {
      const out = masked([Buffer.concat(parts)]);
      for (const secret of [...FORMS, ...TOKENS, 'MIIEowIBAAKCAQEA', 'MzEtTTfIPmvzv'])
        expect(out).not.toContain(secret);
    }),
    { numRuns: 400 },
  );
});

test('what is kept is valid text in lines of bounded length, without control or invisible characters', () => {
  fc.assert(
    fc.property(text, (parts) => {
      const out = masked([Buffer.concat(parts)]);
      expect(out).not.toMatch(/[^\P{Cc}\t\n]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      expect(out.isWellFormed()).toBe(true);
      for (const line of out.split('\n')) expect(line.length).toBeLessThan(LINE_MAX + 8000);
    }),
    { numRuns: 200 },
  );
});

test('looking for secrets takes time in proportion to the text, whatever the text', () => {
  for (const unit of [
    'a',
    'xoxa-',
    'ghp_',
    'AKIA',
    'Bearer ',
    'Bearer\t\t',
    'basic ',
    '://',
    '://a:',
    '://a:b',
    'a:b@',
    '-----BEGIN ',
    '-----BEGIN A PRIVATE KEY-----',
    '\u001b[',
    '\u001b]',
  ]) {
    const before = performance.now();
    masked([Buffer.from(unit.repeat(Math.ceil(1_000_000 / unit.length)))]);
    expect(performance.now() - before).toBeLessThan(1500);
  }
});
