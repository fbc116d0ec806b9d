import { TEXT_MAX } from '../../change/content.ts';
import { sayDuration } from '../../change/duration.ts';
import type { FactType, RecordedFact } from '../../change/facts.ts';
import type { Change, StepRun } from '../../change/model.ts';
import type { PirTexts } from '../../change/pir.ts';
import type { Policy } from '../../change/policy.ts';
import { retrospect, type Better, type Retrospect, type Well } from '../../change/retrospect.ts';
import { withoutFaults } from '../../change/text-fault.ts';
import { listOf } from '../../slack/blocks.ts';
import { RESULT_WORDS } from '../../change/figures/result.ts';
import { GATE_WORDS } from '../../slack/question-words.ts';
import { onTarget } from '../../slack/target-words.ts';
import {
  DEBT_WORDS,
  LIMIT_WORDS,
  OCCASION_WORDS,
  OUTCOME_WORDS,
  STEP_WORDS,
  WAY_BACK_WORDS,
} from '../../slack/words.ts';
import { clockOf, type Clock } from './day-once.ts';

const LINE_MAX = 240;
/** What a line takes that says how much is left out. */
const REST = 60;
/** What people wrote. */
const SAID: readonly FactType[] = ['logged', 'feedbackGiven'];
const ROOM = TEXT_MAX - REST;

/**
 * What a review begins with: the story by the record, times in the policy's zone, and what speaks for and against how it went. Plain text, to be edited
 * by whoever knows more; it names nobody, for a review looks at the work.
 */
export function prefill(change: Change, facts: readonly RecordedFact[], policy: Policy): PirTexts {
  const back = retrospect(change, facts);
  return {
    happened: happened(back, change, policy),
    well: fitting(back.well.map((w) => wellLine(w)).map(bullet)),
    better: fitting(back.better.map((b) => betterLine(b)).map(bullet)),
    recommended: '',
  };
}

/** Planned against real. */
function planLines({ planned, real }: Retrospect, { timezone }: Policy, clock: Clock): readonly string[] {
  if (!planned)
    return [`Made: ${clock(real.from ?? 0)} to ${clock(real.to ?? 0)} (times in ${timezone}), recorded afterwards`];
  const span = sayDuration(planned.to - planned.from);
  const left = planned.to - (real.to ?? planned.to);
  const ended = (to: number): string =>
    `ended ${clock(to)}, ${left < 0 ? `${minutes(-left)} after the window closed` : `${minutes(left)} before the window closed`}`;
  return [
    `Planned: ${clock(planned.from)} to ${clock(planned.to)} (${span}, times in ${timezone})`,
    `Real: ${real.from === undefined ? 'not started' : `started ${clock(real.from)}`}, ${real.to === undefined ? 'not ended' : ended(real.to)}`,
  ];
}

/** The story, each day that was not said just now on a line of its own before what happened on it. */
function toldLines(told: Retrospect['told'], change: Change, policy: Policy, clock: Clock): readonly string[] {
  return told.flatMap(({ fact, at }) => {
    const line = lineOf(fact, change, clockOf(policy, at));
    if (line === undefined) return [];
    const [time = '', day] = clock(at).split(' ').toReversed();
    return [...(day === undefined ? [] : [day]), `${time} ${line}`];
  });
}

/** What happened, in a line; undefined for what goes without saying, as a look that found nothing. */
function lineOf(fact: RecordedFact['fact'], change: Change, clock: Clock): string | undefined {
  switch (fact.type) {
    case 'gateOverridden':
      return `Went on without ${GATE_WORDS[fact.gate]}, overridden: ${short(fact.reason)}`;
    case 'changeStarted':
      return fact.confirmed ? 'Started' : 'Emergency begun';
    case 'startTakenBack':
      return `The start was taken back: ${fact.because === 'backup' ? 'the backup had grown too old' : 'the fresh plan was another one'}`;
    case 'stepEnded': {
      const run = change.runs.find((r) => r.run === fact.run);
      return run && stepLine(run);
    }
    case 'stepOverdue': {
      const run = change.runs.find((r) => r.run === fact.run);
      return run && `${nameOf(run)} went on past its limit ${LIMIT_WORDS[fact.limit]}`;
    }
    case 'stepSettled': {
      const run = change.runs.find((r) => r.run === fact.run);
      return run && `${STEP_WORDS[run.step]} was found to have ${fact.verdict}: ${short(fact.reason)}`;
    }
    case 'playbookOpened':
      return `Playbook opened: ${short(fact.playbook.title)}`;
    case 'extraTimeTaken':
      return `More time taken, until ${clock(fact.until)}${fact.words === undefined ? '' : `: ${short(fact.words)}`}`;
    case 'workContinued':
      return 'Went on past the last safe rollback';
    case 'workDone':
      return change.runs.some((r) => r.step === 'apply') ? undefined : 'The work was said to be done';
    case 'logged':
      return short(fact.text);
    case 'feedbackGiven':
      return `Written below a notice: ${short(fact.text)}`;
    case 'rollbackDecided':
      return `Rollback ${WAY_BACK_WORDS[fact.scope]} decided: ${short(fact.reason)}`;
    case 'incidentDeclared':
      return `Incident declared: ${short(fact.reason)}`;
    case 'incidentResolved':
      return `Incident over: ${short(fact.text)}`;
    case 'changeEnded':
      return `Ended: ${RESULT_WORDS[fact.ending]}`;
    case 'changeReopened':
      return 'Reopened';
    case 'issueFound':
      return `Issue found: ${short(fact.text)}`;
    default:
      return undefined;
  }
}

function stepLine(run: StepRun): string | undefined {
  const { step, occasion, beganAt, endedAt, outcome, reason, proof, restoreMs } = run;
  if (outcome === undefined || occasion === 'long') return undefined;
  const isLook = step === 'preflight' || (step === 'plan' && occasion !== 'again') || step === 'soak';
  if (isLook && outcome === 'succeeded') return undefined;
  const took = beganAt === undefined || endedAt === undefined ? '' : ` (${seconds(endedAt - beganAt)})`;
  const why = reason === undefined ? '' : `: ${short(reason)}`;
  const shown = proof ? `, proven by ${short(proof.file)}` : '';
  const tried = restoreMs === undefined ? '' : `, restored on trial in ${seconds(restoreMs)}`;
  return `${nameOf(run)} ${OUTCOME_WORDS[outcome]}${took}${why}${shown}${tried}`;
}

function wellLine(well: Well): string {
  switch (well.what) {
    case 'inTime':
      return `Ended ${minutes(well.leftMs)} before the window closed`;
    case 'backup': {
      const { restoreMs } = well.run;
      return `The backup was proven${restoreMs === undefined ? '' : `, and restored on trial in ${seconds(restoreMs)}`}`;
    }
    case 'verified':
      return 'The checks after the work passed';
    case 'noTrouble':
      return 'Every step succeeded at once';
    case 'rolledBack':
      return `Going back took ${minutes(well.tookMs)}, within the ${minutes(well.promisedMs)} that were promised`;
  }
}

function betterLine(better: Better): string {
  switch (better.what) {
    case 'startedLate':
      return `Started ${minutes(better.byMs)} after the window opened`;
    case 'endedLate':
      return `Ended ${minutes(better.byMs)} after the window closed`;
    case 'extraTime':
      return `Took ${minutes(better.byMs)} of extra time`;
    case 'backup':
      return better.lacks === 'proof' ? 'Nothing proved the backup' : 'The restore of the backup was not tested';
    case 'step': {
      const { run } = better;
      const opened = run.playbook ? ` (playbook: ${short(run.playbook.title)})` : '';
      return `${nameOf(run)} ${OUTCOME_WORDS[run.outcome ?? 'unknown']}${run.reason === undefined ? '' : `: ${short(run.reason)}`}${opened}`;
    }
    case 'rolledBack':
      return `It had to be rolled back: ${short(better.reason)}${wayBackWords(better)}`;
    case 'incident': {
      const { reason, declaredAt, resolved } = better.incident;
      const lasted = resolved ? ` (over after ${minutes(resolved.at - declaredAt)})` : '';
      return `It became an incident: ${short(reason)}${lasted}`;
    }
    case 'issue':
      return `Found afterwards: ${short(better.text)}`;
    case 'overridden':
      return `Went on without ${GATE_WORDS[better.override.gate]}: ${short(better.override.reason)}`;
    case 'owed':
      return `Still owed: ${listOf(
        better.debts.map(({ what }) => DEBT_WORDS[what]),
        6,
      )}`;
  }
}

function wayBackWords({ tookMs, promisedMs }: Extract<Better, { what: 'rolledBack' }>): string {
  if (tookMs === undefined) return '';
  const promised = promisedMs === undefined ? 'nothing was promised' : `promised were ${minutes(promisedMs)}`;
  return ` (it took ${minutes(tookMs)}, ${promised})`;
}

function nameOf(run: StepRun): string {
  return `${STEP_WORDS[run.step]}${onTarget(run)}${OCCASION_WORDS[run.occasion]}`;
}

/** To the minute where it took some. */
function minutes(ms: number): string {
  return ms < 60_000 ? seconds(ms) : sayDuration(Math.round(ms / 60_000) * 60_000);
}

function seconds(ms: number): string {
  return sayDuration(Math.max(1000, ms));
}

function bullet(line: string): string {
  return `- ${line}`;
}

/** On one line, cut where it is long. */
function short(text: string): string {
  const line = withoutFaults(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= LINE_MAX ? line : `${line.slice(0, LINE_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What was done whole before what was written meanwhile: of a long log its beginning, and how much more the thread has. */
function happened(back: Retrospect, change: Change, policy: Policy): string {
  const story = (told: Retrospect['told']): readonly string[] => {
    const clock = clockOf(policy);
    return [...planLines(back, policy, clock), ...toldLines(told, change, policy, clock)];
  };
  const whole = story(back.told);
  if (lengthOf(whole) <= ROOM) return whole.join('\n');
  let left = ROOM - REST - lengthOf(story(back.told.filter((f) => !isSaid(f))));
  const alone = (f: RecordedFact): number => lengthOf(toldLines([f], change, policy, clockOf(policy)));
  const kept = back.told.filter((f) => !isSaid(f) || (left -= alone(f)) >= 0);
  const rest = back.told.length - kept.length;
  return fitting([...story(kept), ...(rest > 0 ? [`(${rest} more of its log: see the thread)`] : [])]);
}

function isSaid({ fact }: RecordedFact): boolean {
  return SAID.includes(fact.type);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** Whole lines, as many as a text takes, and how many more the thread has. */
function fitting(lines: readonly string[]): string {
  let length = 0;
  const fit = lines.findIndex((line) => (length += line.length + 1) > ROOM);
  return fit < 0
    ? lines.join('\n')
    : [...lines.slice(0, fit), `(${lines.length - fit} more: see the thread)`].join('\n');
}
