import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pattern, Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import type { Problem } from './problem.ts';
import { readPattern, wholePattern, type PatternReading, type PatternSource } from './read-pattern.ts';
import { readTextFile } from './read-text-file.ts';
import { Name } from './shapes.ts';

export type PatternsReading =
  { readonly ok: true; readonly patterns: Patterns } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The patterns that come with the bot. */
export const SHIPPED = fileURLToPath(new URL('../../patterns', import.meta.url));
const EXTENSION = '.yaml';

/** The shipped patterns under those of the team's own folder, which replace them by name; or all that is wrong with any. Without a folder there are none. */
export async function readPatterns({
  patterns: folder,
  runbooks,
}: Pick<Policy, 'patterns' | 'runbooks'>): Promise<PatternsReading> {
  const found = new Map<string, PatternReading>();
  for (const from of [SHIPPED, folder]) {
    const files = await patternFiles(from);
    if (typeof files === 'string') return unreadable(from, files);
    for (const file of files) {
      const source = { name: basename(file, EXTENSION), file: join(basename(from), file) };
      found.set(source.name, await readOne(join(from, file), source, runbooks));
    }
  }
  return gathered(found);
}

/** The names of the pattern files of a folder, in order, none when there is no such folder; or the system's code why it cannot be read. */
export async function patternFiles(folder: string): Promise<readonly string[] | string> {
  try {
    const files = await readdir(folder);
    return files.filter((file) => file.endsWith(EXTENSION) && !file.startsWith('.')).toSorted();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return code === 'ENOENT' ? [] : code;
  }
}

function unreadable(folder: string, code: string): PatternsReading {
  const message = `the folder of patterns cannot be read (${folder}: ${code})`;
  return { ok: false, problems: [{ file: basename(folder), line: 1, column: 1, path: 'patterns', message }] };
}

async function readOne(path: string, source: PatternSource, runbooks: Policy['runbooks']): Promise<PatternReading> {
  const refuse = (message: string): PatternReading => ({ ok: false, problems: [wholePattern(source, message)] });
  const name = Name.safeParse(source.name);
  if (!name.success)
    return refuse(`the file is called ${source.name}${EXTENSION}; expected ${name.error.issues[0]?.message}`);
  const read = await readTextFile(path);
  if (read.ok) return readPattern(read.text, source, runbooks);
  return refuse(
    read.code === undefined
      ? 'the file is not UTF-8 text; expected a pattern saved as UTF-8'
      : `the file cannot be read (${path}: ${read.code})`,
  );
}

function gathered(found: ReadonlyMap<string, PatternReading>): PatternsReading {
  const patterns: Record<string, Pattern> = Object.create(null);
  const problems: Problem[] = [];
  for (const [name, reading] of found) {
    if (reading.ok) patterns[name] = reading.pattern;
    else problems.push(...reading.problems);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, patterns };
}
