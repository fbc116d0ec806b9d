import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** As code names it. */
export const TRIAL_SOURCE = 'tests.invalid/gonogo/trial';

const ARGS = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'trial-provider.ts')];

/**
 * Puts the provider of the tests where OpenTofu looks for one before it asks a registry, below a home of its own, and answers the
 * environment under which it is found there.
 */
export async function placeProvider(home: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(home, '.terraform.d/plugins', TRIAL_SOURCE, '1.0.0/linux_amd64');
  const program = join(folder, 'terraform-provider-trial_v1.0.0');
  await mkdir(folder, { recursive: true });
  // OpenTofu starts it several times for each of its commands: it is compiled once.
  await writeFile(
    program,
    `#!/bin/sh\nNODE_COMPILE_CACHE='${join(home, 'compiled')}' exec ${[process.execPath, ...ARGS, home].map((word) => `'${word}'`).join(' ')}\n`,
  );
  await chmod(program, 0o755);
  return { HOME: home, TF_DISABLE_PLUGIN_TLS: '1' };
}

export interface ResidentProvider {
  /** With it OpenTofu goes to this one, and starts none. */
  readonly env: Readonly<Record<string, string>>;
  end(): void;
}

/** The provider as a process of the test's own, for what is about no provider's life and death: OpenTofu would start it thrice for a plan. */
export async function residentProvider(home: string): Promise<ResidentProvider> {
  const provider = spawn(process.execPath, [...ARGS, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(provider.stdout.setEncoding('utf8'), 'data');
  const [, version, network, address] = String(line).split('|');
  const reached = {
    Protocol: 'grpc',
    ProtocolVersion: Number(version),
    Pid: provider.pid,
    Test: true,
    Addr: { Network: network, String: address },
  };
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify({ [TRIAL_SOURCE]: reached }) },
    end: () => void provider.kill('SIGKILL'),
  };
}
