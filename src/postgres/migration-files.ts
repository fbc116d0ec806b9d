import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One numbered SQL file; `sha256` is of its text with `\n` as line end, whatever git made of it on this machine. */
export type Migration = { name: string; number: number; sql: string; sha256: string };

/** Reads `0001-what-it-does.sql` and so on, in the order of their numbers. Throws on any other SQL file and on a number used twice. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
  const migrations = await Promise.all(
    names.map(async (name) => {
      const digits = /^(\d+)-[a-z0-9-]+\.sql$/.exec(name)?.[1];
      if (digits === undefined)
        throw new Error(`${join(folder, name)} is no migration: name it like 0001-what-it-does.sql.`);
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, number: Number(digits), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
  const ordered = migrations.toSorted((a, b) => a.number - b.number);
  for (const [at, { name, number }] of ordered.entries()) {
    const before = ordered[at - 1];
    if (before?.number === number)
      throw new Error(`${before.name} and ${name} have the same number: give one of them the next.`);
  }
  return ordered;
}
