import { join } from 'node:path';
import type { Playbook } from '../change/playbook.ts';
import type { Policy } from '../change/policy.ts';
import { PlaybookFile } from './playbook-file.ts';
import { readFolders, SHIPPED } from './read-folders.ts';
import { readShape, type ShapeReading, type ShapeSource } from './read-shape.ts';

const KEPT = { part: 'playbooks', expected: 'a playbook' };

/** The policy with the shipped playbooks under those in the team's own folder of patterns, which replace them by name; or all that is wrong with any. */
export async function withPlaybooks(policy: Policy): Promise<ShapeReading<Policy>> {
  const read = await readFolders([join(SHIPPED, KEPT.part), playbookFolder(policy.patterns)], KEPT, readPlaybook);
  if (!read.ok) return read;
  const playbooks = Object.values(read.value).toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
  return { ok: true, value: { ...policy, playbooks } };
}

/** Where a team's own playbooks lie. */
export function playbookFolder(patterns: string): string {
  return join(patterns, KEPT.part);
}

/** The text of a playbook, or everything that is wrong with it in the order of the text. */
export function readPlaybook(text: string, source: ShapeSource): ShapeReading<Playbook> {
  const read = readShape(text, source, PlaybookFile);
  return read.ok ? { ok: true, value: { ...read.value, id: String(source.part.at(-1)) } } : read;
}
