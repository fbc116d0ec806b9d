import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { effect } from '../../effect.ts';
import { readIfThere } from './files.ts';
import { RUN_FOLDER } from './leaves.ts';
import { allocateRecord } from './record.ts';
import { OUTCOME_BYTES, runFolder, STATUS_BYTES } from './run-folder.ts';
import { SECRET_MIN } from './secret-forms.ts';
import { RunSpec } from './spec.ts';
import { syncFolder, writeOnce } from './write-once.ts';

/** What every program gets from this process's environment besides what the runbook names: where programs, home and drafts are, and the language. */
const ENV_ALWAYS = ['PATH', 'HOME', 'TMPDIR', 'LANG'] as const;

/** Keeps OpenTofu from telling whoever reads its output to type `tofu apply`. */
const NOBODY_TYPES = { TF_IN_AUTOMATION: '1' };

/** Where Node keeps compiled code (node:module, "module compile cache"). */
const COMPILE_CACHE = 'NODE_COMPILE_CACHE';

/** A secret this long is not in an argument by coincidence. */
const TELLING_LENGTH = 8;

const START_MAX_MS = 15_000;
const LOOK_EVERY_MS = 20;

export interface Launch {
  readonly dir: string;
  readonly spec: RunSpec;
  /** The only environment the run gets, with `ENV_ALWAYS`, `NOBODY_TYPES` and the name of its folder; secrets stand here and nowhere else. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a run in a process that outlives this one, and resolves once it has begun. A run that was begun before is left as it
 * is, however many processes launch it at once. Throws, with nothing begun, where the folder cannot be made ready (a full disk),
 * a secret cannot be kept secret, or the folder belongs to another run.
 */
export async function launchRun({ dir, spec, env }: Launch): Promise<void> {
  const folder = runFolder(dir);
  if (existsSync(folder.started)) return;
  const whole = RunSpec.parse(spec);
  refuseLooseSecrets(whole, env);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  await syncFolder(dirname(dir));
  await prepare(dir, whole);
  await effect('command.spawn', () => spawnWrapper(dir, env));
}

/** The spec is written last, and once: a run with a spec has its records' room on the disk. */
async function prepare(dir: string, spec: RunSpec): Promise<void> {
  const folder = runFolder(dir);
  const before = await readIfThere(folder.spec);
  if (before === undefined) {
    await allocateRecord(folder.outcome, OUTCOME_BYTES);
    await allocateRecord(folder.status, STATUS_BYTES);
    if (await writeOnce(folder.spec, `${JSON.stringify(spec, undefined, 2)}\n`)) return;
  }
  const written: unknown = JSON.parse(before ?? (await readFile(folder.spec, 'utf8')));
  if (!isDeepStrictEqual(written, JSON.parse(JSON.stringify(spec)))) {
    throw new Error(`launching run ${spec.run}: ${dir} already holds another run or other tasks`);
  }
}

function refuseLooseSecrets(spec: RunSpec, env: Launch['env']): void {
  const text = JSON.stringify(spec);
  for (const name of spec.secretNames) {
    const value = env[name] ?? '';
    if (value !== '' && value.length < SECRET_MIN) {
      throw new Error(
        `launching run ${spec.run}: the secret ${name} is shorter than ${SECRET_MIN} characters and cannot be masked`,
      );
    }
    if (value.length >= TELLING_LENGTH && text.includes(JSON.stringify(value).slice(1, -1))) {
      throw new Error(
        `launching run ${spec.run}: the value of the secret ${name} stands in its tasks; commands must read it from the environment`,
      );
    }
  }
}

async function spawnWrapper(dir: string, env: Launch['env']): Promise<void> {
  const folder = runFolder(dir);
  // Compiled once for all wrappers, where the worker keeps what it compiles; the wrapper hands it on to no command.
  const own = [...ENV_ALWAYS, COMPILE_CACHE].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  const log = await open(folder.wrapperLog, 'a', 0o600);
  try {
    const wrapper = spawn(process.execPath, [fileURLToPath(new URL('wrapper.ts', import.meta.url)), dir], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...Object.fromEntries(own), ...NOBODY_TYPES, ...env, [RUN_FOLDER]: dir },
    });
    const gone = new Promise<string>((resolve) => {
      wrapper.once('error', (error) => resolve(error.message));
      wrapper.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
    });
    wrapper.unref();
    let end: string | undefined;
    void gone.then((text) => (end = text));
    for (const until = performance.now() + START_MAX_MS; !existsSync(folder.started); await delay(LOOK_EVERY_MS)) {
      if (end === undefined && performance.now() < until) continue;
      if (existsSync(folder.started)) return;
      throw new Error(
        `launching the run in ${dir}: its process did not begin (${end ?? 'no sign of it'}); see ${folder.wrapperLog}`,
      );
    }
  } finally {
    await log.close();
  }
}
