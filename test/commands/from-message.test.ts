import { expect, test } from 'vitest';
import { readView } from '../../sandbox/slack/check-payload.ts';
import { TEXT_MAX, TITLE_MAX } from '../../src/change/content.ts';
import { changeForm } from '../../src/commands/file-change/form.ts';
import { fromMessage } from '../../src/commands/file-change/from-message.ts';
import { HOSTILE } from '../notifications/stories.ts';
import { aPolicy } from '../support/a-policy.ts';

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
