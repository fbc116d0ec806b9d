import { describe, expect, test } from 'vitest';
import { HeldValues } from '../../sandbox/page/held-values.ts';
import { parseMarkdown } from '../../sandbox/page/markdown.ts';
import { linkMentions } from '../../sandbox/page/mentions.ts';
import { parseInline, parseMrkdwn } from '../../sandbox/page/mrkdwn.ts';
import { formatSlackDate, fromNow } from '../../sandbox/page/slack-date.ts';

const text = (said: string) => ({ kind: 'text', text: said });

describe('mrkdwn', () => {
  test('emphasis opens before a word and closes after one', () => {
    expect(parseInline('a *bold _and italic_* ~gone~ `code *x*`')).toEqual([
      text('a '),
      { kind: 'bold', children: [text('bold '), { kind: 'italic', children: [text('and italic')] }] },
      text(' '),
      { kind: 'strike', children: [text('gone')] },
      text(' '),
      { kind: 'code', text: 'code *x*' },
    ]);
  });

  test.each([
    'snake_case_name',
    '2 * 3 * 4',
    '*open',
    '* not a list *',
    '**',
    '_',
    '<>',
    '<!nobody>',
    '<@bob>',
    ':no_such_emoji:',
    '10:30:00',
  ])('%s is no markup and stays as typed', (said) => {
    expect(parseInline(said)).toEqual([text(said)]);
  });

  test('an escaped mention mentions nobody', () => {
    expect(parseInline('&lt;!channel&gt; &lt;@U0BOB&gt; &amp;lt;')).toEqual([text('<!channel> <@U0BOB> &lt;')]);
  });

  test('mentions of people, channels, groups and everybody are told apart', () => {
    expect(parseInline('<@U0BOB><#C0CHANGES|changes><!subteam^S0OPS|@ops><!channel><!here>')).toEqual([
      { kind: 'user', id: 'U0BOB' },
      { kind: 'channel', id: 'C0CHANGES', label: 'changes' },
      { kind: 'group', id: 'S0OPS', label: '@ops' },
      { kind: 'broadcast', range: 'channel' },
      { kind: 'broadcast', range: 'here' },
    ]);
  });

  test('links to the web and to mailboxes are links, with their entities decoded', () => {
    expect(parseInline('<https://example.net/?a=1&amp;b=2|a &lt;b&gt;> <mailto:a@example.net>')).toEqual([
      { kind: 'link', url: 'https://example.net/?a=1&b=2', children: [text('a <b>')] },
      text(' '),
      { kind: 'link', url: 'mailto:a@example.net', children: [text('mailto:a@example.net')] },
    ]);
    expect(parseInline('see https://example.net/x.')).toEqual([
      text('see '),
      { kind: 'link', url: 'https://example.net/x', children: [text('https://example.net/x')] },
      text('.'),
    ]);
  });

  test.each(['<javascript:alert(1)|x>', '<data:text/html,x>', '<file:///etc/passwd|x>', '<//example.net|x>'])(
    '%s is never something to click',
    (said) => {
      expect(parseInline(said)).toEqual([text(said)]);
    },
  );

  test('a date keeps its instant, its format and its fallback', () => {
    expect(parseInline('<!date^1392734382^{date_short} {time}^https://example.net|Feb 18>')).toEqual([
      {
        kind: 'date',
        epoch: 1392734382,
        format: '{date_short} {time}',
        url: 'https://example.net',
        fallback: 'Feb 18',
      },
    ]);
    expect(parseInline('<!date^soon^{time}|x>')).toEqual([text('<!date^soon^{time}|x>')]);
  });

  test('quotes and preformatted text stand for themselves', () => {
    expect(parseMrkdwn('before\n> quoted\n&gt; too\nafter\n```\n*not bold* &lt;\n```\nend')).toEqual([
      { kind: 'paragraph', children: [text('before')] },
      { kind: 'quote', children: [text('quoted\ntoo')] },
      { kind: 'paragraph', children: [text('after')] },
      { kind: 'pre', text: '*not bold* <' },
      { kind: 'paragraph', children: [text('end')] },
    ]);
  });
});

test('Markdown shows headings, lists, fences and quotes, and refuses odd links', () => {
  expect(parseMarkdown('# Plan\n\n**bold** [x](javascript:alert(1))\n1. one\n2. two\n```\n# raw\n```\n> said')).toEqual(
    [
      { kind: 'heading', level: 1, children: [text('Plan')] },
      { kind: 'paragraph', children: [{ kind: 'bold', children: [text('bold')] }, text(' [x](javascript:alert(1))')] },
      { kind: 'list', ordered: true, items: [[text('one')], [text('two')]] },
      { kind: 'pre', text: '# raw' },
      { kind: 'quote', children: [text('said')] },
    ],
  );
});

describe('dates', () => {
  const at = Date.UTC(2014, 1, 18, 14, 39, 45) / 1000;
  const longAfter = { nowMs: Date.UTC(2026, 0, 1), zone: 'UTC' };

  test.each([
    ['{date_num}', '2014-02-18'],
    ['{date}', 'February 18th, 2014'],
    ['{date_short}', 'Feb 18, 2014'],
    ['{date_long}', 'Tuesday, February 18th, 2014'],
    ['{date_pretty}', 'February 18th, 2014'],
    ['{date_short_pretty} {time}', 'Feb 18, 2014 14:39'],
    ['{time_secs}', '14:39:45'],
    ['{date_slash}', '18/02/2014'],
    ['{who_knows}', '{who_knows}'],
  ])('%s reads %s', (format, shown) => {
    expect(formatSlackDate(at, format, longAfter)).toBe(shown);
  });

  test('days near now have names, by the calendar of the reader', () => {
    const evening = Date.UTC(2026, 9, 24, 21, 30); // 23:30 in Zurich, on the eve of the clock change
    const reader = { nowMs: evening, zone: 'Europe/Zurich' };
    const inHours = (hours: number): string => formatSlackDate(evening / 1000 + hours * 3600, '{date_pretty}', reader);
    expect([inHours(0), inHours(1), inHours(25), inHours(26), inHours(-24)]).toEqual([
      'today',
      'tomorrow',
      'tomorrow',
      'October 26th, 2026',
      'yesterday',
    ]);
    expect(formatSlackDate(evening / 1000 + 3600, '{date_pretty}', { nowMs: evening, zone: 'UTC' })).toBe('today');
  });

  test('a span is told in its largest unit', () => {
    expect([fromNow(-3 * 60_000), fromNow(49 * 3_600_000), fromNow(0)]).toEqual([
      '3 minutes ago',
      'in 2 days',
      'in 0 seconds',
    ]);
  });
});

test('names typed by hand become mentions, the longest name first, and others stay', () => {
  const known = {
    people: [
      { id: 'U0BOB', name: 'bob', realName: 'Bob' },
      { id: 'U0BOBBY', name: 'bobby', realName: 'Bob Keller' },
    ],
    channels: [{ id: 'C0OPS', name: 'ops' }],
  };
  expect(linkMentions('@Bob Keller and @bob, in #ops; not #opsy, me@bob.example or @nobody @bob', known)).toBe(
    '<@U0BOBBY> and <@U0BOB>, in <#C0OPS>; not #opsy, me@bob.example or @nobody <@U0BOB>',
  );
});

const title = (blockId: string, initial: string) =>
  ({
    type: 'input',
    block_id: blockId,
    label: { type: 'plain_text', text: 'Title' },
    element: { type: 'plain_text_input', action_id: 'value', initial_value: initial },
  }) as const;
const held = (said: string) => ({ type: 'plain_text_input', value: said });
const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value }) as const;

describe('what a form holds', () => {
  test('what was typed outlives an update that keeps the block and action', () => {
    const values = new HeldValues();
    expect(values.of('V1', [title('title', 'first')])).toEqual({ title: { value: held('first') } });
    values.set('V1', 'title', 'value', held('typed'));
    expect(values.of('V1', [title('title', 'second')])).toEqual({ title: { value: held('typed') } });
    expect(values.of('V1', [title('title2', 'second')])).toEqual({ title2: { value: held('second') } });
    expect(values.of('V2', [title('title', 'other')])).toEqual({ title: { value: held('other') } });
  });

  test('a block that left the form is forgotten', () => {
    const values = new HeldValues();
    values.set('V1', 'title', 'value', held('typed'));
    values.forget('V1', []);
    expect(values.of('V1', [title('title', 'again')])).toEqual({ title: { value: held('again') } });
  });

  test('a choice that is no longer offered falls back to the initial one', () => {
    const select = (...offered: string[]) =>
      ({
        type: 'input',
        block_id: 'kind',
        label: { type: 'plain_text', text: 'Type' },
        element: { type: 'static_select', action_id: 'value', options: offered.map(option) },
      }) as const;
    const values = new HeldValues();
    values.set('V1', 'kind', 'value', { type: 'static_select', selected_option: option('normal') });
    expect(values.of('V1', [select('normal', 'standard')])['kind']?.['value']?.selected_option?.value).toBe('normal');
    expect(values.of('V1', [select('standard')])['kind']?.['value']?.selected_option).toBeNull();
  });
});
