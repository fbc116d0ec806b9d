import { advance } from './advance.ts';
import { agree, type Circumstances, type Decision } from './circumstances.ts';
import { askVoters } from './decide/asking.ts';
import { askReviewers } from './decide/asking-reviewers.ts';
import { reopenItem, skipItem, tickItem } from './decide/checklist.ts';
import { reachMilestone } from './decide/clock.ts';
import { close, rollBack, solved } from './decide/ending.ts';
import { declareIncident, resolveIncident, updateIncident } from './decide/incident.ts';
import { giveFeedback } from './decide/feedback.ts';
import { keepWorking, takeMoreTime, tellProgress } from './decide/extending.ts';
import { editChange, fileChange, submit, withdraw } from './decide/filing.ts';
import { heedEmergency, heedFreeze, heedIncident } from './decide/heeding.ts';
import { overrideGate } from './decide/overriding.ts';
import { answerCriterion, correct } from './decide/reviewing.ts';
import { writePir } from './decide/reviewing-back.ts';
import { chaseDebt, completeRequest, log, payDebt } from './decide/owing.ts';
import { tickPlaybook } from './decide/playbooks.ts';
import { recordChange } from './decide/recording.ts';
import { recordRehearsal } from './decide/rehearsing.ts';
import { start } from './decide/starting.ts';
import { awaitLock, beginStep, reportOverdue, reportStep } from './decide/steps.ts';
import { killStep, stopStep } from './decide/stopping.ts';
import { reopen, reportIssue, sayAllWell } from './decide/watching.ts';
import { lookAgain, settleStep, tryAgain } from './decide/recovery.ts';
import { askAbout, castVote, delegateVote } from './decide/voting.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './facts.ts';
import { actorName, type Intent } from './intents.ts';
import { hears } from './lifecycle.ts';
import type { Change } from './model.ts';
import { refuse } from './refusals.ts';

/** More automatic consequences than this of one intent is a rule that feeds itself. */
const CONSEQUENCES_MAX = 30;

/**
 * The one rule: what becomes of an intent. Pure. Either the facts, in order and with all that follows from them by itself
 * (a ballot that opens, a step that is due), or the refusal.
 */
export function decide(change: Change | undefined, intent: Intent, circumstances: Circumstances): Decision {
  const decision = judge(change, intent, circumstances);
  // Of a rehearsal nothing follows: it finds the change as it is and leaves it so.
  if (!decision.ok || intent.type === 'rehearse') return decision;
  return agree(...withConsequences(change, decision.facts, circumstances));
}

function judge(change: Change | undefined, intent: Intent, circumstances: Circumstances): Decision {
  if (!change) {
    if (intent.type === 'fileChange') return fileChange(intent, circumstances);
    if (intent.type === 'recordChange') return recordChange(intent, circumstances);
    return refuse({ code: 'noSuchChange', change: '' });
  }
  if (intent.type === 'fileChange' || intent.type === 'recordChange' || !hears(change.status, intent.type))
    return refuse({ code: 'notInStatus', intent: intent.type, status: change.status });
  switch (intent.type) {
    case 'editChange':
      return change.startedAt === undefined
        ? editChange(change, intent, circumstances)
        : completeRequest(change, intent, circumstances);
    case 'log':
      return log(change, intent, circumstances);
    case 'giveFeedback':
      return giveFeedback(change, intent, circumstances);
    case 'payDebt':
      return payDebt(change, intent, circumstances);
    case 'submit':
      return submit(change, circumstances);
    case 'withdraw':
      return withdraw(change, intent, circumstances);
    case 'askVoters':
      return askVoters(change, intent, circumstances);
    case 'askReviewers':
      return askReviewers(change, intent, circumstances);
    case 'castVote':
      return castVote(change, intent, circumstances);
    case 'askAbout':
      return askAbout(change, intent, circumstances);
    case 'delegateVote':
      return delegateVote(change, intent, circumstances);
    case 'answerCriterion':
      return answerCriterion(change, intent, circumstances);
    case 'correct':
      return correct(change, intent, circumstances);
    case 'reachMilestone':
      return reachMilestone(change, intent, circumstances);
    case 'start':
      return start(change, intent, circumstances);
    case 'beginStep':
      return beginStep(change, intent, circumstances);
    case 'reportOverdue':
      return reportOverdue(change, intent, circumstances);
    case 'awaitLock':
      return awaitLock(change, intent, circumstances);
    case 'reportStep':
      return reportStep(change, intent, circumstances);
    case 'tickPlaybook':
      return tickPlaybook(change, intent, circumstances);
    case 'tickItem':
      return tickItem(change, intent, circumstances);
    case 'skipItem':
      return skipItem(change, intent, circumstances);
    case 'reopenItem':
      return reopenItem(change, intent, circumstances);
    case 'tryAgain':
      return tryAgain(change, intent, circumstances);
    case 'lookAgain':
      return lookAgain(change, intent, circumstances);
    case 'settleStep':
      return settleStep(change, intent, circumstances);
    case 'stopStep':
      return stopStep(change, intent, circumstances);
    case 'killStep':
      return killStep(change, intent, circumstances);
    case 'overrideGate':
      return overrideGate(change, intent, circumstances);
    case 'takeMoreTime':
      return takeMoreTime(change, intent, circumstances);
    case 'keepWorking':
      return keepWorking(change, circumstances);
    case 'tellProgress':
      return tellProgress(change, intent, circumstances);
    case 'heedFreeze':
      return heedFreeze(change, intent, circumstances);
    case 'heedIncident':
      return heedIncident(change, intent, circumstances);
    case 'heedEmergency':
      return heedEmergency(change, intent, circumstances);
    case 'solved':
      return solved(change, circumstances);
    case 'rollBack':
      return rollBack(change, intent, circumstances);
    case 'declareIncident':
      return declareIncident(change, intent, circumstances);
    case 'updateIncident':
      return updateIncident(change, intent, circumstances);
    case 'resolveIncident':
      return resolveIncident(change, intent, circumstances);
    case 'writePir':
      return writePir(change, intent, circumstances);
    case 'chaseDebt':
      return chaseDebt(change, intent, circumstances);
    case 'rehearse':
      return recordRehearsal(intent, circumstances);
    case 'sayAllWell':
      return sayAllWell(change, intent, circumstances);
    case 'reportIssue':
      return reportIssue(change, intent, circumstances);
    case 'reopen':
      return reopen(change, intent, circumstances);
    case 'close':
      return close(change, circumstances);
  }
}

function withConsequences(
  from: Change | undefined,
  first: readonly Fact[],
  circumstances: Circumstances,
): readonly Fact[] {
  const by = actorName(circumstances.actor);
  const facts: Fact[] = [];
  let change = from;
  let next: readonly Fact[] = first;
  while (next.length > 0) {
    for (const fact of next) {
      facts.push(fact);
      change = evolve(change, { seq: (change?.version ?? 0) + 1, at: circumstances.now, by, fact });
    }
    if (facts.length > CONSEQUENCES_MAX) throw new Error(`deciding ${first[0]?.type}: the consequences do not end`);
    next = change ? advance(change, circumstances) : [];
  }
  return facts;
}
