import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';

const ROOT = join(import.meta.dirname, 'page');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** A file of the page, TypeScript stripped to JavaScript; undefined when there is none, or its name leads elsewhere. */
export async function readPageFile(name: string): Promise<{ type: string; content: Buffer | string } | undefined> {
  const path = normalize(join(ROOT, name));
  const type = TYPES[extname(path)];
  if (type === undefined || !path.startsWith(`${ROOT}/`) || name.includes('\0')) return undefined;
  try {
    const content = await readFile(path);
    return { type, content: path.endsWith('.ts') ? stripTypeScriptTypes(content.toString()) : content };
  } catch {
    return undefined;
  }
}
