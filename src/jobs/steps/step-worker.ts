import { randomUUID } from 'node:crypto';
import { followUpDone, pendingFollowUp } from '../../journal/follow-up-rows.ts';
import { readRun, runsOfHost, type RunRow } from '../../journal/run-rows.ts';
import { inspectRun } from '../command/inspect-run.ts';
import { folderOfRun } from '../command/run-folder.ts';
import { keyOf } from '../offered-id.ts';
import { begin, launchClaimed } from './begin.ts';
import { lookAfter } from './look-after.ts';
import type { StepDeps } from './step-deps.ts';

export interface StepWorker {
  /** Begins what a follow-up asks for, if nobody has, and looks after it to its end. */
  onRun(id: string, signal: AbortSignal): Promise<void>;
  /**
   * Takes up the runs this host began and nobody here looks after: living ones are followed, ended ones reported, lost ones
   * `unknown`. Resolves when they are taken up, so that a long one keeps no other waiting.
   */
  reattach(signal: AbortSignal): Promise<void>;
}

/** Runs steps on one host. What may run at most once is claimed in the journal before anything is spawned (promise 3). */
export function openStepWorker(deps: StepDeps): StepWorker {
  const { record, host } = deps;
  const worker = randomUUID();
  const mine = new Set<string>();

  const takeUp = async (run: RunRow, signal: AbortSignal): Promise<void> => {
    if (mine.has(run.run)) return;
    mine.add(run.run);
    try {
      const dir = folderOfRun(deps.dataDir, run.run);
      const state = await inspectRun(dir);
      if (state === 'absent' || state === 'notStarted') await launchClaimed(deps, run, dir);
      await lookAfter(deps, run, dir, signal);
    } finally {
      mine.delete(run.run);
    }
  };

  return {
    async onRun(id, signal) {
      const key = keyOf(id);
      const due = await pendingFollowUp(record, key);
      if (due?.kind !== 'run' || typeof due.data['run'] !== 'string') return;
      const row = await readRun(record, due.data['run']);
      if (!row || row.state === 'ended') return followUpDone(record, key);
      if (row.state === 'requested') {
        const begun = await begin(deps, row, worker);
        if (begun === 'later') return;
        if (begun === 'refused') return followUpDone(record, key);
      } else if (row.host !== host) return followUpDone(record, key);
      await followUpDone(record, key);
      const claimed = await readRun(record, row.run);
      if (claimed?.host === host && claimed.state === 'running') await takeUp(claimed, signal);
    },
    async reattach(signal) {
      const runs = await runsOfHost(record, host);
      for (const run of runs) {
        takeUp(run, signal).catch((error: unknown) => {
          if (!signal.aborted) deps.log.warn({ err: error, run: run.run }, 'looking after a step; taken up again soon');
        });
      }
    },
  };
}
