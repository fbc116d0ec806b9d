import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runStep } from './step.ts';

interface Built {
  readonly name: string;
  readonly engine?: number;
  readonly answers: boolean;
}

await runStep(async ({ dir, say }) => {
  const world = join(dir, 'world');
  const files = (await readdir(world)).toSorted();
  if (!files.includes('database.json')) throw new Error('There is no database.');
  for (const file of files) {
    const { name, engine, answers } = JSON.parse(await readFile(join(world, file), 'utf8')) as Built;
    const full = engine === undefined ? name : `${name}, engine ${engine},`;
    if (!answers) throw new Error(`The ${full} takes no connections.`);
    say(`The ${full} answers`);
  }
});
