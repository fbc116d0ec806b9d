import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NOTICE_NAMES } from '../../src/change/notice.ts';
import { openPolicy } from '../../src/policy/open-policy.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readNotices } from '../../src/policy/read-notices.ts';
import { readRules } from '../../src/policy/read-rules.ts';
import { shippedNotices } from '../../src/policy/shipped-notices.ts';
import { REQUIRED } from './a-policy.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-notices-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function problemsOf(text: string): string[] {
  const reading = readNotices(text, { file: 'notices.yaml', part: ['notices'] });
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

test.each(['en', 'fr'] as const)('words in %s are shipped for every notice', (language) => {
  expect(Object.keys(shippedNotices(language)).toSorted()).toEqual([...NOTICE_NAMES].toSorted());
});

test('a fault in a template is said with its file and line, in a block or a quoted text', () => {
  expect(problemsOf("end:\n  heading: '{{ nobody }}'\n  text: |\n    One.\n    {{ neither }}\n")).toEqual([
    expect.stringMatching(/^notices\.yaml:2 notices\.end\.heading: there is no claim nobody; expected one of id, /),
    expect.stringMatching(/^notices\.yaml:5 notices\.end\.text: there is no claim neither; /),
  ]);
});

test.each([
  ['ende: { heading: a, text: b }\n', 'notices.yaml:1 notices.ende: unknown key; expected end, perhaps'],
  ['end: { heading: a }\n', 'notices.end.text: is missing'],
  ['end: { heading: "a\\nb", text: b }\n', 'expected one line of text'],
  ['end: { heading: a, text: "" }\n', 'expected text, a sentence or two to a line'],
  ['- a\n', 'expected a map of keys and values'],
  ['end: [\n', 'this is not YAML'],
  [`# ${'x'.repeat(1024 * 1024)}\n`, 'larger than 1 MiB'],
])('%j is refused', (text, message) => {
  expect(problemsOf(text)[0]).toContain(message);
});

test('a policy names the file of its team and of a service; a broken edit of one keeps the last good words', async () => {
  const file = join(folder, 'gonogo.yaml');
  const words = (heading: string) => `end: { heading: ${heading}, text: Done. }\n`;
  await writeFile(file, `${REQUIRED}notices: ./ours.yaml\nservices: { web: { notices: ./web.yaml } }\n`);
  expect(await readRules(file)).toMatchObject({
    ok: false,
    problems: [{ file: 'ours.yaml' }, { file: 'web.yaml', path: 'services.web.notices' }],
  });
  await writeFile(join(folder, 'ours.yaml'), words('Ours'));
  await writeFile(join(folder, 'web.yaml'), words('Web'));
  const opened = await openPolicy(file, { pollMs: 20, settleMs: 20 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { current, problems, close } = opened.inForce;
  try {
    expect(current().templates?.end?.heading).toBe('Ours');
    expect(current().services['web']?.templates?.end?.heading).toBe('Web');
    await writeFile(join(folder, 'web.yaml'), words("'{{ nobody }}'"));
    await vi.waitFor(() => expect(problems().map(sayProblem)[0]).toMatch(/^web\.yaml:1 /), 5000);
    expect(current().services['web']?.templates?.end?.heading).toBe('Web');
    await writeFile(join(folder, 'web.yaml'), words('Mended'));
    await vi.waitFor(() => expect(current().services['web']?.templates?.end?.heading).toBe('Mended'), 5000);
    expect(problems()).toEqual([]);
  } finally {
    await close();
  }
});
