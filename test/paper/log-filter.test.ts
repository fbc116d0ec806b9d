import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATUSES } from '../../src/change/statuses.ts';
import { statusWord } from '../../src/paper/change-log.ts';
import { readLogWanted, TYPED_MAX } from '../../src/paper/log-filter.ts';

const read = (text: string) => readLogWanted(text, 'Europe/Zurich');
const wantedOf = (text: string) => {
  const reading = read(text);
  if (!reading.ok) throw new Error(`${reading.word}: ${reading.expected}`);
  return reading;
};

describe('what stands behind the log', () => {
  test('is filters and free words in any order', () => {
    const one = wantedOf('certificate service:web KIND:Emergency by:@ada renew');
    expect(one).toMatchObject({
      wanted: { words: 'certificate renew', service: 'web', kind: 'emergency' },
      by: '@ada',
      typed: 'certificate service:web KIND:Emergency by:@ada renew',
    });
    expect(wantedOf('by:@ada renew kind:emergency certificate service:web').wanted).toEqual({
      ...one.wanted,
      words: 'renew certificate',
    });
    expect(wantedOf('').wanted).toEqual({});
  });

  test('asks for a file by its first word alone', () => {
    expect(wantedOf('csv')).toEqual({ ok: true, wanted: {}, typed: '', format: 'csv' });
    expect(wantedOf('md  service:web')).toMatchObject({
      wanted: { service: 'web' },
      typed: 'service:web',
      format: 'markdown',
    });
    expect(wantedOf('service:web csv')).toMatchObject({ wanted: { words: 'csv' } });
  });

  test('counts days by the clock of the policy, the last of them whole, also where it has 25 hours', () => {
    expect(wantedOf('since:2026-10-25 until:2026-10-25').wanted).toEqual({
      since: Date.parse('2026-10-24T22:00:00Z'),
      until: Date.parse('2026-10-25T23:00:00Z'),
    });
  });

  test('takes the words that the log itself uses, each for what it is shown for', () => {
    const shown = (text: string) => [...new Set(wantedOf(text).wanted.standings?.map(statusWord))];
    expect(shown('status:failed')).toEqual(['Failed']);
    expect(shown('status:rolledback')).toEqual(['Rolled Back']);
    expect(shown('status:Rolled-Back')).toEqual(['Rolled Back']);
    expect(shown('status:issues')).toEqual(['Completed with Issues']);
    expect(shown('status:cancelled')).toEqual(['Withdrawn']);
    expect(wantedOf('status:completed').wanted.standings).toContainEqual({ status: 'closed', ending: 'implemented' });
    expect(wantedOf('status:closed').wanted.standings).toEqual([{ status: 'closed', ending: null }]);
    expect(wantedOf('status:open').wanted).toEqual({ isOpen: true });
    for (const status of STATUSES)
      expect(
        wantedOf(`status:${statusWord({ status, ending: null }).replaceAll(' ', '')}`).wanted.standings,
      ).toContainEqual({
        status,
        ending: null,
      });
  });

  test('leaves an address a word', () => {
    expect(wantedOf('https://example.net/t/1').wanted).toEqual({ words: 'https://example.net/t/1' });
  });
});

test.each([
  ['statsu:failed', 'statsu:failed', /`status:failed`/],
  ['constructor:x', 'constructor:x', /`status:failed`/],
  ['status:lost', 'status:lost', /`status:open`.*`status:issues`.*`status:withdrawn`/],
  ['kind:odd', 'kind:odd', /`kind:standard`, `kind:normal`, `kind:emergency`/],
  ['since:2026-02-30', 'since:2026-02-30', /a day such as/],
  ['until:tomorrow', 'until:tomorrow', /a day such as/],
  ['since:2026-02-02 until:2026-02-01', 'since:2026-02-02 until:2026-02-01', /comes before/],
  ['service:', 'service:', /`service:web`/],
  ["service:x'y", "service:x'y", /`service:web`/],
  ['kind:normal kind:standard', 'kind:standard', /one `kind:` only/],
  ['by:', 'by:', /`by:me`/],
  ['-', '-', /a letter or a digit/],
  ['!&|:* 😀', '!&|:* 😀', /a letter or a digit/],
  ['x\u0000y', 'x\u0000y', /without control characters/],
  ['a b c d e f g h i j k', 'a b c d e f g h i j k', /at most 10 words/],
])('%j is not understood, and what could stand there is said', (text, word, expected) => {
  expect(read(text)).toEqual({ ok: false, word, expected: expect.stringMatching(expected) });
});

test('whatever is typed is understood or refused, and what is understood fits a button', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const reading = read(text);
      expect(reading.ok ? reading.typed.length <= TYPED_MAX : reading.expected.length > 0).toBe(true);
    }),
  );
});
