import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { NOTICE_NAMES } from '../../src/change/notice.ts';
import { notice } from '../../src/notifications/notices.ts';
import { cardMessage } from '../../src/notifications/outside/card.ts';
import { telling } from '../../src/notifications/outside/telling.ts';
import { previewNotices } from '../../src/notifications/preview-notices.ts';
import { CLAIMS } from '../../src/wording/claims.ts';
import { HOUSE_WORDS } from '../../src/wording/house-words.ts';
import { readTemplate } from '../../src/wording/template.ts';
import { aPolicy, aService } from '../support/a-policy.ts';
import { implemented, ready } from '../support/lives.ts';
import { everyStory, HOSTILE, hostile, hostilePolicy } from './stories.ts';

const LANGUAGES = ['en', 'fr'] as const;
const DATES = /<!date\^\d+\^[^<>|]+\|[^<>|]+ UTC>/g;
const policy = aPolicy();
const done = implemented();
const view = { ...done, seq: done.facts.length, now: 1 };

describe.each(LANGUAGES)('the notices shipped in %s', (language) => {
  test('tell every story, hostile ones too, without a brace, a mention or an undated instant', () => {
    const strained = { ...hostilePolicy(), language };
    for (const lived of Object.values(everyStory()))
      for (const [{ change, facts }, given] of [
        [lived, aPolicy({ language })],
        [hostile(lived), strained],
      ] as const)
        for (const name of NOTICE_NAMES) {
          const seq = facts.length;
          const { text, blocks } = notice(name, { change, facts, policy: given, seq, now: 1 });
          expect(() => readMessageBlocks(blocks)).not.toThrow();
          expect(text).toContain('CHG-001');
          expect(text.replaceAll(DATES, '')).not.toMatch(/[<>{}\uE000\uE001]|null|undefined/);
          const told = telling(name, { seq, medium: 'teams', ambiguous: false }, { change, facts, now: 1 }, given);
          expect(told.sentences.length).toBeGreaterThan(0);
          expect([told.heading, ...told.sentences].join(' ')).not.toMatch(/[\uE000\uE001\n]|<!date\^[1-9]/);
          expect(() => cardMessage(told)).not.toThrow();
        }
  });
});

test('the French has its no-break spaces, and never a straight apostrophe', async () => {
  const text = await readFile(new URL('../../patterns/notices/fr.yaml', import.meta.url), 'utf8');
  const words = text.replaceAll(/\{[{%].*?[}%]\}|^\s*\w+:|^#.*$/gm, '').replaceAll(/^ '|'$/gm, '');
  expect(words).not.toMatch(/[^\u00A0\u202F][:;!?»]|«[^\u00A0]|'/);
});

test('no template makes a claim that does not hold', () => {
  const unchecked = ready();
  const piece = fc.oneof(
    fc.constantFrom(...Object.keys(CLAIMS)).map((name) => `{{ ${name} }}`),
    fc.constantFrom(...Object.keys(CLAIMS)).map((name) => `{% if ${name} %}{{ checksPassed }}{% endif %}`),
    fc.constantFrom(...Object.keys(CLAIMS)).map((name) => `{% unless ${name} %}{{ asBefore }}{% endunless %}`),
    fc.constantFrom('{{ "\\uE000checksPassed\\uE001" }}', '<!channel>', '<https://evil.example|here>', '\n', 'x'),
  );
  let made = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const own = { end: { heading: 'x', text: `x ${pieces.join('')}` } };
      const given = aPolicy({ templates: own });
      const { text } = notice('end', { ...unchecked, seq: unchecked.facts.length, now: 1, policy: given });
      expect(text).not.toContain(HOUSE_WORDS.en.checksPassed);
      expect(text).not.toContain(HOUSE_WORDS.en.asBefore);
      expect(text.replaceAll(DATES, '')).not.toMatch(/[<>]/);
      const passed = notice('end', { ...view, policy: given }).text;
      if (passed.includes(HOUSE_WORDS.en.checksPassed)) made += 1;
      expect(passed).not.toContain(HOUSE_WORDS.en.asBefore);
    }),
  );
  expect(made).toBeGreaterThan(10);
});

test("a service's own words go before the team's, and are not said of others", () => {
  const own = (heading: string) => ({ end: { heading, text: '{{ checksPassed }}' } });
  const web = aService({ templates: own('Ours') });
  const team = aPolicy({ templates: own('The team'), services: { web, db: aService() } });
  expect(notice('end', { ...view, policy: team }).text).toBe('Ours (CHG-001). Checks passed.');
  const { change } = done;
  const both = { ...change, content: { ...change.content, services: ['web', 'db'] } };
  expect(notice('end', { ...view, change: both, policy: team }).text).toMatch(/^The team /);
  expect(notice('start', { ...view, policy: team }).text).toMatch(/^Maintenance has started/);
});

test.each([
  ['a\n{{ nobody }}', 2, 'there is no claim nobody'],
  ['{% if impact %}{% else %}\n\n{{ nobody }}{% endif %}', 3, 'there is no claim nobody'],
  ['a\n{{ impact | upcase }}', 2, 'undefined filter: upcase'],
  ['{% for i in (1..9999999999) %}x{% endfor %}', 1, 'a range'],
  ['\n{% if (1..9999999999) contains impact %}x{% endif %}', 2, 'a range'],
  ['{% for i in services %}x{% endfor %}', 1, 'tag "for" not found'],
  ['{% include "/etc/passwd" %}', 1, 'tag "include" not found'],
  ['{% if impact %}', 1, 'not closed'],
  ['{{ impact.constructor }}', 1, 'the claim impact has no parts'],
  ['a\u202Eb', 1, 'a character that nobody sees'],
  ['\uE000checksPassed\uE001', 1, 'a character that nobody sees'],
  ['x'.repeat(2001), 1, 'at most 2000'],
])('the template %j is refused', (source, row, message) => {
  expect(readTemplate(source)).toMatchObject({ ok: false, row, message: expect.stringContaining(message) });
});

test('a preview shows every notice, in messages that Slack takes', () => {
  const worst = hostile(done);
  for (const [story, given] of [
    [done, policy],
    [worst, hostilePolicy()],
  ] as const) {
    const messages = previewNotices({ ...story, now: 1 }, given);
    expect(messages.length).toBeLessThanOrEqual(5);
    for (const { blocks } of messages) expect(() => readMessageBlocks(blocks)).not.toThrow();
    for (const name of NOTICE_NAMES) expect(JSON.stringify(messages)).toContain(`Notice \`${name}\``);
    expect(JSON.stringify(messages).replaceAll(DATES, '')).not.toContain(HOSTILE.slice(0, 10));
  }
});
