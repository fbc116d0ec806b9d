import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from './problem.ts';
import { readTextFile } from './read-text-file.ts';
import { wholeShape, type ShapeReading, type ShapeSource } from './read-shape.ts';
import { Name } from './shapes.ts';

/** What comes with the bot: patterns, and in folders below them the rest of what is known of processes. */
export const SHIPPED = fileURLToPath(new URL('../../patterns', import.meta.url));
const EXTENSION = '.yaml';

/** What the files of a folder hold: `patterns`, and one of them is `a pattern`. */
export interface Kept {
  readonly part: string;
  readonly expected: string;
}

/** Reads every file of the folders; those of a later one replace those of the same name before. All of them, or all that is wrong with any. */
export async function readFolders<T>(
  folders: readonly string[],
  kept: Kept,
  read: (text: string, source: ShapeSource) => ShapeReading<T>,
): Promise<ShapeReading<Readonly<Record<string, T>>>> {
  const found = new Map<string, ShapeReading<T>>();
  for (const folder of folders) {
    const files = await yamlFiles(folder);
    if (typeof files === 'string') return unreadable(folder, kept, files);
    for (const file of files) found.set(basename(file, EXTENSION), await readOne(join(folder, file), kept, read));
  }
  return gathered(found);
}

/** The names that the files of a folder give to what they hold; none of a folder that cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const files = await yamlFiles(folder);
  return typeof files === 'string' ? [] : files.map((file) => basename(file, EXTENSION));
}

/** The names of the YAML files of a folder, in order, none when there is no such folder; or the system's code why it cannot be read. */
export async function yamlFiles(folder: string): Promise<readonly string[] | string> {
  try {
    const files = await readdir(folder);
    return files.filter((file) => file.endsWith(EXTENSION) && !file.startsWith('.')).toSorted();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return code === 'ENOENT' ? [] : code;
  }
}

function unreadable(
  folder: string,
  { part }: Kept,
  code: string,
): { readonly ok: false; readonly problems: Problem[] } {
  const message = `the folder of ${part} cannot be read (${folder}: ${code})`;
  return { ok: false, problems: [{ file: basename(folder), line: 1, column: 1, path: part, message }] };
}

async function readOne<T>(
  path: string,
  { part, expected }: Kept,
  read: (text: string, source: ShapeSource) => ShapeReading<T>,
): Promise<ShapeReading<T>> {
  const own = basename(path, EXTENSION);
  const source = { file: join(basename(join(path, '..')), basename(path)), part: [part, own], expected };
  const refuse = (message: string): ShapeReading<T> => ({ ok: false, problems: [wholeShape(source, message)] });
  const name = Name.safeParse(own);
  if (!name.success) return refuse(`the file is called ${own}${EXTENSION}; expected ${name.error.issues[0]?.message}`);
  const file = await readTextFile(path);
  if (file.ok) return read(file.text, source);
  return refuse(
    file.code === undefined
      ? `the file is not UTF-8 text; expected ${expected} saved as UTF-8`
      : `the file cannot be read (${path}: ${file.code})`,
  );
}

function gathered<T>(found: ReadonlyMap<string, ShapeReading<T>>): ShapeReading<Readonly<Record<string, T>>> {
  const values: Record<string, T> = Object.create(null);
  const problems: Problem[] = [];
  for (const [name, reading] of found) {
    if (reading.ok) values[name] = reading.value;
    else problems.push(...reading.problems);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: values };
}
