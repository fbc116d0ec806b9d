import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentProblems } from '../../src/change/content.ts';
import type { Kind } from '../../src/change/model.ts';
import { beginning, following, preApproved } from '../../src/change/pattern.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readPattern } from '../../src/policy/read-pattern.ts';
import { readPatterns } from '../../src/policy/read-patterns.ts';
import { aContent, FILED_AT } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

const { runbooks } = aPolicy();
const VALID = `title: Release
version: 1.0.0
owner: Web team
updated: 2026-09-01
kind: standard
risk: low
duration: 1h30m
`;

const SOURCE = { file: 'patterns/release.yaml', part: ['patterns', 'release'], expected: 'a pattern' };

function problemsOf(text: string): string[] {
  const reading = readPattern(text, SOURCE, runbooks);
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

describe('one problem in a pattern is said with its file and line', () => {
  test.each([
    ['preApproved: yes', '8 patterns.release.preApproved: got "yes"; expected true or false'],
    ['tag: [web]', '8 patterns.release.tag: unknown key; expected tags, perhaps'],
    ['colours: []', /^8 patterns\.release\.colours: unknown key; expected one of title, version, /],
    [
      'tags: [Web Team]',
      '8 patterns.release.tags[0]: got "Web Team"; expected a tag of small letters, digits and dashes',
    ],
    [
      'texts: { summary: x }',
      /^8 patterns\.release\.texts\.summary: unknown key; expected one of description, reason, /,
    ],
    ["texts: { reason: ' ' }", /reason: got " "; expected text that a form can hold, up to 2900 characters$/],
    [`texts: { reason: '${'x'.repeat(2901)}' }`, /expected text that a form can hold, up to 2900 characters$/],
    [
      'runbook: web-relaese',
      '8 patterns.release.runbook: got "web-relaese"; expected a runbook defined under runbooks of the policy (web-release, perhaps)',
    ],
    [
      'justification: outage',
      '8 patterns.release.justification: got "outage"; expected none: only an emergency is justified',
    ],
  ])('%s', (line, expected) => {
    const said = problemsOf(`${VALID}${line}\n`).map((one) => one.replace('patterns/release.yaml:', ''));
    expect(said).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  test.each([
    ['version: 1.0.0', 'version: 1', ':2 patterns.release.version: got 1; expected a version such as 1.0.0'],
    ['updated: 2026-09-01', 'updated: 2026-09-31', 'expected a date that exists, such as 2026-12-20'],
    ['duration: 1h30m', 'duration: 1d', 'expected an exact duration longer than nothing, such as 90s, 30m or 2h30m'],
    ['owner: Web team\n', '', ':1 patterns.release.owner: is missing; expected one line of text, up to 75 characters'],
    [
      'kind: standard',
      'kind: normal\npreApproved: true',
      'expected true only for the kind standard: others are voted on',
    ],
    ['risk: low', 'risk: medium\npreApproved: true', 'expected low: what is approved for good is of low risk'],
  ])('%s as %s', (right, wrong, expected) => {
    expect(problemsOf(VALID.replace(right, wrong))).toEqual([expect.stringContaining(expected)]);
  });
});

describe('the patterns that are shipped', () => {
  const nowhere = { patterns: '/nowhere', runbooks: {} };
  const BY_KIND: Readonly<Record<Kind, readonly string[]>> = {
    standard: ['routine-maintenance', 'scheduled-update', 'vm-container-deployment'],
    normal: ['network-configuration', 'new-service-deployment', 'security-update', 'storage-modification'],
    emergency: ['critical-bug-fix', 'security-patch', 'service-restoration'],
  };

  test('are the examples the process names for each kind, and all standard ones need no vote', async () => {
    const reading = await readPatterns(nowhere);
    if (!reading.ok) throw new Error(reading.problems.map(sayProblem).join('\n'));
    const names = Object.keys(reading.value);
    for (const [kind, expected] of Object.entries(BY_KIND))
      expect(names.filter((name) => reading.value[name]?.kind === kind).toSorted()).toEqual(expected);
    expect(preApproved(reading.value).toSorted()).toEqual(BY_KIND.standard);
  });

  test.each(Object.values(BY_KIND).flat())(
    '%s can be filed with a title, a service, a date and what it leaves open',
    async (name) => {
      const reading = await readPatterns(nowhere);
      const pattern = reading.ok ? reading.value[name] : undefined;
      if (!reading.ok || !pattern) throw new Error('unreadable');
      const {
        runbook: _,
        params: _params,
        ...bare
      } = aContent({
        description: '',
        impact: '',
        implementationPlan: '',
        rollbackPlan: '',
        potentialImpact: '',
        mitigation: '',
        testingPlan: '',
      });
      const content = following({ ...bare, params: {}, ...beginning(name, pattern) }, pattern);
      expect(contentProblems(content, aPolicy(), FILED_AT, preApproved(reading.value))).toEqual([]);
      expect(content).toMatchObject({ pattern: name, patternVersion: pattern.version, kind: pattern.kind });
    },
  );
});

describe('a folder of the team', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'gonogo-patterns-')), 'patterns');
    await mkdir(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const read = () => readPatterns({ patterns: folder, runbooks });

  test('adds patterns and replaces shipped ones by name, a retracted one included', async () => {
    await writeFile(join(folder, 'release.yaml'), `${VALID}preApproved: true\nrunbook: web-release\n`);
    await writeFile(join(folder, 'routine-maintenance.yaml'), VALID.replace('Release', 'Ours'));
    await writeFile(join(folder, 'README.md'), 'not a pattern');
    const reading = await read();
    if (!reading.ok) throw new Error(reading.problems.map(sayProblem).join('\n'));
    expect(reading.value['release']).toMatchObject({ title: 'Release', durationMs: 5_400_000, tags: [] });
    expect(reading.value['routine-maintenance']?.title).toBe('Ours');
    expect(preApproved(reading.value)).toContain('release');
    expect(preApproved(reading.value)).not.toContain('routine-maintenance');
  });

  test('tells everything that is wrong, file by file', async () => {
    await writeFile(join(folder, 'a.yaml'), VALID.replace('kind: standard', 'kind: usual'));
    await writeFile(join(folder, 'b.yaml'), Buffer.from([0xff]));
    await writeFile(join(folder, 'c d.yaml'), VALID);
    await writeFile(join(folder, 'e.yaml'), '- x\n');
    const reading = await read();
    expect(reading.ok ? [] : reading.problems.map(sayProblem)).toEqual([
      'patterns/a.yaml:5 patterns.a.kind: got "usual"; expected standard, normal or emergency',
      'patterns/b.yaml:1 patterns.b: the file is not UTF-8 text; expected a pattern saved as UTF-8',
      'patterns/c d.yaml:1 patterns.c d: the file is called c d.yaml; expected a name of letters, digits, dots, dashes and underscores, up to 63',
      'patterns/e.yaml:1 patterns.e: got ["x"]; expected a map of keys and values',
    ]);
  });

  test('that is a file is a problem, and one that is not there holds nothing', async () => {
    await rm(folder, { recursive: true });
    expect((await read()).ok).toBe(true);
    await writeFile(folder, '');
    expect(await read()).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('ENOTDIR') }] });
  });
});
