import { describe, expect, test } from 'vitest';
import { whichPattern } from '../../src/commands/file-change/open-pattern.ts';
import { patternLine } from '../../src/commands/file-change/pattern-line.ts';
import { patternWords } from '../../src/slack/pattern-words.ts';
import { evidenceLines } from '../../src/notifications/evidence.ts';
import { filing, FILED_AT, liveThrough } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { aPattern } from '../support/a-pattern.ts';

const documents = [{ title: 'How it is done <now>', link: 'https://docs.example.net/how' }];
const patterns = {
  'web-release': aPattern({ documents, related: ['web-move'] }),
  'web-move': aPattern({ title: 'Move of the website', kind: 'normal', preApproved: false, risk: 'medium' }),
};
const move = (status: 'draft' | 'retired') => aPattern({ ...patterns['web-move'], status });
const NEW = { mode: 'file' } as const;
const line = (subject: Parameters<typeof patternLine>[0], values: Parameters<typeof patternLine>[1]) =>
  patternLine(subject, values, { patterns, former: undefined });

describe('a form that follows a pattern', () => {
  test('names its version, what there is to read and what is near it', () => {
    expect(line(NEW, { kind: 'standard', pattern: 'web-release' })).toEqual([
      'Pattern web-release 1.2.0 of Web team, updated 2026-09-01. To read: How it is done &lt;now&gt; (<https://docs.example.net/how|open>). Near it: web-move.',
    ]);
    expect(line({ ...NEW, pattern: 'web-move' }, {})).toEqual([
      'Pattern web-move 1.2.0 of Web team, updated 2026-09-01.',
    ]);
  });

  test('says of one that is not agreed on that it is not', () => {
    const words = (status: 'draft' | 'retired') =>
      patternLine({ ...NEW, pattern: 'web-move' }, {}, { patterns: { 'web-move': move(status) }, former: undefined });
    expect(words('draft')[0]).toMatch(/It is a draft, which nobody has agreed on yet\.$/);
    expect(words('retired')[0]).toMatch(/It is retired: look for another\.$/);
  });

  test('says nothing of one that was left for another type, and nothing where there is none', () => {
    expect(line({ ...NEW, pattern: 'web-move' }, { kind: 'emergency' })).toEqual([]);
    expect(line(NEW, { kind: 'standard', pattern: 'constructor' })).toEqual([]);
    expect(line({ ...NEW, mode: 'reschedule', pattern: 'web-move' }, {})).toEqual([]);
    expect(line(NEW, {})).toEqual([]);
  });
});

test('a change says which version it followed, and when there is another by now', () => {
  expect(patternWords({ pattern: 'web-release', patternVersion: '1.2.0' }, patterns)).toBe('web-release 1.2.0');
  expect(patternWords({ pattern: 'web-release', patternVersion: '1.0.0' }, patterns)).toBe(
    'web-release 1.0.0 (by now it is 1.2.0)',
  );
  const history = [{ version: '1.2.0', on: '2026-09-01', what: 'Warm it <up>.' }];
  const retired = { 'web-release': aPattern({ status: 'retired', history }) };
  expect(patternWords({ pattern: 'web-release', patternVersion: '1.0.0' }, retired)).toBe(
    'web-release 1.0.0 (by now it is 1.2.0: Warm it &lt;up&gt;; it is retired by now)',
  );
  expect(patternWords({ pattern: 'gone', patternVersion: '1.0.0' }, patterns)).toBe('gone 1.0.0');
  expect(patternWords({}, patterns)).toBeUndefined();
});

test('whoever votes reads the same', () => {
  const policy = aPolicy({ knownPatterns: patterns });
  const { change } = liveThrough(policy, [filing(policy, { pattern: 'web-move', patternVersion: '1.0.0' })]);
  expect(evidenceLines(change, policy, FILED_AT)).toContain('*Pattern* web-move 1.0.0 (by now it is 1.2.0)');
});

test('a word that fits several is answered with how to ask for each, one that fits none with all there are', () => {
  expect(whichPattern('web', ['web-move', 'web-release'], patterns)).toBe(
    [
      '2 patterns fit web. Write one of these:',
      '• `/change new web-move`: Move of the website (normal, medium risk, about 1 h)',
      '• `/change new web-release`: Release of the website (standard, low risk, about 1 h)',
    ].join('\n'),
  );
  expect(whichPattern('<tea>', [], patterns)).toBe('There is no pattern &lt;tea&gt;; there are web-release, web-move.');
});
