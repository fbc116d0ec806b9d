import type { KnownBlock } from '@slack/types';
import { runbookOf } from '../change/circumstances.ts';
import { sayDuration } from '../change/duration.ts';
import type { Change, ChangeContent, StepRun } from '../change/model.ts';
import { scopesOf } from '../change/way-back.ts';
import type { Policy, Runbook } from '../change/policy.ts';
import { lastSafeRollbackAt } from '../change/ladder.ts';
import { knownPlan, knownPlanRun } from '../change/plan/known-plan.ts';
import { isRestoreMeasured } from '../change/restore-estimate.ts';
import { suggestRisk } from '../change/suggest-risk.ts';
import { backupWords } from '../slack/backup-words.ts';
import { criticalLine } from '../slack/critical-words.ts';
import { fileWords, listOf, mention, quoted, when } from '../slack/blocks.ts';
import { BRIEF, planBlocks } from '../slack/plan-blocks.ts';
import { patternWords } from '../slack/pattern-words.ts';
import { planLine } from '../slack/plan-words.ts';
import { strategyLines } from '../slack/strategy-words.ts';
import { riskLine } from '../slack/risk-words.ts';
import { environmentBlocks } from '../slack/version-words.ts';
import { noReturnLine } from '../slack/way-back-words.ts';
import { KIND_WORDS, PRIORITY_WORDS, RISK_WORDS, SCOPE_WORDS } from '../slack/words.ts';
import { restoreLine } from './restore-words.ts';
import { implementer, serviceNames } from './said.ts';
import { outcomeWords } from './step-words.ts';

/** Files named to a voter; the thread and Details have all of them. */
const FILES_SHOWN = 4;

/** What, when, how risky and by whom, at a glance. */
export function changeFields(change: Change, policy: Policy): readonly (readonly [string, string])[] {
  const { kind, risk, priority, opensAt, closesAt } = change.content;
  return [
    ['Services', serviceNames(change, policy)],
    ['Window', `${when(opensAt)} to ${when(closesAt)}`],
    [
      'Type',
      `${KIND_WORDS[kind]}, risk ${RISK_WORDS[risk].toLowerCase()}, priority ${PRIORITY_WORDS[priority].toLowerCase()}`,
    ],
    ['Requester', mention(change.requester)],
    ['Implementer', implementer(change)],
  ];
}

/** What somebody weighs before they answer: one line each, the long texts cut short; Details shows them whole. */
export function evidenceLines(change: Change, policy: Policy, now: number): readonly string[] {
  const { content } = change;
  const runbook = runbookOf(change, policy);
  const restore = restoreLine(change, policy);
  const noReturn = noReturnLine(change, policy);
  const critical = criticalLine(change, policy);
  const pattern = patternWords(content, policy.knownPatterns);
  const risk = riskLine(content, suggestRisk(content, policy, { plan: knownPlan(change) }), policy);
  return [
    ...(critical === undefined ? [] : [critical]),
    ...(risk === undefined ? [] : [risk]),
    ...textLines(content),
    ...strategyLines(change, policy, now),
    ...(pattern === undefined ? [] : [`*Pattern* ${pattern}`]),
    ...preflightLine(change),
    `*Plan* ${planWords(change, runbook)}`,
    `*Backup* ${backupWords(change, policy, now)}`,
    `*Going back* ${rollbackWords(change, runbook)}`,
    ...(noReturn === undefined ? [] : [noReturn]),
    ...(restore === undefined ? [] : [`*Restoring data* ${restore}`]),
  ];
}

/** The long texts of the request; those that are still owed are named in one line. */
function textLines(content: ChangeContent): readonly string[] {
  const texts = [
    ['Reason', content.reason, 300],
    ['Expected impact', content.impact, 300],
    ['Potential impact', content.potentialImpact, 300],
    ['Mitigation', content.mitigation, 300],
    ['Implementation plan', content.implementationPlan, 400],
    ['Rollback plan', content.rollbackPlan, 300],
    ['Testing plan', content.testingPlan, 300],
  ] as const;
  const empty = texts.filter(([, text]) => text === '').map(([name]) => name.toLowerCase());
  return [
    ...texts.filter(([, text]) => text !== '').map(([name, text, most]) => `*${name}* ${quoted(text, most)}`),
    ...(empty.length === 0 ? [] : [`*Not written yet* ${empty.join(', ')}`]),
  ];
}

/** The files, apart from the evidence so that nothing of it is cut for them; whoever reads the thread, where they are shared, can open them from here. */
export function attachmentsLine({ content: { attachments = [] } }: Change): string | undefined {
  if (attachments.length === 0) return undefined;
  return `*Attachments*, in the thread of the change: ${listOf(attachments.map(fileWords), FILES_SHOWN)}`;
}

/** Whether its worker has what it needs, as far as that was looked at. */
function preflightLine({ runs, revision }: Change): readonly string[] {
  const run = runs.findLast((r) => r.step === 'preflight' && r.revision === revision);
  const why = run?.reason === undefined ? '' : `: ${quoted(run.reason, 200)}`;
  return run ? [`*Preflight* ${endedWords(run)}${why}`] : [];
}

/** What became of the read-only plan that is made for the review, or of a newer one. */
function planWords(change: Change, runbook: Runbook | undefined): string {
  if (change.content.runbook === undefined) return 'none: it is done by hand';
  const made = change.runs.findLast(
    (r) => r.step === 'plan' && r.occasion === 'filing' && r.revision === change.revision,
  );
  const run = knownPlanRun(change) ?? made;
  if (!run) return runbook?.plan ? 'not made yet' : 'none: the runbook makes none';
  const what = run.plan ? `: ${planLine(run.plan)}` : '';
  return `${endedWords(run)}${what}; its log is in the thread of the change`;
}

/** How it ended, and when: what is asked weeks later leans on it too. */
function endedWords(run: StepRun): string {
  return run.endedAt === undefined ? outcomeWords(run) : `${outcomeWords(run)}, ${when(run.endedAt)}`;
}

/** Which version runs where, how it was tested, and what the newest plan would do, as far as somebody who votes must read it. */
export function foundEvidence(change: Change, policy: Policy, now: number): readonly KnownBlock[] {
  const plan = knownPlan(change);
  return [...environmentBlocks(change.content, policy, now), ...(plan ? planBlocks(plan, BRIEF) : [])];
}

function rollbackWords(change: Change, runbook: Runbook | undefined): string {
  const { closesAt } = change.content;
  const scopes = scopesOf(runbook);
  const declared =
    scopes.length === 0
      ? 'by hand'
      : `one press for ${listOf(
          scopes.map((s) => SCOPE_WORDS[s]),
          2,
          ' or ',
        )}`;
  const takes = closesAt - lastSafeRollbackAt(closesAt, runbook);
  const measured = isRestoreMeasured(runbook) ? ', as its last test took' : '';
  return takes === 0 ? declared : `${declared}; about ${sayDuration(takes)} with restore${measured} and checks`;
}
