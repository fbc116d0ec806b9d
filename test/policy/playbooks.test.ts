import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { isFor, PLACES, type Names, type Playbook } from '../../src/change/playbook.ts';
import { decide } from '../../src/change/decide.ts';
import type { Step, StepOutcome } from '../../src/change/model.ts';
import { playbook } from '../../src/notifications/playbook.ts';
import { openPolicy } from '../../src/policy/open-policy.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readPlaybook, withPlaybooks } from '../../src/policy/with-playbooks.ts';
import { OPENS_AT, PATTERNS, aWorker, liveThrough } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { append } from '../support/given.ts';
import { applying } from '../support/lives.ts';
import { REQUIRED } from './a-policy.ts';

const VALID = `title: The release failed
version: 1.0.0
owner: Web team
updated: 2026-09-01
rank: 20
opens:
  steps: [apply]
meaning: The release is half done.
steps:
  - text: Look at the service.
`;
const SOURCE = { file: 'playbooks/release.yaml', part: ['playbooks', 'release'], expected: 'a playbook' };

function problemsOf(text: string): string[] {
  const reading = readPlaybook(text, SOURCE);
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

async function readAll(folder = '/nowhere'): Promise<readonly Playbook[]> {
  const read = await withPlaybooks(aPolicy({ patterns: folder }));
  if (!read.ok) throw new Error(read.problems.map(sayProblem).join('\n'));
  return read.value.playbooks ?? [];
}

describe('one problem in a playbook is said with its file and line', () => {
  test.each([
    ['version: 1.0.0', 'version: one', ':2 playbooks.release.version: got "one"; expected a version such as 1.0.0'],
    ['owner: Web team\n', '', ':1 playbooks.release.owner: is missing; expected one line of text, up to 75 characters'],
    ['rank: 20', 'rank: 101', ':5 playbooks.release.rank: got 101; expected at most 100'],
    ['steps: [apply]', 'steps: [aply]', ':7 playbooks.release.opens.steps[0]: got "aply"; expected preflight, '],
    ['steps: [apply]', 'steps: []', ':7 playbooks.release.opens.steps: got []; expected at least 1'],
    [
      '  steps: [apply]',
      '  steps: [apply]\n  outcomes: [stopped]',
      ':8 playbooks.release.opens.outcomes[0]: got "stopped"',
    ],
    ['  steps: [apply]', '  steps: [apply]\n  outcomes: [succeeded]', 'expected none that went well, unless the plan'],
    ['  steps: [apply]', '  steps: [apply]\n  criticalPlan: true', 'expected plan alone: only a plan says'],
    [
      '  steps: [apply]',
      '  steps: [apply]\n  says: [Error]',
      ':8 playbooks.release.opens.says[0]: got "Error"; expected from 6 to 200',
    ],
    ['  steps: [apply]', "  steps: [apply]\n  says: ['two  blanks']", 'expected from 6 to 200 characters of an error'],
    [
      'half done.',
      'half done by {{who}}.',
      ':8 playbooks.release.meaning: got "The release is half done by {{who}}."; expected no other names to place',
    ],
    [
      'service.',
      'service.\n    command: rm `x`',
      ':11 playbooks.release.steps[0].command: got "rm `x`"; expected one line without back-quotes',
    ],
    [
      'service.',
      "service.\n    command: 'kill {{holder}}'",
      'expected no other names to place than lock, resource: others could say anything',
    ],
    [
      'service.',
      'service.\n    cmd: ls',
      ':11 playbooks.release.steps[0].cmd: unknown key; expected one of text, command, ask',
    ],
    ['text: Look at the service.', `text: ${'x'.repeat(401)}`, 'expected text of up to 400 characters'],
  ])('%j as %j', (right, wrong, expected) => {
    expect(problemsOf(VALID)).toEqual([]);
    expect(problemsOf(VALID.replace(right, wrong))).toEqual([expect.stringContaining(expected)]);
  });
});

describe('the playbooks that are shipped', () => {
  const NEEDED: readonly Step[] = ['backup', 'plan', 'apply', 'verify', 'rollback'];

  test('know the five errors, and what to do for every step that does not succeed', async () => {
    const shipped = await readAll();
    const matchers = ['state-locked', 'provider-configuration', 'credentials', 'already-exists', 'drift'];
    const known = shipped.filter(({ opens }) => opens.says.length > 0).map(({ id }) => id);
    expect(known).toEqual(expect.arrayContaining(matchers));
    const outcomes: readonly StepOutcome[] = ['failed', 'timedOut', 'unknown'];
    const without = NEEDED.flatMap((step) => outcomes.map((outcome) => ({ step, outcome }))).filter(
      (ended) => !shipped.some((p) => p.opens.says.length === 0 && !p.opens.criticalPlan && isFor(p, ended)),
    );
    expect(without).toEqual([]);
  });

  test('are tried in an order that nothing leaves open: two for the same end have different ranks', async () => {
    const shipped = await readAll();
    const tied = shipped.flatMap((a) =>
      shipped.filter((b) => a.id < b.id && a.rank === b.rank && a.opens.steps.some((s) => b.opens.steps.includes(s))),
    );
    expect(tied.map(({ id }) => id)).toEqual([]);
    expect(shipped.map(({ rank }) => rank)).toEqual(shipped.map(({ rank }) => rank).toSorted((a, b) => b - a));
  });

  test('are messages that Slack takes, whole, with long names', async () => {
    const names: Names = Object.fromEntries(PLACES.map((place) => [place, 'x'.repeat(100)]));
    const run = 'CHG-1-r1-w1-start-apply-1';
    for (const shipped of await readAll()) {
      const opens = { ...shipped.opens, steps: ['apply'], outcomes: ['failed'], criticalPlan: false } as const;
      const policy = aPolicy({ playbooks: [{ ...shipped, opens }] });
      const digest = policy.runbooks['web-release']?.digest ?? '';
      const begin = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
      const story = liveThrough(policy, [[begin, aWorker(), OPENS_AT + 60_000]], applying({ policy }));
      const said = decide(
        story.change,
        { type: 'reportStep', run, outcome: 'failed', trouble: { matcher: shipped.id, names } },
        { now: OPENS_AT + 120_000, policy, patterns: PATTERNS, actor: aWorker() },
      );
      if (!said.ok) throw new Error(said.refusal.code);
      const { change } = append(story, said.facts, aWorker(), OPENS_AT + 120_000);
      const ended = change.runs.find((r) => r.run === run);
      const message = ended && playbook(change, ended);
      expect(message?.text).toContain(shipped.title);
      expect(() => readMessageBlocks(message?.blocks ?? []), shipped.id).not.toThrow();
      const text = JSON.stringify(message?.blocks);
      expect(text).not.toContain('{{');
      expect(text).not.toContain('…');
      expect(text.split('"action_id":"tick:').length - 1).toBe(shipped.steps.length);
    }
  });
});

describe('a folder of the team', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gonogo-playbooks-'));
    file = join(folder, 'gonogo.yaml');
    await mkdir(join(folder, 'patterns', 'playbooks'), { recursive: true });
    await writeFile(file, REQUIRED);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const put = (name: string, text: string | Buffer) => writeFile(join(folder, 'patterns', 'playbooks', name), text);

  test('adds playbooks and replaces shipped ones by name', async () => {
    await put('release.yaml', VALID);
    await put('drift.yaml', VALID.replace('The release failed', 'Ours'));
    const read = await readAll(join(folder, 'patterns'));
    expect(read.find(({ id }) => id === 'release')).toMatchObject({ title: 'The release failed', rank: 20 });
    expect(read.filter(({ id }) => id === 'drift').map(({ title }) => title)).toEqual(['Ours']);
    expect(read.length).toBe((await readAll()).length + 1);
  });

  test('refuses the policy with all that is wrong in it, file by file', async () => {
    await put('a.yaml', VALID.replace('rank: 20', 'rank: first'));
    await put('b.yaml', Buffer.from([0xff]));
    await put('c.yaml', '[x');
    const opened = await openPolicy(file);
    expect(opened.ok ? [] : opened.problems.map(sayProblem)).toEqual([
      'playbooks/a.yaml:5 playbooks.a.rank: got "first"; expected a number',
      'playbooks/b.yaml:1 playbooks.b: the file is not UTF-8 text; expected a playbook saved as UTF-8',
      expect.stringMatching(/^playbooks\/c\.yaml:1 playbooks\.c: this is not YAML: /),
    ]);
  });

  test('is followed: an edit is in force once it has settled, a broken one never', async () => {
    await put('release.yaml', VALID);
    const opened = await openPolicy(file, { pollMs: 20, settleMs: 20 });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    const { current, problems, close } = opened.inForce;
    const title = () => current().playbooks?.find(({ id }) => id === 'release')?.title;
    try {
      await put('release.yaml', VALID.replace('The release failed', 'It failed again'));
      await expect.poll(title, { timeout: 10_000 }).toBe('It failed again');
      await put('release.yaml', VALID.replace('rank: 20', 'rank: -1'));
      await expect.poll(() => problems().length, { timeout: 10_000 }).toBe(1);
      expect(title()).toBe('It failed again');
    } finally {
      await close();
    }
  });
});

test('the page of playbooks names every one that is shipped', async () => {
  const page = await readFile(new URL('../../docs/playbooks.md', import.meta.url), 'utf8');
  const rows = page.replaceAll(/ +/g, ' ');
  for (const { id, title, opens, rank } of await readAll()) {
    const { steps, outcomes } = opens;
    expect(rows).toContain(`| \`${id}\` | ${title} | ${steps.join(', ')} | ${outcomes.join(', ')} | ${rank} |`);
  }
});
