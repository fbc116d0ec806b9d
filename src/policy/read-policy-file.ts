import type { PolicyReading } from './read-policy.ts';
import { policySource, readPolicy, wholeFile } from './read-policy.ts';
import { readTextFile } from './read-text-file.ts';

/** Reads a policy from a file of UTF-8 text. A file that is missing, unreadable or not a file is a problem like any other; never throws for them. */
export async function readPolicyFile(path: string): Promise<PolicyReading> {
  const source = policySource(path);
  const read = await readTextFile(path);
  if (read.ok) return readPolicy(read.text, source);
  return { ok: false, problems: [wholeFile(source.file, sayUnreadable(path, read.code))] };
}

function sayUnreadable(path: string, code: string | undefined): string {
  if (code === undefined) return 'the file is not UTF-8 text; expected a policy saved as UTF-8';
  if (code === 'ENOENT') return `there is no such file (${path}); \`npm run gonogo -- init\` writes one`;
  return `the file cannot be read (${path}: ${code})`;
}
