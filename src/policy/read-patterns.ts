import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { readFolders, SHIPPED } from './read-folders.ts';
import { readPattern } from './read-pattern.ts';
import type { ShapeReading } from './read-shape.ts';

/** The shipped patterns under those of the team's own folder, which replace them by name; or all that is wrong with any. Without a folder there are none. */
export function readPatterns({
  patterns: folder,
  runbooks,
}: Pick<Policy, 'patterns' | 'runbooks'>): Promise<ShapeReading<Patterns>> {
  const kept = { part: 'patterns', expected: 'a pattern' };
  return readFolders([SHIPPED, folder], kept, (text, source) => readPattern(text, source, runbooks));
}
