import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside PATH: where Debian keeps what only servers run. */
const PLACES = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/usr/lib/postgresql/15/bin'];

/** The folder of a program of this machine. Where `CI` is set a machine without it is an error, elsewhere one line says what is left out. */
export function folderOf(program: string, leftOut: string): string | undefined {
  const found = PLACES.find((place) => existsSync(join(place, program)));
  if (found !== undefined) return found;
  if (process.env['CI']) throw new Error(`This machine has no ${program}, and CI must not leave out its tests.`);
  process.stderr.write(`No ${program} on this machine: leaving out ${leftOut}.\n`);
  return undefined;
}
