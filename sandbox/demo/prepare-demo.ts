import { lstat, mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portLike } from '../port-like.ts';
import { demoPolicy } from './demo-policy.ts';
import { readServiceConfig, writeServiceConfig } from './service-config.ts';

const FIRST = { version: 'v1.0.0', greeting: 'Welcome to Orders' } as const;
const RUNBOOK = fileURLToPath(new URL('runbook', import.meta.url));
const TEMPLATE = new URL('gonogo.yaml', import.meta.url);

export interface DemoOptions {
  /** Made and filled at the first start, kept afterwards. */
  readonly dir: string;
  /** The policy's zone; this machine's when it is left out. */
  readonly timezone?: string;
  /** Makes another policy of the text of the demo's. */
  readonly adapt?: (template: string) => string;
}

/**
 * Makes the demo's folder, or brings it up to date: the service's config with a port that is free now, the policy that names this
 * port, and a link to the runbook's scripts. What a change did to the service stays.
 */
export async function prepareDemo({
  dir,
  timezone = Intl.DateTimeFormat().resolvedOptions().timeZone,
  adapt = (template) => template,
}: DemoOptions): Promise<{ dir: string; port: number; policyFile: string }> {
  await mkdir(join(dir, 'backup'), { recursive: true });
  const home = await realpath(dir);
  const before = await readServiceConfig(home).catch(() => undefined);
  const port = await portLike(before?.port);
  if (port !== before?.port) await writeServiceConfig(home, { ...FIRST, ...before, port });
  await linkRunbook(join(home, 'runbook'));
  const policyFile = join(home, 'gonogo.yaml');
  await writeFile(policyFile, demoPolicy(adapt(await readFile(TEMPLATE, 'utf8')), { port, timezone }));
  return { dir: home, port, policyFile };
}

/** A link and not a copy: the scripts are those of this checkout, whichever started the demo before. */
async function linkRunbook(link: string): Promise<void> {
  const there = await lstat(link).catch(() => undefined);
  if (there !== undefined && !there.isSymbolicLink()) throw new Error(`${link} is in the way: remove it.`);
  await rm(link, { force: true });
  await symlink(RUNBOOK, link);
}
