import { shownId } from '../change/change-id.ts';
import { runbookOf } from '../change/circumstances.ts';
import { sayDuration } from '../change/duration.ts';
import { STEPS, verdictOf, type Change, type Step, type StepRun } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { hasStep } from '../change/runbook-steps.ts';
import { escape, quoted, when } from '../slack/blocks.ts';
import { planCounts } from '../slack/plan-words.ts';
import { onTarget, rollOutLines } from '../slack/target-words.ts';
import { OCCASION_WORDS, OUTCOME_WORDS, SCOPE_WORDS, STEP_WORDS } from '../slack/words.ts';

/** So many processes that outlived a run are named. */
const SURVIVORS_MAX = 5;

/** A run by name: `Rollback of the application`, `Plan to look again`, `Apply on web-1`. */
export function runName({
  step,
  occasion,
  scope,
  target,
}: Pick<StepRun, 'step' | 'occasion' | 'scope' | 'target'>): string {
  if (step === 'verify' && occasion === 'rollback') return 'Check after the rollback';
  if (step === 'plan' && scope !== undefined)
    return `Plan of the rollback of ${SCOPE_WORDS[scope]}${onTarget({ step, target })}`;
  const of = scope === undefined ? '' : ` of ${SCOPE_WORDS[scope]}`;
  return `${STEP_WORDS[step]}${of}${onTarget({ step, target })}${OCCASION_WORDS[occasion]}`;
}

/** Whether a step only looks: what it leaves open is whether all is well, not what it did. */
export function isLook(step: Step): boolean {
  return step === 'preflight' || step === 'verify' || step === 'soak' || step === 'watch';
}

/** `succeeded in 3 min`, `failed after 40 s`; a person's word beside what could not be proved. */
export function outcomeWords(run: StepRun): string {
  const { outcome, beganAt, endedAt, settled } = run;
  if (outcome === undefined) return run.state === 'running' ? 'running' : waitingWords(run);
  const took = beganAt === undefined || endedAt === undefined ? undefined : sayDuration(Math.max(0, endedAt - beganAt));
  const lasted = took === undefined ? '' : ` ${outcome === 'succeeded' ? 'in' : 'after'} ${took}`;
  const word = settled === undefined ? '' : `; a person says it ${settled.verdict}`;
  if (outcome === 'unknown' && isLook(run.step)) return `ended${lasted} and could not tell`;
  if (outcome === 'unknown') return `ended${lasted}, and nobody can prove how${word}`;
  return `${OUTCOME_WORDS[outcome]}${lasted}${word}`;
}

function waitingWords({ awaits }: StepRun): string {
  return awaits === undefined
    ? 'waiting for its worker'
    : `waiting for the lock ${escape(awaits.lock)}, which ${shownId(awaits.holder)} holds`;
}

/** What a command left running is named, and left to people. */
export function leftBehind({ survivors = [], host }: StepRun): string {
  if (survivors.length === 0) return '';
  const one = survivors.length === 1;
  const named = survivors.slice(0, SURVIVORS_MAX).map(({ pid, command }) => `${quoted(command, 120)} (pid ${pid})`);
  const more = survivors.length > SURVIVORS_MAX ? ` and ${survivors.length - SURVIVORS_MAX} more` : '';
  const where = escape(host ?? 'its host');
  return `:warning: ${survivors.length} ${one ? 'process' : 'processes'} of it still ${one ? 'runs' : 'run'} on ${where}: ${named.join(', ')}${more}. Gonogo leaves ${one ? 'it' : 'them'} alone; look there before going on.`;
}

/** Nobody misses these in a runbook that is applied in one go. */
const OF_A_ROLL_OUT: readonly Step[] = ['drain', 'undrain', 'soak'];

/** The steps of a change in this window, one line each, in the order in which they were last asked for, then those to come until it has ended; empty before the first. */
export function stepLines(change: Change, policy: Policy): readonly string[] {
  const runbook = runbookOf(change, policy);
  const mine = change.runs.filter(
    (r) =>
      r.revision === change.revision &&
      r.schedule === change.schedule &&
      r.occasion !== 'filing' &&
      r.occasion !== 'long',
  );
  if (mine.length === 0 || !runbook) return [];
  const last = mine.filter((r) => mine.findLast(({ step }) => step === r.step) === r);
  const toCome = STEPS.filter(
    (s) =>
      change.endedAt === undefined &&
      s !== 'rollback' &&
      hasStep(runbook, s, 'start') &&
      !mine.some(({ step }) => step === s),
  );
  const absent = STEPS.filter((s) => !OF_A_ROLL_OUT.includes(s) && !hasStep(runbook, s, 'start')).map((s) =>
    STEP_WORDS[s].toLowerCase(),
  );
  return [
    ...last.map((r) => `• ${runName(r)}: ${runWords(r)}${r.plan ? ` (${planCounts(r.plan.counts)})` : ''}`),
    ...toCome.map((step) => `• ${STEP_WORDS[step]}: not yet`),
    ...rollOutLines(change, policy)
      .slice(0, 1)
      .map((done) => `• ${done}`),
    ...(absent.length > 0 ? [`Not in this runbook, so skipped: ${absent.join(', ')}.`] : []),
  ];
}

function runWords(run: StepRun): string {
  if (run.state === 'running') return `running since ${when(run.beganAt ?? run.requestedAt, '{time}')}`;
  return verdictOf(run) === 'succeeded' ? outcomeWords(run).replace(/^succeeded/, 'done') : outcomeWords(run);
}
