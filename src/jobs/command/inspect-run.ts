import { existsSync } from 'node:fs';
import { isAlive, livingLeaf } from './alive.ts';
import { Outcome, RunStatus } from './outcome.ts';
import { readRecord } from './record.ts';
import { runFolder } from './run-folder.ts';

/**
 * `absent`: no such run here. `notStarted`: made ready, and launching it (again) is safe. `orphaned`: its process is gone without an
 * outcome, and its command goes on. `lost`: both are gone, so that what it did is unknown.
 */
export type RunState = 'absent' | 'notStarted' | 'running' | 'orphaned' | 'ended' | 'lost';

/**
 * Where a run stands. Its wrapper writes the outcome before it exits, so once it was seen dead the record is final: looking
 * again after that look is what makes `lost` true. Only a process on the same host (and in the same container) can tell.
 */
export async function inspectRun(dir: string): Promise<RunState> {
  if (!existsSync(runFolder(dir).spec)) return 'absent';
  if (await readOutcome(dir)) return 'ended';
  const alive = await isAlive(dir);
  if (alive === undefined) return 'notStarted';
  if (alive) return 'running';
  if (await readOutcome(dir)) return 'ended';
  return (await livingLeaf(dir)) ? 'orphaned' : 'lost';
}

/** The outcome, once it is completely written. */
export async function readOutcome(dir: string): Promise<Outcome | undefined> {
  return Outcome.optional().parse(await readRecord(runFolder(dir).outcome));
}

/** What a run that was interrupted and goes on says of itself; undefined before, or while it is being written. */
export async function readStatus(dir: string): Promise<RunStatus | undefined> {
  return RunStatus.optional().parse(await readRecord(runFolder(dir).status));
}
