import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portLike } from '../port-like.ts';
import { demoPolicy } from './demo-policy.ts';
import { openTofu, prepareHosting } from './prepare-hosting.ts';
import { relink } from './relink.ts';
import { readServiceConfig, writeServiceConfig } from './service-config.ts';

const FIRST = { version: 'v1.0.0', greeting: 'Welcome to Orders' } as const;
const RUNBOOK = fileURLToPath(new URL('runbook', import.meta.url));
const TEMPLATE = new URL('gonogo.yaml', import.meta.url);

export interface DemoOptions {
  /** Made and filled at the first start, kept afterwards. */
  readonly dir: string;
  /** The policy's zone; this machine's when it is left out. */
  readonly timezone?: string;
  /** Whether to make the stack too, which takes OpenTofu; where there is some, when left out. */
  readonly hosting?: boolean;
  /** Makes another policy of the text of the demo's. */
  readonly adapt?: (template: string) => string;
}

/**
 * Makes the demo's folder, or brings it up to date: the service's config with a port that is free now, the policy that names this
 * port, a link to the runbooks' scripts and, where there is OpenTofu, the stack. What a change did to the service or the stack stays.
 */
export async function prepareDemo({
  dir,
  timezone = Intl.DateTimeFormat().resolvedOptions().timeZone,
  hosting = openTofu() !== undefined,
  adapt = (template) => template,
}: DemoOptions): Promise<{ dir: string; port: number; policyFile: string }> {
  await mkdir(join(dir, 'backup'), { recursive: true });
  const home = await realpath(dir);
  const before = await readServiceConfig(home).catch(() => undefined);
  const port = await portLike(before?.port);
  if (port !== before?.port) await writeServiceConfig(home, { ...FIRST, ...before, port });
  // A link and not a copy: the scripts are those of this checkout.
  await relink(join(home, 'runbook'), RUNBOOK);
  if (hosting) await prepareHosting(join(home, 'hosting'));
  const policyFile = join(home, 'gonogo.yaml');
  await writeFile(policyFile, demoPolicy(adapt(await readFile(TEMPLATE, 'utf8')), { port, timezone, hosting }));
  return { dir: home, port, policyFile };
}
