import { join } from 'node:path';

/** Room for the outcome and the status, taken on the disk before anything runs. */
export const OUTCOME_BYTES = 128 * 1024;
export const STATUS_BYTES = 32 * 1024;

/** Where things stand in a run's folder (mode 0700, files 0600). */
export function runFolder(dir: string) {
  return {
    spec: join(dir, 'spec.json'),
    outcome: join(dir, 'outcome.record'),
    status: join(dir, 'status.record'),
    output: join(dir, 'output.log'),
    stop: join(dir, 'stop'),
    kill: join(dir, 'kill'),
    /** Whoever made it may send the one SIGINT. */
    interrupted: join(dir, 'interrupted'),
    /** A folder that appears in one step together with `alive.json` in it: the once-only gate. */
    started: join(dir, 'started'),
    alive: join(dir, 'started', 'alive.json'),
    /** Which process carries out its task. */
    leaf: join(dir, 'leaf.json'),
    /** A plan's JSON while it is read; secrets stand in it in clear. */
    planJson: join(dir, 'plan.json'),
    /** The files that a plan left for apply, with what stood in them. */
    kept: join(dir, 'kept.json'),
    /** Where the logs stood that checks are to read on from. */
    places: join(dir, 'places.json'),
    /** What the wrapper itself says when it breaks. */
    wrapperLog: join(dir, 'wrapper.log'),
  } as const;
}

/** The folder of a run on this host. */
export function folderOfRun(dataDir: string, run: string): string {
  return join(dataDir, 'runs', run);
}
