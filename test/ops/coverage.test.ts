import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source-tree.ts';

/** How many requirements each group has. */
const GROUPS = {
  CHK: 44,
  CAT: 13,
  CRIT: 5,
  RISK: 21,
  STRAT: 88,
  DATA: 24,
  DR: 7,
  FAIL: 50,
  DOC: 31,
  PIR: 6,
  LOG: 7,
  RET: 5,
  MET: 7,
} as const;

const page = readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

/** `000-CHK-01..03` as three. */
function requirementsOf(row: string): string[] {
  const [, group = '', from = '', to = from] = /^\| `\d{3}-([A-Z]+)-(\d+)(?:\.\.(\d+))?` /.exec(row) ?? [];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${group}-${Number(from) + i}`);
}

test('docs/coverage.md has every requirement of its groups once, and no other', () => {
  const all = Object.entries(GROUPS).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, i) => `${group}-${i + 1}`),
  );
  expect(rows.flatMap(requirementsOf).toSorted()).toEqual(all.toSorted());
});

test('every pattern that is shipped stands there, and each item it names is there', () => {
  const files = readdirSync(join(ROOT, 'patterns')).filter((file) => file.endsWith('.yaml'));
  expect(files.filter((file) => !page.includes(`](../patterns/${file})`))).toEqual([]);
  const text = files.map((file) => readFileSync(join(ROOT, 'patterns', file), 'utf8')).join('\n');
  // What stands in code after the name of a pattern, up to what is said of the policy or another program.
  const named = rows.flatMap((row) =>
    [...(row.split('|')[3] ?? '').matchAll(/`([a-z][a-z0-9]*(?:-[a-z0-9]+)*)`/g)].map((m) => m[1] ?? ''),
  );
  const others = [
    'acceptance',
    'close',
    'critical',
    'documents',
    'lock',
    'owners',
    'retention',
    'risks',
    'targets',
    'verify',
    'forbids',
    'history',
    'on',
    'related',
    'status',
    'updated',
    'version',
    'what',
  ];
  const items = named.filter((name) => !others.includes(name));
  expect(items.length).toBeGreaterThan(30);
  expect(items.filter((id) => !text.includes(`id: ${id}\n`))).toEqual([]);
});

test('every row says where it is covered, or what is left', () => {
  const silent = rows.filter((row) => row.split('|').slice(3, 5).join('').trim() === '');
  expect(silent).toEqual([]);
});
