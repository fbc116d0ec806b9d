import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Strategy } from '../../src/change/strategy.ts';
import { SHIPPED } from '../../src/policy/read-folders.ts';
import { readStrategy } from '../../src/policy/with-strategies.ts';

const FOLDER = join(SHIPPED, 'strategies');

/** Those that come with the bot, by name. */
export function shippedStrategies(): Readonly<Record<string, Strategy>> {
  const names = readdirSync(FOLDER).map((file) => basename(file, '.yaml'));
  return Object.fromEntries(
    names.map((name) => {
      const source = { file: `${name}.yaml`, part: ['strategies', name], expected: 'a strategy' };
      const read = readStrategy(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'), source);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return [name, read.value];
    }),
  );
}
