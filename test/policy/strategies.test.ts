import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sayProblem } from '../../src/policy/problem.ts';
import { readStrategy, withStrategies } from '../../src/policy/with-strategies.ts';
import { aPolicy } from '../support/a-policy.ts';
import { shippedStrategies } from '../support/a-strategy.ts';

const VALID = `title: Two halves
version: 1.0.0
owner: Web team
updated: 2026-09-01
summary: One half, then the other.
suits: Whatever has halves.
stages:
  - { name: left, title: Left, does: The left half. }
  - { name: right, title: Right, does: The right half., after: left, live: 2d }
forbids:
  - { format: [incompatible], because: One half could not read it. }
`;

function problemsOf(text: string): readonly string[] {
  const source = { file: 'strategies/halves.yaml', part: ['strategies', 'halves'], expected: 'a strategy' };
  const reading = readStrategy(text, source);
  return reading.ok ? [] : reading.problems.map(sayProblem);
}

describe('one problem in a strategy is said with its file and line', () => {
  test.each([
    ['version: 1.0.0', 'version: one', ':2 strategies.halves.version: got "one"; expected a version such as 1.0.0'],
    [
      'after: left',
      'after: middle',
      ':9 strategies.halves.stages[1].after: got "middle"; expected the name of a step that',
    ],
    [
      'after: left',
      'after: right',
      ':9 strategies.halves.stages[1].after: got "right"; expected the name of a step that',
    ],
    ['name: right', 'name: left', ':9 strategies.halves.stages[1].name: got "left"; expected another name than left'],
    [
      'live: 2d',
      'live: soon',
      ':9 strategies.halves.stages[1].live: got "soon"; expected a duration longer than nothing',
    ],
    ['format: [incompatible], ', '', ':11 strategies.halves.forbids[0]: got {'],
    ['[incompatible]', '[strange]', ':11 strategies.halves.forbids[0].format[0]: got "strange"; expected unchanged, '],
    ['suits: Whatever has halves.\n', '', ':1 strategies.halves.suits: is missing'],
    ['suits:', 'suit:', ':6 strategies.halves.suit: unknown key'],
  ])('%j as %j', (good, bad, said) => {
    expect(problemsOf(VALID)).toEqual([]);
    expect(problemsOf(VALID.replace(good, bad)).join('\n')).toContain(said);
  });
});

test("a team's own strategy stands beside those that are shipped, or in the place of one", async () => {
  const patterns = await mkdtemp(join(tmpdir(), 'gonogo-'));
  onTestFinished(() => rm(patterns, { recursive: true }));
  await mkdir(join(patterns, 'strategies'));
  for (const name of ['halves', 'canary']) await writeFile(join(patterns, 'strategies', `${name}.yaml`), VALID);
  const read = await withStrategies(aPolicy({ patterns }));
  if (!read.ok) throw new Error(read.problems.map(sayProblem).join('\n'));
  const strategies = read.value.strategies ?? {};
  expect(Object.keys(strategies).toSorted()).toEqual([...Object.keys(shippedStrategies()), 'halves'].toSorted());
  expect(strategies['canary']?.title).toBe('Two halves');
  expect(strategies['halves']?.stages[1]).toMatchObject({ after: 'left', liveMs: 2 * 24 * 3_600_000 });
});

test('the page of strategies names every one that is shipped, with the answers about data that forbid it', async () => {
  const page = await readFile(new URL('../../docs/strategies.md', import.meta.url), 'utf8');
  const rows = page.replaceAll(/ +/g, ' ');
  for (const [name, { title, stages, forbids }] of Object.entries(shippedStrategies())) {
    const taken = stages.length > 0 ? `${stages.length} changes` : 'one change';
    const barred = forbids.flatMap((f) => [...(f.format ?? []), ...(f.writes ?? [])]).join(', ') || '-';
    expect(rows).toContain(`| \`${name}\` | ${title} | ${taken} | ${barred} |`);
  }
});
