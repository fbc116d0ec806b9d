import { named } from '../change/named.ts';
import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { namesIn, readFolders, SHIPPED } from './read-folders.ts';
import { readPattern } from './read-pattern.ts';
import type { ShapeReading } from './read-shape.ts';
import { withoutPrototype } from './shapes.ts';

/** The shipped patterns under those of the team's own folder, which replace them by name; or all that is wrong with any. Without a folder there are none. */
export async function readPatterns(
  policy: Pick<Policy, 'patterns' | 'runbooks' | 'roles' | 'owners'>,
): Promise<ShapeReading<Patterns>> {
  const kept = { part: 'patterns', expected: 'a pattern' };
  const names = [...(await namesIn(SHIPPED)), ...(await namesIn(policy.patterns))];
  const scene = { ...policy, names };
  const shipped = await readFolders([SHIPPED], kept, (text, source) => readPattern(text, source, scene));
  if (!shipped.ok) return shipped;
  const own = await readFolders([policy.patterns], kept, (text, source) =>
    readPattern(text, source, scene, named(shipped.value, String(source.part.at(-1)))),
  );
  return own.ok ? { ok: true, value: Object.assign(withoutPrototype(shipped.value), own.value) } : own;
}
