import type { ChangeId } from '../../change/change-id.ts';
import { endsAt } from '../../change/ladder.ts';
import type { Runbook } from '../../change/policy.ts';
import { latestRun, type Change, type StepOutcome, type StepRun } from '../../change/model.ts';
import type { RefusalCode } from '../../change/refusals.ts';
import { readChange } from '../../journal/read-change.ts';
import type { RunRow } from '../../journal/run-rows.ts';
import { readKept } from '../command/kept-files.ts';
import { launchRun } from '../command/launch.ts';
import { folderOfRun } from '../command/run-folder.ts';
import { readPlaces } from '../command/take-before.ts';
import type { StepDeps } from './step-deps.ts';
import { stepSpec, type Left } from './tasks.ts';

/** Refusals that end a run before it began: a person must hear why, and may open another attempt. */
const NEVER_BEGAN: { readonly [C in RefusalCode]?: string } = {
  runbookChanged: 'The runbook was edited since this step was asked for.',
  runbookGone: 'The runbook is no longer in the policy.',
  outsideWindow: 'The window has closed.',
  incidentOnService: 'An incident is open on its services; the headline says which.',
  rollbackLosesData: 'The way back would lose data, and nobody answers for that.',
  untested: 'It does not count as tested; the headline says why.',
  votesMissing: 'Votes that this change leans on no longer count.',
  insideFreeze: 'A freeze has begun.',
  preflightNotPassed: 'The preflight no longer counts.',
  backupNotProven: 'The backup is by now older than the runbook allows.',
  planNotReady: 'The plan no longer counts.',
};

/**
 * The claim. `later` while another change holds the runbook's lock, or where another host made the plan: the follow-up stays
 * open and is offered again.
 */
export async function begin(deps: StepDeps, row: RunRow, worker: string): Promise<'begun' | 'refused' | 'later'> {
  const runbook = await runbookFor(deps, row);
  const outcome = await deps.hear({
    change: row.change,
    intent: { type: 'beginStep', run: row.run, host: deps.host, digest: runbook?.runbook.digest ?? 'gone' },
    actor: { kind: 'worker', host: deps.host },
    id: `begin/${row.run}/${worker}`,
    surface: 'worker',
  });
  if (outcome.ok) return 'begun';
  const { refusal } = outcome;
  const { code } = refusal;
  deps.log.info({ run: row.run, refusal }, 'a step was not begun');
  if (code === 'lockHeld') await tellWait(deps, row, refusal);
  if (code === 'lockHeld' || code === 'wrongWorker') return 'later';
  const reason = NEVER_BEGAN[code];
  if (reason !== undefined) await reportNothingRun(deps, row, 'failed', reason);
  return 'refused';
}

/** People see whom a run waits for; the same again is answered as before. */
async function tellWait(
  deps: StepDeps,
  row: RunRow,
  { lock, holder }: { readonly lock: string; readonly holder: ChangeId },
): Promise<void> {
  await deps.hear({
    change: row.change,
    intent: { type: 'awaitLock', run: row.run, lock, holder },
    actor: { kind: 'worker', host: deps.host },
    id: `await/${row.run}/${holder}`,
    surface: 'worker',
  });
}

interface Found {
  readonly change: Change;
  readonly run: StepRun;
  readonly runbook: Runbook;
  readonly now: number;
}

async function runbookFor({ record, policy }: StepDeps, row: RunRow): Promise<Found | undefined> {
  const story = await readChange(record, row.change);
  const run = story?.change.runs.find((r) => r.run === row.run);
  const runbook = policy().runbooks[story?.change.content.runbook ?? ''];
  return story && run && runbook && { change: story.change, run, runbook, now: story.now };
}

/** Spawns what was claimed; the wrapper's own gate keeps a second spawn from doing anything. */
export async function launchClaimed(deps: StepDeps, row: RunRow, dir: string): Promise<void> {
  const found = await runbookFor(deps, row);
  const problem =
    !found || found.runbook.digest !== row.digest ? 'The runbook was edited before this step began.' : tooLate(found);
  const made = found && stepSpec(found.change, found.run, found.runbook, deps.policy(), await leftFor(deps, found));
  if (!found || problem !== undefined || !made?.ok) {
    const reason = problem ?? (made && !made.ok ? made.sentence : 'The runbook is gone.');
    // Stopped, not failed: a verification that never looked must not roll anything back.
    return reportNothingRun(deps, row, 'stopped', reason);
  }
  await launchRun({ dir, spec: made.spec, env: letThrough(found.runbook, deps.env) });
}

/** What earlier runs left on this host: an apply and a rollback run where their plans were made (`beginStep`), checks may run elsewhere. */
async function leftFor({ dataDir }: StepDeps, { change, run }: Found): Promise<Left> {
  const plan =
    run.step === 'apply'
      ? latestRun(change, 'plan', 'start')
      : run.step === 'rollback'
        ? latestRun(change, 'plan', 'rollback', run.target)
        : undefined;
  const isCheck = run.step === 'verify' || run.step === 'soak' || run.step === 'watch';
  const apply = isCheck ? latestRun(change, 'apply', 'start', run.target) : undefined;
  return {
    kept: plan && (await readKept(folderOfRun(dataDir, plan.run))),
    places: apply && (await readPlaces(folderOfRun(dataDir, apply.run))),
  };
}

async function reportNothingRun(deps: StepDeps, row: RunRow, outcome: StepOutcome, why: string): Promise<void> {
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
  if ((run.step === 'apply' || run.step === 'drain') && (change.status !== 'implementing' || now >= endsAt(change))) {
    return 'The worker stopped before this step began, and the window has closed since.';
  }
  return run.step === 'rollback' && change.status !== 'rollingBack'
    ? 'The change has moved on since this rollback was asked for.'
    : undefined;
}
