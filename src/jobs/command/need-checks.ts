import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isWithin, versionIn } from '../../change/version-range.ts';
import { captureText, type Sink } from './capture.ts';
import type { DiskTask, EnvTask, GitTask, ToolTask } from './need-tasks.ts';
import { maskedStream } from './masked-stream.ts';
import { runCommand, type CommandEnd } from './run-command.ts';
import type { Scene } from './scene.ts';
import { fail, pass, type CheckVerdict } from './verdict.ts';

/** Of what a tool prints so much is looked at. */
const PRINTED_MAX_BYTES = 64 * 1024;
const GB = 1_000_000_000;

/** What a look at the working tree runs; it prints a line for each file that is not as it was committed. */
export const GIT_STATUS = ['git', 'status', '--porcelain'] as const;
const OF_TRACKED = [...GIT_STATUS, '--untracked-files=no'] as const;
const GIT_HEAD = ['git', 'rev-parse', 'HEAD'] as const;

/** Whether a tool is there, and of a version within its bounds. */
export async function checkTool({ argv, version: range }: ToolTask, scene: Scene): Promise<CheckVerdict> {
  const { end, printed } = await printedBy(argv, scene);
  if (end.result !== 'pass') return end;
  const found = versionIn(printed);
  if (found === undefined) return fail(`${argv[0]} printed no version; ${range} is asked for.`);
  return isWithin(found, range)
    ? pass(`${argv[0]} is there in version ${found}.`)
    : fail(`${argv[0]} has version ${found}; ${range} is asked for.`);
}

/** Whether everything in the working tree is committed, and whether that is the commit asked for. */
export async function checkGit({ commit, tracked }: GitTask, scene: Scene): Promise<CheckVerdict> {
  const { end, printed } = await printedBy(tracked ? OF_TRACKED : GIT_STATUS, scene);
  if (end.result !== 'pass') return end;
  const [first, ...others] = printed.split('\n').filter((line) => line !== '');
  if (first === undefined) return commit === undefined ? pass('The working tree is clean.') : checkHead(commit, scene);
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return fail(`The working tree is not clean: ${first.slice(3)}${more}. Commit it, or put it away.`);
}

async function checkHead(commit: string, scene: Scene): Promise<CheckVerdict> {
  const { end, printed } = await printedBy(GIT_HEAD, scene);
  if (end.result !== 'pass') return end;
  const head = printed.trim();
  return head.startsWith(commit)
    ? pass(`The working tree is clean, at commit ${commit}.`)
    : fail(`The working tree is at commit ${head.slice(0, 12)}; the change names ${commit}. Check that one out here.`);
}

/** Whether a variable has a value here; only those that the runbook lets through can. */
export function checkEnv({ name }: EnvTask, env: NodeJS.ProcessEnv): CheckVerdict {
  return env[name] ? pass(`${name} is set.`) : fail(`The variable ${name} is not set on this worker, or is empty.`);
}

/** Whether there is room where a path lies. */
export async function checkDisk({ path, freeBytes }: DiskTask, cwd: string): Promise<CheckVerdict> {
  try {
    const { bsize, bavail } = await statfs(resolve(cwd, path));
    const free = bsize * bavail;
    const said = `${(free / GB).toFixed(1)} GB are free at ${path}`;
    return free >= freeBytes ? pass(`${said}.`) : fail(`${said}; ${(freeBytes / GB).toFixed(1)} GB are asked for.`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail(`How much room there is at ${path} cannot be told (${why}).`);
  }
}

/** Runs a program and keeps what it prints, which goes masked into the log as well. */
async function printedBy(
  argv: ToolTask['argv'],
  scene: Scene,
): Promise<{ readonly end: CommandEnd; readonly printed: string }> {
  const kept = captureText(PRINTED_MAX_BYTES);
  const logged = maskedStream(scene.secrets, scene.log.write);
  const both: Sink = {
    push(bytes) {
      kept.push(bytes);
      logged.push(bytes);
    },
    end() {
      kept.end();
      logged.end();
    },
  };
  const end = await runCommand(argv, scene, both);
  return { end, printed: kept.text() };
}
