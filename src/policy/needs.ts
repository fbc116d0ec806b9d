import { z } from 'zod';
import { VERSION_RANGE } from '../change/version-range.ts';
import { Argv } from './argv.ts';
import { section, text } from './shapes.ts';

const POWERS = { kB: 1, MB: 2, GB: 3, TB: 4 } as const;

/** An amount of room, in bytes. */
const Size = text(/^[1-9]\d{0,5}(?:kB|MB|GB|TB)$/, 'an amount such as 500MB or 5GB').transform((written) => {
  const unit = written.slice(-2);
  const power = unit === 'kB' || unit === 'MB' || unit === 'GB' ? POWERS[unit] : POWERS.TB;
  return Number(written.slice(0, -2)) * 1000 ** power;
});

export const Tool = section({
  run: Argv.describe('A command that prints its version; the first one counts.'),
  version: text(VERSION_RANGE, "bounds such as '>=1.6' or '>=1.6 <2'").describe('Bounds of that version.'),
});

export const Disk = section({
  path: z
    .string()
    .refine((path) => path !== '' && !/\p{Cc}/u.test(path), { error: 'a path such as /var/backups' })
    .prefault('.')
    .describe('Where, from the folder of the runbook.'),
  free: Size.describe('How much is free.'),
}).transform(({ path, free }) => ({ path, freeBytes: free }));
