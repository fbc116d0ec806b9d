import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Policy, Runbook } from '../../change/policy.ts';
import type { Change, StepOutcome, StepRun } from '../../change/model.ts';
import type { RefusalCode } from '../../change/refusals.ts';
import { followUpDone, pendingFollowUp } from '../../journal/follow-up-rows.ts';
import type { Hear } from '../../journal/hear.ts';
import { readChange } from '../../journal/read-change.ts';
import type { Record } from '../../journal/record.ts';
import { readRun, runsOfHost, type RunRow } from '../../journal/run-rows.ts';
import { inspectRun } from '../command/inspect-run.ts';
import { launchRun } from '../command/launch.ts';
import type { Log } from '../log.ts';
import { keyOf } from '../offered-id.ts';
import { lookAfter } from './look-after.ts';
import { stepSpec } from './tasks.ts';

export interface StepWorkerDeps {
  readonly record: Record;
  readonly hear: Hear;
  readonly policy: () => Policy;
  readonly host: string;
  readonly dataDir: string;
  /** The worker's own environment; a run gets only the names its runbook lets through. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

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
export function openStepWorker(deps: StepWorkerDeps): StepWorker {
  const { record, host } = deps;
  const worker = randomUUID();
  const mine = new Set<string>();

  const takeUp = async (run: RunRow, signal: AbortSignal): Promise<void> => {
    if (mine.has(run.run)) return;
    mine.add(run.run);
    try {
      const dir = join(deps.dataDir, 'runs', run.run);
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

/** Refusals that end a run before it began: a person must hear why, and may open another attempt. */
const NEVER_BEGAN: { readonly [C in RefusalCode]?: string } = {
  runbookChanged: 'The runbook was edited since this step was asked for.',
  runbookGone: 'The runbook is no longer in the policy.',
  outsideWindow: 'The window has closed.',
  votesMissing: 'Votes that this change leans on no longer count.',
  insideFreeze: 'A freeze has begun.',
  preflightNotPassed: 'The preflight no longer counts.',
  backupNotProven: 'The backup is no longer proven.',
  planNotReady: 'The plan no longer counts.',
};

/**
 * The claim. `later` while another change holds the runbook's lock, or where another host made the plan: the follow-up stays
 * open and is offered again.
 */
async function begin(deps: StepWorkerDeps, row: RunRow, worker: string): Promise<'begun' | 'refused' | 'later'> {
  const runbook = await runbookFor(deps, row);
  const outcome = await deps.hear({
    change: row.change,
    intent: { type: 'beginStep', run: row.run, host: deps.host, digest: runbook?.runbook.digest ?? 'gone' },
    actor: { kind: 'worker', host: deps.host },
    id: `begin/${row.run}/${worker}`,
    surface: 'worker',
  });
  if (outcome.ok) return 'begun';
  const { code } = outcome.refusal;
  deps.log.info({ run: row.run, refusal: outcome.refusal }, 'a step was not begun');
  if (code === 'lockHeld' || code === 'wrongWorker') return 'later';
  const reason = NEVER_BEGAN[code];
  if (reason !== undefined) await reportNothingRun(deps, row, 'failed', reason);
  return 'refused';
}

interface Found {
  readonly change: Change;
  readonly run: StepRun;
  readonly runbook: Runbook;
  readonly now: number;
}

async function runbookFor({ record, policy }: StepWorkerDeps, row: RunRow): Promise<Found | undefined> {
  const story = await readChange(record, row.change);
  const run = story?.change.runs.find((r) => r.run === row.run);
  const runbook = policy().runbooks[story?.change.content.runbook ?? ''];
  return story && run && runbook && { change: story.change, run, runbook, now: story.now };
}

/** Spawns what was claimed; the wrapper's own gate keeps a second spawn from doing anything. */
async function launchClaimed(deps: StepWorkerDeps, row: RunRow, dir: string): Promise<void> {
  const found = await runbookFor(deps, row);
  const problem =
    !found || found.runbook.digest !== row.digest ? 'The runbook was edited before this step began.' : tooLate(found);
  const made = found && stepSpec(found.change, found.run, found.runbook, deps.policy());
  if (!found || problem !== undefined || !made?.ok) {
    const reason = problem ?? (made && !made.ok ? made.sentence : 'The runbook is gone.');
    // Stopped, not failed: a verification that never looked must not roll anything back.
    return reportNothingRun(deps, row, 'stopped', reason);
  }
  await launchRun({ dir, spec: made.spec, env: letThrough(found.runbook, deps.env) });
}

async function reportNothingRun(deps: StepWorkerDeps, row: RunRow, outcome: StepOutcome, why: string): Promise<void> {
  await deps.hear({
    change: row.change,
    intent: { type: 'reportStep', run: row.run, outcome, reason: `Nothing was run. ${why}` },
    actor: { kind: 'worker', host: deps.host },
    id: `report/${row.run}`,
    surface: 'worker',
  });
}

/** The names the runbook lets through, nothing else; where programs and home are is added by the launcher. */
function letThrough({ env }: Runbook, own: NodeJS.ProcessEnv): { [name: string]: string } {
  return Object.fromEntries(env.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])));
}

/** A worker that died between claim and spawn may be back much later: then an apply is no longer what people expect. */
function tooLate({ change, run, now }: Found): string | undefined {
  if (run.step === 'apply' && (change.status !== 'implementing' || now >= change.content.closesAt)) {
    return 'The worker stopped before this step began, and the window has closed since.';
  }
  return run.step === 'rollback' && change.status !== 'rollingBack'
    ? 'The change has moved on since this rollback was asked for.'
    : undefined;
}
