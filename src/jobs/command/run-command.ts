import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Argv } from '../../change/check.ts';
import type { Sink } from './capture.ts';
import type { CheckResult } from './outcome.ts';
import { startLeaf, type LeafProcess } from './leaf-process.ts';
import { maskedStream } from './masked-stream.ts';
import { isErrno } from './files.ts';
import type { Scene } from './scene.ts';

/** Something that a command started may keep its output open for ever; after the command's own end it is read this long. */
const DRAIN_MS = 2000;

export interface CommandEnd {
  readonly result: CheckResult;
  readonly sentence: string;
  readonly exitCode?: number;
  readonly signal?: string;
}

/**
 * Runs one program to its end, whatever becomes of its output; it is never killed, and interrupted by the overseer alone. What
 * it prints goes masked into the log, its standard output into `stdout` instead where that is given.
 */
export async function runCommand(argv: Argv, scene: Scene, stdout?: Sink): Promise<CommandEnd> {
  const { spec, dir, log, secrets, overseer } = scene;
  if (!(await isFolder(spec.cwd))) return failed(`The folder ${spec.cwd} is not there.`);
  let leaf: LeafProcess | undefined;
  try {
    leaf = await startLeaf(argv, spec.cwd, dir, () => !overseer.signal.aborted);
  } catch (error) {
    return notStarted(argv, error);
  }
  if (!leaf) return { result: 'inconclusive', sentence: `${argv[0]} was not started: the run was interrupted before.` };

  overseer.spawned();
  const drained = Promise.all(
    leaf.outputs.map(async (output, index) => {
      const sink = (index === 0 ? stdout : undefined) ?? maskedStream(secrets, log.write);
      output.on('data', (bytes: Buffer) => {
        overseer.heard();
        sink.push(bytes);
      });
      // A broken output is an ended one: what counts is how the command exits.
      output.on('error', () => output.destroy());
      await new Promise((resolve) => output.once('close', resolve));
      sink.end();
    }),
  );
  try {
    const { code, signal } = await leaf.exit;
    overseer.ended();
    await Promise.race([drained, delay(DRAIN_MS, undefined, { ref: false })]);
    return ended(argv, code, signal);
  } catch (error) {
    return notStarted(argv, error);
  } finally {
    overseer.ended();
    for (const output of leaf.outputs) output.destroy();
    await drained;
  }
}

function ended(argv: Argv, exitCode: number | null, signal: string | null): CommandEnd {
  if (exitCode === 0) return { result: 'pass', sentence: `${argv[0]} exited with code 0.`, exitCode };
  if (exitCode !== null) return { ...failed(`${argv[0]} exited with code ${exitCode}.`), exitCode };
  return { ...failed(`${argv[0]} was ended by ${signal ?? 'a signal'}.`), ...(signal ? { signal } : {}) };
}

function notStarted(argv: Argv, error: unknown): CommandEnd {
  if (isErrno(error, 'ENOENT')) return failed(`The program ${argv[0]} was not found.`);
  if (isErrno(error, 'EACCES')) return failed(`The program ${argv[0]} may not be executed.`);
  return failed(`${argv[0]} could not be started: ${error instanceof Error ? error.message : String(error)}`);
}

function failed(sentence: string): CommandEnd {
  return { result: 'fail', sentence };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
