import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentProblems } from '../../src/change/content.ts';
import type { Kind } from '../../src/change/model.ts';
import { beginning, following, preApproved } from '../../src/change/pattern.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readPattern } from '../../src/policy/read-pattern.ts';
import { SHIPPED } from '../../src/policy/read-folders.ts';
import { readPatterns } from '../../src/policy/read-patterns.ts';
import { aContent, FILED_AT } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

const { runbooks, roles, owners } = aPolicy();
const SCENE = { runbooks, roles, owners, names: ['release', 'rollback'] };
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
  const reading = readPattern(text, SOURCE, SCENE);
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
    ['kind: standard', 'kind: normal\nstatus: draft\nbyDefault: {}', 'expected active, or no byDefault'],
    ['risk: low', 'risk: medium\npreApproved: true', 'expected low: what is approved for good is of low risk'],
  ])('%s as %s', (right, wrong, expected) => {
    expect(problemsOf(VALID.replace(right, wrong))).toEqual([expect.stringContaining(expected)]);
  });
});

const phase = (name: string, items: string): string => `\n  - name: ${name}\n    items: [${items}]`;
const item = (id: string, rest = ''): string => `{ id: ${id}, text: Do it.${rest} }`;

describe('what a pattern says of itself', () => {
  test.each([
    [
      'an id twice',
      phase('planning', item('a')) + phase('cleanup', `${item('b')}, ${item('a')}`),
      '13 patterns.release.phases[1].items[1].id: got "a" a second time; expected an id of its own for every item of the pattern',
    ],
    [
      'no id',
      phase('planning', '{ text: Do it. }'),
      /^11 .*items\[0\]\.id: is missing; expected small letters, digits and dashes/,
    ],
    [
      'an item after one that is not there',
      phase('planning', `${item('design')}, ${item('b', ', after: [desing]')}`),
      '11 patterns.release.phases[0].items[1].after[0]: got "desing"; expected the id of an item of this phase or an earlier one (design, perhaps)',
    ],
    [
      'an item after one of a later phase',
      phase('planning', item('a', ', after: [b]')) + phase('cleanup', item('b')),
      '11 patterns.release.phases[0].items[0].after[0]: got "b"; expected the id of an item of this phase or an earlier one (it is of a later one)',
    ],
    [
      'items that wait for one another',
      phase('planning', `${item('a', ', after: [b]')}, ${item('b', ', after: [a]')}`),
      '11 patterns.release.phases[0].items[0].after: goes round in a circle: a → b → a; expected it to end',
    ],
    [
      'an item after itself',
      phase('planning', item('a', ', after: [a]')),
      '11 patterns.release.phases[0].items[0].after: goes round in a circle: a → a; expected it to end',
    ],
    [
      'phases out of order',
      phase('cleanup', item('a')) + phase('planning', item('b')),
      /^12 .*phases\[1\]\.name: got "planning" after "cleanup"; expected each phase once and in the order assessment, planning, /,
    ],
    [
      'a phase twice',
      phase('cleanup', item('a')) + phase('cleanup', item('b')),
      /^12 .*got "cleanup" after "cleanup"; /,
    ],
    [
      'a phase that is none',
      phase('celebration', item('a')),
      /^10 .*phases\[0\]\.name: got "celebration"; expected assessment, /,
    ],
    [
      'an owner that is no role',
      phase('planning', item('a', ', owner: testng')),
      /^11 .*items\[0\]\.owner: got "testng"; expected a role defined under owners or roles of the policy \(testing, perhaps\)$/,
    ],
    [
      'a mark that nothing shows',
      phase('planning', item('a', ', shownBy: hoped')),
      /^11 .*shownBy: got "hoped"; expected reviewed, approved, /,
    ],
    [
      'a gate that is none',
      phase('planning', item('a', ', gate: end')),
      /^11 .*gate: got "end"; expected nextPhase, goNogo, start or close$/,
    ],
  ])('%s', (_, phases, expected) => {
    const said = problemsOf(`${VALID}documents: []\nphases:${phases}\n`).map((one) =>
      one.replace('patterns/release.yaml:', ''),
    );
    expect(said).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  test.each([
    [
      'history: [{ version: 0.9.0, on: 2026-09-01, what: First. }]',
      ':8 patterns.release.history[0]: got "0.9.0" of "2026-09-01"; expected "1.0.0" of "2026-09-01" first, as version and updated say',
    ],
    [
      'history: [{ version: 1.0.0, on: 2026-08-31, what: First. }]',
      'got "1.0.0" of "2026-08-31"; expected "1.0.0" of "2026-09-01" first',
    ],
    [
      'history: [{ version: 1.0.0, on: 2026-09-01, what: A. }, { version: 1.0.0, on: 2026-09-01, what: B. }]',
      'history[1]: is no older than the entry above it; expected the newest version first',
    ],
    [
      'history: [{ version: 1.0.0, on: 2026-09-01, what: A. }, { version: 0.9.0, on: 2026-09-02, what: B. }]',
      'history[1]: is no older than the entry above it',
    ],
    [
      'preApproved: true\nbyDefault: { kinds: [standard] }',
      'byDefault: got {"kinds":["standard"]}; expected none: what needs no vote is chosen by somebody',
    ],
    ['related: [rolback]', 'related[0]: got "rolback"; expected a pattern defined under patterns (rollback, perhaps)'],
    [
      'documents: [{ title: How, link: http://example.net }]',
      /documents\[0\]\.link: got "http:\/\/example\.net"; expected/,
    ],
  ])('%s', (line, expected) => {
    expect(problemsOf(`${VALID}${line}\n`)).toEqual([
      typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected),
    ]);
  });

  test('an owner is one of the words of the policy, or a role of it', () => {
    const phases = phase('planning', `${item('a', ', owner: testing')}, ${item('b', ', owner: management')}`);
    expect(problemsOf(`${VALID}phases:${phases}\n`)).toEqual([]);
  });
});

describe('the patterns that are shipped', () => {
  const nowhere = { patterns: '/nowhere', runbooks: {}, roles, owners };
  const BY_KIND: Readonly<Record<Kind, readonly string[]>> = {
    standard: ['routine-maintenance', 'scheduled-update', 'vm-container-deployment'],
    normal: [
      'disaster-recovery-rehearsal',
      'full-change',
      'infrastructure-release',
      'lightweight-change',
      'network-configuration',
      'new-service-deployment',
      'security-update',
      'state-surgery',
      'storage-modification',
      'troubleshooting',
      'vm-migration',
      'vm-resources',
    ],
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

  /** What nobody chose puts no words into anybody's mouth. */
  const wordless = ['full-change', 'lightweight-change'];

  test.each(
    Object.values(BY_KIND)
      .flat()
      .filter((name) => !wordless.includes(name)),
  )('%s can be filed with a title, a service, a date and what it leaves open', async (name) => {
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
    const content = following({ ...bare, params: {}, ...beginning(name, pattern) }, pattern, aPolicy());
    expect(contentProblems(content, aPolicy(), FILED_AT, preApproved(reading.value))).toEqual([]);
    expect(content).toMatchObject({ pattern: name, patternVersion: pattern.version, kind: pattern.kind });
  });
});

describe('a folder of the team', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'gonogo-patterns-')), 'patterns');
    await mkdir(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const read = () => readPatterns({ patterns: folder, runbooks, roles, owners });

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

  describe('keeps what a shipped pattern demands of critical services', () => {
    const replaced = async (change: (text: string) => string) => {
      const text = await readFile(join(SHIPPED, 'vm-resources.yaml'), 'utf8');
      const changed = change(text);
      await writeFile(join(folder, 'vm-resources.yaml'), changed);
      const reading = await read();
      const lines = changed.split('\n');
      return reading.ok
        ? []
        : reading.problems.map((one) =>
            `${sayProblem(one)} | ${lines[one.line - 1]?.trim()}`.replace(/; expected.*\|/, ' |'),
          );
    };
    const at = 'patterns/vm-resources.yaml';

    test('so that it may be edited in everything else', async () => {
      expect(await replaced((text) => text.replace('the backup is proven', 'the backup is proven and named'))).toEqual(
        [],
      );
      expect(await replaced((text) => text.replace('owner: testing', 'owner: security'))).toEqual([]);
      expect(
        await replaced((text) =>
          text.replace('{ critical: true }\n        evidence: true', '{ services: { from: 2 } }'),
        ),
      ).toEqual([expect.stringContaining('rollback-in-five-minutes is no longer for every critical service')]);
    });

    test.each<readonly [string, (text: string) => string, readonly string[]]>([
      [
        'an item',
        (text) => text.replace('id: allocation', 'id: allotment'),
        [`${at}:61 patterns.vm-resources.phases: have no item allocation with the gate nextPhase | phases:`],
      ],
      [
        'a gate',
        (text) => text.replace('shownBy: backupProven\n        gate: start', 'shownBy: backupProven'),
        [`${at}:61 patterns.vm-resources.phases[2].items[0]: backup has no gate | - id: backup`],
      ],
      [
        'a gate for a later one',
        (text) => text.replace('gate: start', 'gate: close'),
        [`${at}:61 patterns.vm-resources.phases[2].items[0].gate: backup has the gate "close" | gate: close`],
      ],
      [
        'those for whom it is',
        (text) => text.replace('gate: start', 'gate: start\n        when: { critical: false }'),
        [
          `${at}:61 patterns.vm-resources.phases[2].items[0].when: backup is no longer for every critical service | when: { critical: false }`,
        ],
      ],
    ])('but not without %s', async (_, change, expected) => {
      const said = await replaced(change);
      expect(said.map((one) => one.replace(/yaml:\d+/, 'yaml:61'))).toEqual(expected);
    });
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
