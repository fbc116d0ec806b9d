import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { PatternFile } from '../../src/policy/pattern-file.ts';
import { DEFAULTS, PolicyFile } from '../../src/policy/policy-file.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { Runbook } from '../../src/policy/runbooks.ts';
import { Service } from '../../src/policy/services.ts';
import { ROOT } from '../ops/source-tree.ts';
import { keysOf } from './keys-of.ts';
import { besides, describedBy, referencePage } from './reference-page.ts';
import { REFERENCES } from './references.ts';

describe.each(Object.entries(REFERENCES))('docs/reference/%s.md', (name, reference) => {
  test('is made of the shapes that read the file (vitest -u writes it)', async () => {
    const file = join(ROOT, 'docs/reference', `${name}.md`);
    const page = await format(referencePage(reference), { ...(await resolveConfig(file)), filepath: file });
    await expect(page).toMatchFileSnapshot(file);
  });

  test('has a sentence for every key', () => {
    const described = describedBy(reference.shared);
    const keys = [
      ...keysOf(reference.file, described),
      ...reference.shared.flatMap((shared) => keysOf(shared.shape, besides(described, shared))),
    ];
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter(({ means }) => !/^[A-Z`].*\.$/.test(means ?? '')).map(({ path }) => path)).toEqual([]);
  });
});

const SMALLEST = { timezone: 'UTC', channels: { changes: 'C00', incidents: 'C00', operator: 'C00' }, roles: {} };

/** A file with every default written out that holds when it says no more than it does. */
function writtenOut(shape: z.ZodType, file: Record<string, unknown>): Record<string, unknown> {
  const written = structuredClone(file);
  for (const { path, byDefault } of keysOf(shape)) {
    const keys = path.split('.');
    const last = keys.pop();
    let at: unknown = written;
    for (const key of keys) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
    if (typeof at === 'object' && at !== null && last !== undefined && byDefault !== undefined && !path.includes('['))
      Reflect.set(at, last, structuredClone(byDefault));
  }
  return written;
}

describe('what stands as a default', () => {
  test.each([
    ['the policy', PolicyFile, SMALLEST],
    ['a service', Service, {}],
    ['a runbook', Runbook, {}],
  ] as const)('changes nothing of %s when it is written out', (_, shape, file) => {
    const written = writtenOut(shape, file);
    expect(Object.keys(written).length).toBeGreaterThan(Object.keys(file).length + 3);
    expect(shape.parse(written)).toEqual(shape.parse(file));
  });

  test('is what examples/gonogo.yaml shows, from owners to patterns', () => {
    const example = parse(readFileSync(join(ROOT, 'examples/gonogo.yaml'), 'utf8')) as Record<string, unknown>;
    const keys = Object.keys(example);
    const shown = keys.slice(keys.indexOf('owners'), keys.indexOf('patterns') + 1).filter((key) => key !== 'mail');
    expect(shown.length).toBeGreaterThan(12);
    const said = Object.fromEntries(shown.map((key) => [key, example[key]]));
    expect(PolicyFile.parse({ ...SMALLEST, ...said })).toEqual(DEFAULTS);
  });
});

describe('the guide for whoever writes the policy', () => {
  const guide = readFileSync(join(ROOT, 'docs/guides/policy-author.md'), 'utf8');
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1] ?? '');

  test('builds, block by block, a policy that holds', () => {
    const policy = blocks.filter((block) => !block.startsWith('version:'));
    expect(policy).toHaveLength(3);
    const reading = readPolicy(policy.join(''), { file: 'gonogo.yaml', baseDir: '/srv' });
    expect(reading.ok ? [] : reading.problems.map(sayProblem)).toEqual([]);
  });

  test('shows papers of a pattern that a pattern may have', () => {
    const papers = parse(blocks.find((block) => block.startsWith('version:')) ?? '') as Record<string, unknown>;
    const rest = { title: 'New cache', owner: 'Web team', kind: 'normal', risk: 'low', duration: '1h' };
    expect(PatternFile.parse({ ...rest, ...papers })).toMatchObject({ version: '1.1.0', updated: '2026-11-28' });
  });
});
