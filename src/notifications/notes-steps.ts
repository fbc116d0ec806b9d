import { runbookOf } from '../change/circumstances.ts';
import type { Fact } from '../change/facts.ts';
import type { Change, Step, StepRun } from '../change/model.ts';
import { beyondAgreed } from '../change/plan/agreed-plan.ts';
import type { Runbook } from '../change/policy.ts';
import { losesData } from '../change/plan/rollback-plan.ts';
import { doesWork, hasStep } from '../change/runbook-steps.ts';
import { proofWords } from '../slack/backup-words.ts';
import { linesOf, quoted, sentence, when } from '../slack/blocks.ts';
import { handleWords } from '../slack/way-back-words.ts';
import { planLine } from '../slack/plan-words.ts';
import { LIMIT_WORDS, STEP_WORDS, whoSaid } from '../slack/words.ts';
import { wellAgainNote } from './notes-watch.ts';
import { implementer } from './said.ts';
import { choices, type Line, type Now, type Scene } from './scene.ts';
import { leftBehind, outcomeWords, runName } from './step-words.ts';
import { isHalt, nextOfRollOut, targetDone } from './target-notes.ts';
import { failedMeaning, unknownMeaning } from './trouble.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** What there is to go back to, before the first apply is claimed. */
export function requestedNote({ handle }: Of<'stepRequested'>, { before, after, policy }: Scene): Line | undefined {
  const isFirst = !before?.runs.some((r) => r.handle && r.schedule === after.schedule && r.revision === after.revision);
  return handle && isFirst ? { text: `*To go back to:* ${handleWords(handle, after, policy)}.` } : undefined;
}

/** How a step ended, what that means and what comes next, where a person must act; else the live report says it alone. */
export function stepEndedNote(fact: Of<'stepEnded'>, scene: Scene): Line | undefined {
  const run = scene.after.runs.find((r) => r.run === fact.run);
  if (run?.occasion === 'long') return wellAgainNote(run, scene);
  if (!run || !asksSomebody(run, scene)) return undefined;
  const done = run.outcome === 'succeeded' ? targetDone(run, scene) : undefined;
  const why = run.reason === undefined ? '' : ` ${sentence(run.reason, 600)}`;
  const left = run.plan === undefined ? '' : ` It says: ${sentence(planLine(run.plan), 600)}`;
  const text = done ?? `*${runName(run)} ${outcomeWords(run)}.*${why}${left} ${meaning(run, scene)}`.trim();
  return { text: linesOf([text, leftBehind(run)].filter((t) => t !== '')) };
}

/** What the live report of a run that has ended says of it; nothing where a note of its own does. */
export function endedMeaning(run: StepRun, scene: Now): string {
  return asksSomebody(run, scene) ? '' : meaning(run, scene);
}

/**
 * Whatever did not succeed or left processes behind, the answer to a look, a way back that would lose data, the last preparation before
 * Start, and a target that is done.
 */
function asksSomebody(run: StepRun, scene: Now): boolean {
  const { after, policy } = scene;
  if (run.outcome !== 'succeeded' || run.survivors || run.occasion === 'again') return true;
  if (run.occasion === 'rollback' && run.plan && losesData(run.plan)) return true;
  if (run.target !== undefined) return isHalt(run, scene) || targetDone(run, scene) !== undefined;
  const isLast = following(BEFORE, run, runbookOf(after, policy)) === undefined;
  return run.occasion === 'window' && isLast && !after.confirmed;
}

function meaning(run: StepRun, scene: Now): string {
  const runbook = runbookOf(scene.after, scene.policy);
  if (run.outcome === 'succeeded') return `${achieved(run, scene)} ${next(run, runbook, scene)}`.trim();
  return run.outcome === 'unknown' ? unknownMeaning(run, scene, runbook) : failedMeaning(run, scene, runbook);
}

/** Only what the step itself has shown. */
function achieved(run: StepRun, { policy }: Now): string {
  const { step, occasion, target, proof, endedAt } = run;
  switch (step) {
    case 'preflight':
      return 'The worker has what it needs.';
    case 'backup':
      return `${proof ? 'The backup is proven' : 'The backup is made, and not proven'}: ${proofWords(run, policy, endedAt ?? 0)}.`;
    case 'plan':
      if (occasion === 'after') return 'Nothing is left to do: the second plan is empty.';
      if (occasion === 'rollback') return 'It changed nothing; it shows what going back would do.';
      return occasion === 'again'
        ? 'What it still wants to change was not applied.'
        : 'It changed nothing; it shows what apply would do.';
    case 'drain':
      return 'It is out of service.';
    case 'apply':
      return target === undefined ? 'The work itself is done.' : 'The work itself is done there.';
    case 'verify':
      return occasion === 'rollback' ? 'The checks passed: the service is as before.' : 'The checks passed.';
    case 'undrain':
      return 'It is back in service.';
    case 'soak':
    case 'watch':
      return 'The checks kept passing.';
    case 'rollback':
      return target === undefined ? 'The rollback itself is done.' : 'The rollback itself is done there.';
  }
}

const LOSING =
  '*It would take away what holds data, so it is not applied by itself.* Read the report above; then a second person presses *Override* on the message of the change, or declare an incident.';

const BEFORE: readonly Step[] = ['preflight', 'backup', 'plan'];
const WORK: readonly Step[] = ['plan', 'apply', 'verify', 'watch'];

function comes(step: Step): string {
  return `Next: ${STEP_WORDS[step].toLowerCase()}.`;
}

function following(
  steps: readonly Step[],
  { step, occasion }: StepRun,
  runbook: Runbook | undefined,
): Step | undefined {
  return steps.slice(steps.indexOf(step) + 1).find((s) => hasStep(runbook, s, occasion));
}

/** After an apply and its verification a plan shows whether anything is left. */
function isFollowedByPlan({ step, occasion }: StepRun, then: Step | undefined, runbook: Runbook | undefined): boolean {
  const isLast = then === undefined || then === 'watch';
  return occasion === 'start' && step !== 'watch' && isLast && hasStep(runbook, 'plan', 'after');
}

/** Whether work comes after the plan of a start: one that is not what was agreed to takes the start back, or waits for a second person. */
function leadsOn({ run }: StepRun, after: Change): boolean {
  const at = after.runs.findIndex((r) => r.run === run);
  const follower = after.runs.slice(at + 1).find((r) => r.occasion === 'start');
  if (follower) return doesWork(follower.step);
  return after.confirmed === true && beyondAgreed(after)?.run !== run;
}

function next(run: StepRun, runbook: Runbook | undefined, scene: Now): string {
  const { after } = scene;
  switch (run.occasion) {
    case 'filing':
    case 'ahead':
    case 'long':
      return '';
    case 'goNogo':
      return 'Next: the GO is asked, on this plan.';
    case 'window': {
      const then = following(BEFORE, run, runbook);
      if (then) return comes(then);
      if (after.confirmed) return '';
      const { opensAt } = after.content;
      const isOpen = (run.endedAt ?? 0) >= opensAt;
      return `Next: ${implementer(after)} presses Start${isOpen ? ', the window is open' : ` once the window opens ${when(opensAt)}`}.`;
    }
    case 'after':
      return hasStep(runbook, 'watch', 'start') ? comes('watch') : '';
    case 'start':
    case 'solved': {
      if (run.step === 'plan' && !leadsOn(run, after)) return 'It is not what was agreed to, so no apply follows it.';
      const onwards = run.occasion === 'start' ? nextOfRollOut(scene) : '';
      if (onwards !== '') return onwards;
      const then = following(WORK, run, runbook);
      if (isFollowedByPlan(run, then, runbook)) return 'Next: a second plan, which is to be empty.';
      return then ? comes(then) : '';
    }
    case 'rollback':
      if (run.step === 'plan') return run.plan && losesData(run.plan) ? LOSING : 'Next: the rollback itself.';
      return run.step === 'rollback' && hasStep(runbook, 'verify', 'rollback')
        ? 'Next: the checks that say whether the service is well.'
        : '';
    case 'again':
      return 'Next: read it, then press “Say what happened”.';
  }
}

export function settledNote({ run, verdict, reason }: Of<'stepSettled'>, { after, by, policy }: Scene): Line {
  const then =
    verdict === 'succeeded' ? 'The work goes on from there.' : `It counts as failed.${choices(after, policy)}`;
  return {
    text: `${whoSaid(by)} says that ${named(run, after)} ${verdict === 'succeeded' ? 'was done' : 'was not done'}: ${sentence(reason, 1000)} ${then}`,
  };
}

/** One SIGINT, and then patience. */
export function stopNote({ run, reason }: Of<'stopAsked'>, { after, by }: Scene): Line {
  return {
    text: `${whoSaid(by)} asked ${named(run, after)} to stop: ${sentence(reason, 1000)} It ends what is in flight; its report says how it ended.`,
  };
}

/** It is not killed by any machine; who may do what, and when. */
export function overdueNote({ run, limit }: Of<'stepOverdue'>, { after }: Scene): Line {
  const host = after.runs.find((r) => r.run === run)?.host;
  const where = host === undefined ? '' : ` on ${quoted(host, 60)}`;
  return {
    text: `*${runLabel(run, after)}${where} passed its limit ${LIMIT_WORDS[limit]}, got its one SIGINT, and goes on.* Nothing kills it by itself, for that could leave things half done. ${implementer(after)}: see on that host what it does. *Stop* on its report says that it must end; a minute later somebody else may press *Kill*, and then nobody can prove what it did.`,
  };
}

/** What was killed may have done more than it could say. */
export function killNote({ run, reason }: Of<'killAsked'>, { after, by }: Scene): Line {
  return {
    text: `${whoSaid(by)} had ${named(run, after)} killed: ${sentence(reason, 1000)} What it did cannot be proved: somebody must look and say.`,
  };
}

function named(run: string, after: Scene['after']): string {
  return runLabel(run, after).toLowerCase();
}

function runLabel(run: string, { runs }: Scene['after']): string {
  const found = runs.find((r) => r.run === run);
  return found === undefined ? 'The step' : runName(found);
}
