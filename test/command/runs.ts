import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { followRun } from '../../src/jobs/command/follow.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import type { Outcome } from '../../src/jobs/command/outcome.ts';
import { listProcesses } from '../../src/jobs/command/process-table.ts';
import type { RunSpec, Task } from '../../src/jobs/command/spec.ts';

const folders: string[] = [];

/** A folder of its own for a test, removed after it together with every process that still works in it. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-run-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) {
    for (const { pid, command } of await listProcesses()) if (command.includes(folder)) kill(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** A task that runs a piece of JavaScript; the run's folder is `process.argv[1]`, so that what it leaves can be found. */
export function script(code: string, ...args: string[]): Task {
  return { kind: 'command', argv: [process.execPath, '-e', code, '--', ...args] };
}

export interface Run {
  readonly dir: string;
  readonly cwd: string;
  readonly spec: RunSpec;
}

/** A run that was made up, not launched yet: `cwd` is its work folder. */
export async function aRun(tasks: (cwd: string) => Task[], more: Partial<RunSpec> = {}): Promise<Run> {
  const cwd = await tempFolder();
  const spec = {
    v: 1,
    run: 'CHG-1-r1-apply-1',
    cwd,
    tasks: tasks(cwd),
    secretNames: [],
    outputMaxBytes: 64 * 2 ** 20,
    ...more,
  } as const;
  return { dir: join(cwd, 'run'), cwd, spec };
}

/** Launches a run and follows it to its end. */
export async function carryOut(
  { dir, spec }: Run,
  env: Record<string, string> = {},
): Promise<{ outcome: Outcome; output: string }> {
  await launchRun({ dir, spec, env });
  return endOf(dir);
}

export async function endOf(dir: string): Promise<{ outcome: Outcome; output: string }> {
  let output = '';
  const outcome = await followRun(dir, { fromByte: 0, onOutput: (chunk) => void (output += chunk) });
  if (typeof outcome === 'string')
    throw new Error(`the run in ${dir} was lost: ${readFileSync(join(dir, 'wrapper.log'), 'utf8')}`);
  return { outcome, output };
}

/** Waits until something holds; the test's own time limit ends a wait that is in vain. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    await delay(20);
  }
}

/** A file's text once it is there and not empty. */
export async function textOf(path: string): Promise<string> {
  return until(() => (existsSync(path) ? readFileSync(path, 'utf8') || undefined : undefined));
}

export function wrapperPid(dir: string): number {
  return JSON.parse(readFileSync(join(dir, 'started', 'alive.json'), 'utf8')).pid;
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** All that a run left on the disk, names and contents. */
export async function everythingIn(dir: string): Promise<string> {
  const files = await readdir(dir, { recursive: true, withFileTypes: true });
  return files
    .map((file) => file.name + (file.isFile() ? readFileSync(join(file.parentPath, file.name), 'latin1') : ''))
    .join('\n');
}
