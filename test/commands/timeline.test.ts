import { expect, test } from 'vitest';
import type { RecordedFact } from '../../src/change/facts.ts';
import { newestOf } from '../../src/commands/show/timeline.ts';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { printTimeline } from '../../src/paper/print-timeline.ts';
import { spoken } from '../../src/slack/spoken.ts';
import { surfaceWords } from '../../src/slack/surface-words.ts';
import { anActor, OPENS_AT } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { aJournal, filed, voting } from '../journal/a-journal.ts';

test('a change tells who did what, and from where', async () => {
  const journal = await aJournal();
  await filed(journal);
  await journal.hear(voting('a vote', 'U0BOB'));
  const withdraw = { type: 'withdraw', reason: 'Not needed <!channel>.' } as const;
  const actor = anActor('U0ADA', aPolicy());
  await journal.hear({ change: 'CHG-1', intent: withdraw, actor, id: 'withdraw', surface: 'modal' });
  const { facts = [] } = (await readChange(journal.record, 'CHG-1')) ?? {};
  const block = newestOf(facts);
  expect(() => readMessageBlocks([block])).not.toThrow();
  const lines = (block.elements[0] as { text: string }).text.replaceAll(/<!date[^>]*>/g, 'then').split('\n');
  expect(lines).toContain('then · <@U0ADA> in a form · Filed');
  expect(lines).toContain('then · <@U0BOB> by a button · Yes as infrastructure-lead');
  expect(lines.at(-1)).toMatch(
    /^then · <@U0ADA> in a form · (?:Withdrawn: Not needed &lt;!channel&gt;\.|Notice|Ballot)/,
  );
});

test('the newest part is taken by Slack however much became of the change', () => {
  const fact = { type: 'logged', text: '<&>'.repeat(900), ts: '1.1' } as const;
  const facts = Array.from({ length: 300 }, (_, i): RecordedFact => ({
    seq: i,
    at: i,
    by: 'U0ADA',
    surface: 'x'.repeat(200),
    fact,
  }));
  expect(() => readMessageBlocks([newestOf(facts)])).not.toThrow();
});

test('what says no more than who it is by is not said', () => {
  expect(['clock', 'worker', undefined].map(surfaceWords)).toEqual(['', '', '']);
  expect(surfaceWords('constructor')).toBe('constructor');
});

test('the whole of it is a document for people', () => {
  const nameOf = (user: string): string => (user === 'U0ADA' ? 'Ada <Roth> | A&B' : user);
  const what = `Rescheduled to <!date^${OPENS_AT / 1000}^{date} {time}|never> for <@U0ADA>: a &lt;b&gt; &amp;amp;`;
  expect(spoken(what, 'Europe/Zurich', nameOf)).toMatch(
    /^Rescheduled to \d{4}-\d\d-\d\d \d\d:\d\d \+01:00 for Ada <Roth> \| A&B: a <b> &amp;$/,
  );
  const printed = printTimeline(
    'CHG-007: A title\nof two lines',
    [{ at: OPENS_AT, who: 'Ada | B', where: '', what: 'a\nb' }],
    'UTC',
  );
  expect(printed.split('\n').slice(0, 3)).toEqual([
    '# CHG-007: A title of two lines',
    '',
    '| When | Who | What | From where |',
  ]);
  expect(printed.split('\n').at(-2)).toMatch(/^\| \d{4}-\d\d-\d\d \d\d:\d\d \+00:00 \| Ada \\\| B \| a<br>b \|  \|$/);
});
