import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** The checkout, with a slash at its end. */
export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the checkout's root, as in `src/change/decide.ts`. */
  readonly path: string;
  readonly text: string;
  /** Every module it names, types included; those of ours as paths from the root. */
  readonly imports: readonly string[];
}

const IMPORTS =
  /^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]/gm;
/** Another TypeScript file started or read by its address. */
const ADDRESSES = /\bnew URL\(\s*['"]([^'"]+\.ts)['"],\s*import\.meta\.url/g;

/** Every TypeScript file below a folder of the checkout, or a file itself, with what it imports. */
export function sourceFiles(place: string): readonly SourceFile[] {
  return namesBelow(place).map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const named = [...text.matchAll(IMPORTS), ...text.matchAll(ADDRESSES)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
    return { path, text, imports: named.map((name) => fromRoot(path, name)) };
  });
}

function namesBelow(place: string): readonly string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .toSorted();
}

function fromRoot(path: string, name: string): string {
  return name.startsWith('.') || name.endsWith('.ts') ? normalize(join(dirname(path), name)) : name;
}

/** The code without comments and plain strings; template strings stay, for they hold code. */
export function codeOf(text: string): string {
  return text.replaceAll(
    /`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g,
    (found) => (found.startsWith('`') ? found : "''"),
  );
}
