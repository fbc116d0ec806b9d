import { describe, expect, test } from 'vitest';
import { MASK } from '../../src/jobs/command/hidden.ts';
import { maskText } from '../../src/jobs/command/masked-stream.ts';
import { secretsOf } from '../../src/jobs/command/secrets.ts';
import { KEY, masked, SECRETS, VALUES } from './secret-samples.ts';

describe('a secret is recognised', () => {
  test.each(VALUES.slice(0, 3))('raw, encoded and inside something encoded: %s', (value) => {
    const ways = [
      value,
      Buffer.from(value).toString('base64'),
      Buffer.from(value).toString('base64url'),
      encodeURIComponent(value),
      new URLSearchParams({ q: value }).toString().slice(2),
      JSON.stringify({ value }).slice(10, -2),
    ];
    for (const way of ways) expect(maskText(SECRETS, `<${way}>`)).toBe(`<${MASK}>`);
  });

  test('within a basic authorization, whatever the user is called', () => {
    for (const user of ['a', 'ab', 'abc', 'abcd']) {
      const encoded = Buffer.from(`${user}:Zq8vLmXw2Rt6-more`).toString('base64');
      expect(maskText(SECRETS, encoded)).toContain(MASK);
      expect(Buffer.from(maskText(SECRETS, encoded).split(MASK)[0] ?? '', 'base64').toString()).not.toContain('Zq8');
    }
  });

  test('line by line where it has several', () => {
    expect(masked([Buffer.from('> second line of it\n> {\n> first line of it\n')])).toBe(`> ${MASK}\n> {\n> ${MASK}\n`);
  });

  test('where two overlap, both to their ends', () => {
    const both = secretsOf(['abcdefgh', 'fghijklm', 'xyxyx']);
    expect(maskText(both, '1 abcdefghijklm 2 xyxyxyx 3')).toBe(`1 ${MASK} 2 ${MASK} 3`);
  });

  test('as a private key, in its frame, with an indent, in one JSON string, and where its end never comes', () => {
    const lines = masked([Buffer.from(`a\n${KEY.replaceAll(/^/gm, '  | ')} b\nc\n`)]);
    expect(lines).toBe(`a\n  | ${MASK}\n${`${MASK}\n`.repeat(4)}${MASK} b\nc\n`);
    expect(maskText(SECRETS, JSON.stringify({ key: KEY }))).toBe(`{"key":"${MASK}"}`);
    const endless = masked([Buffer.from(`-----BEGIN PRIVATE KEY-----\n${'MIIE\n'.repeat(400)}`)]).split('\n');
    expect(endless.filter((line) => line === 'MIIE')).toHaveLength(400 - 256);
  });

  test('in a URL and a header, leaving readable what is not secret', () => {
    expect(maskText(SECRETS, 'push to https://ada:s3cr@t@git.example.net:8443/x')).toBe(
      `push to ://${MASK}git.example.net:8443/x`.replace('://', 'https://'),
    );
    expect(maskText(SECRETS, 'Authorization: Bearer abc.def-123456')).toBe(`Authorization: Bearer ${MASK}`);
    expect(maskText(SECRETS, 'see https://git.example.net:8443/a@b and user@host')).toBe(
      'see https://git.example.net:8443/a@b and user@host',
    );
  });
});
