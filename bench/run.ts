import { cpus } from 'node:os';
import { benchFiling } from './filing.ts';
import { benchRecord } from './record.ts';

const BENCHES = { filing: benchFiling, record: benchRecord } as const;

/** All of them, or those that are named: `npm run bench -- filing`. */
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined)
  throw new Error(`There is no bench ${unknown}: there are ${Object.keys(BENCHES).join(', ')}.`);

console.log(`machine: ${cpus().length} cores, Node ${process.version}`);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
