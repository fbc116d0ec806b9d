import { describe, expect, test } from 'vitest';
import { readView } from '../../sandbox/slack/check-payload.ts';
import { TEXT_MAX, TITLE_MAX } from '../../src/change/content.ts';
import { changeForm } from '../../src/commands/file-change/form.ts';
import { fromMessage } from '../../src/commands/file-change/from-message.ts';
import { fromTemplate } from '../../src/commands/file-change/from-template.ts';
import { readForm, readSubject } from '../../src/commands/file-change/read-form.ts';
import { withFiles } from '../../src/commands/file-change/with-files.ts';
import { printChange } from '../../src/paper/print-change.ts';
import { fileValues } from '../../src/slack/files.ts';
import { typedValues } from '../../src/slack/values.ts';
import { aContent, aFile, filing, liveThrough } from '../support/a-change.ts';
import { HOSTILE } from '../notifications/stories.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';

const ADDRESS = 'https://team.slack.com/archives/C0OPS/p1700000000000100?thread_ts=1700000000.000100&cid=C0OPS';

test('a message becomes a title, a description and a link to where it was said', () => {
  const text = 'The disk of  orders is full\nSee <https://grafana.example.net/d/1|the graph> &amp; act &lt;now&gt;';
  expect(fromMessage(text, ADDRESS)).toEqual({
    title: 'The disk of orders is full',
    description: 'The disk of  orders is full\nSee https://grafana.example.net/d/1 & act <now>',
    links: ADDRESS,
  });
});

test('an address that cannot be a link stands below what was said, and none is no harm', () => {
  const http = 'http://127.0.0.1:4000/archives/C0OPS/p1';
  expect(fromMessage('Move it.', http)).toEqual({ title: 'Move it.', description: `Move it.\n${http}` });
  expect(fromMessage('', undefined)).toEqual({ title: '', description: '' });
});

test.each(['', ADDRESS, `http://127.0.0.1/${'x'.repeat(200)}`])(
  'the longest message anybody can write fits the form, from %s',
  (address) => {
    const values = fromMessage(HOSTILE.repeat(400), address);
    expect(String(values['title']).length).toBeLessThanOrEqual(TITLE_MAX);
    expect(String(values['description']).length).toBeLessThanOrEqual(TEXT_MAX);
    const scene = { policy: aPolicy(), patterns: {}, details: true };
    expect(() => readView(changeForm({ mode: 'file' }, values, scene), 'modal')).not.toThrow();
  },
);

const policy = aPolicy();
const known = { policy, patterns: {} };
/** As Slack hands over what somebody typed. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const { change: filed } = liveThrough(known.policy, [filing(known.policy)]);

test.each([
  ['as it is', (text: string) => text],
  ['in a code block', (text: string) => `\`\`\`${text}\`\`\``],
  ['in a code block of its own lines', (text: string) => `\`\`\`markdown\n${text}\n\`\`\`\n`],
])('a change request in Markdown, %s, fills the whole form', (_, around) => {
  const content = aContent({
    estimateMs: 3 * HOUR,
    description: 'a < b &amp; c > d\n\n```\nls\n```',
    mitigation: 'None & none.',
  });
  const begun = fromTemplate(around(escaped(printChange({ ...filed, content }, known))), undefined, known);
  expect(begun?.unread).toBeUndefined();
  expect(readForm(typedValues(begun?.initial ?? {}), known.policy).content).toEqual(content);
});

test('what could not be read of it is said above the form, and another message stays one', () => {
  expect(fromTemplate('The disk of orders is full', ADDRESS, known)).toBeUndefined();
  const written =
    '# Change Request: Disk\n## Change Information\n- Priority: Urgent\n## Beyond the Template\n- Implementer: Ada';
  const begun = fromTemplate(written, ADDRESS, known);
  expect(begun?.initial).toMatchObject({ title: 'Disk', links: ADDRESS });
  expect(begun?.initial).not.toHaveProperty('implementer');
  expect(begun?.unread?.split('\n')).toEqual([
    expect.stringContaining('Priority: got "Urgent"'),
    expect.stringContaining('Implementer: “Ada”'),
  ]);
});

test('a change request of nothing but absurd text opens a form that Slack takes', () => {
  const absurd = `${HOSTILE}<!channel>\u0001\\"`.repeat(30).replaceAll('\n', ' ');
  const labels = [
    'Title',
    'Priority',
    'Implementer',
    'Runbook',
    'Pattern',
    'Parameter x',
    'Commit',
    'Links',
    'Downtime',
  ];
  const written = [
    '# Change Request',
    '## Change Description',
    absurd.repeat(9),
    '## Systems Affected',
    ...Array.from({ length: 60 }, () => `- ${absurd}`),
    '## Timeline',
    '- Proposed Date: 9999-01-01 00:00',
    '## Beyond the Template',
    ...labels.map((label) => `- ${label}: ${absurd}`),
  ].join('\n');
  const { initial = {}, unread = '' } = fromTemplate(escaped(written), ADDRESS, known) ?? {};
  expect(unread).toMatch(/and \d+ more$/);
  const view = changeForm({ mode: 'file', unread }, initial, { ...known, details: true });
  expect(() => readView(view, 'modal')).not.toThrow();
  expect(JSON.stringify(view.blocks.find((b) => b.block_id === 'unread'))).not.toContain('<!');
  expect(readSubject(view.private_metadata ?? '')?.unread).toBe(unread);
});

describe('files of a message', () => {
  const begun = { initial: { title: 'Disk' } };

  test('are attached already in the form that begins with it', () => {
    const given = withFiles(begun, [{ ...aFile(), size: 3, url_private: 'https://x' }]);
    expect(given).toEqual({
      initial: { title: 'Disk', attached: ['F0PLAN'], ...fileValues([aFile()]) },
      files: [aFile()],
      details: true,
    });
    const view = changeForm({ mode: 'file', files: given.files ?? [] }, given.initial, {
      policy,
      patterns: {},
      details: true,
    });
    expect(() => readView(view, 'modal')).not.toThrow();
    expect(JSON.stringify(view.blocks)).toContain('Attached already');
    expect(readSubject(view.private_metadata ?? '')).toEqual({ mode: 'file', files: [aFile()] });
  });

  test('are said to be left where they cannot be, and a message without any begins as before', () => {
    expect(withFiles(begun, undefined)).toBe(begun);
    expect(withFiles(begun, [{ id: 'F0GONE', mode: 'tombstone' }])).toEqual({
      ...begun,
      unread: expect.stringContaining('Not attached: its file: deleted'),
    });
    const many = Array.from({ length: 20 }, (_, i) => aFile({ id: `F${i}`, name: `${'x'.repeat(250)}${i}` }));
    const some = withFiles({ ...begun, unread: 'x'.repeat(1_000) }, many);
    expect(some.unread).toMatch(/^x+\n• Not attached: \d+ of its 20 files/);
    const view = changeForm({ mode: 'file', ...some }, some.initial, { policy, patterns: {}, details: true });
    expect(() => readView(view, 'modal')).not.toThrow();
  });
});
