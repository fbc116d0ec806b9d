import { shownId } from '../change/change-id.ts';
import type { Fact } from '../change/facts.ts';
import type { MadeAlready } from '../change/recorded.ts';
import { restoreWords, sizeWords } from './backup-words.ts';
import { escape, listOf, mention, quoted, when } from './blocks.ts';
import { planLine } from './plan-words.ts';
import { onTarget } from './target-words.ts';
import { owedName } from './debt-words.ts';
import { BALLOT_WORDS, CRITERION_WORDS, GATE_WORDS, REVIEW_WORDS } from './question-words.ts';
import {
  conversationName,
  COURSE_WORDS,
  DEBT_WORDS,
  LIMIT_WORDS,
  MILESTONE_WORDS,
  STEP_WORDS,
  WAY_BACK_WORDS,
} from './words.ts';

/** One line of a change's history for each fact, without who and when. */
export function factLine(fact: Fact): string {
  switch (fact.type) {
    case 'changeFiled':
      return fact.made ? recordedLine(fact.made) : 'Filed';
    case 'changeEdited':
      return fact.rescheduled
        ? `Rescheduled to ${when(fact.content.opensAt)}${fact.material ? ' and edited' : ''}`
        : 'Edited';
    case 'changeSubmitted':
      return 'Submitted';
    case 'changeApproved':
      return 'Approved';
    case 'ballotOpened':
      return `${BALLOT_WORDS[fact.question].name} asked`;
    case 'votersAsked':
    case 'reviewersAsked':
      return `Put to ${listOf([...new Set(Object.values(fact.people).flat())].map(mention), 5) || 'nobody'}`;
    case 'votersReminded':
    case 'reviewersReminded':
      return `Reminded ${listOf([...new Set(Object.values(fact.people).flat())].map(mention), 5) || 'nobody'}`;
    case 'voteCast':
      return `${fact.answer === 'yes' ? 'Yes' : 'No'} as ${escape(fact.role)}${fact.seatOf === undefined ? '' : ` for ${mention(fact.seatOf)}`}${fact.reason === undefined ? '' : `: ${escape(fact.reason)}`}`;
    case 'questionAsked':
      return `Asks: ${escape(fact.question)}`;
    case 'voteDelegated':
      return `Delegated as ${escape(fact.role)} to ${mention(fact.to)}`;
    case 'ballotClosed':
      return {
        passed: 'Ballot passed',
        vetoed: 'Ballot vetoed',
        superseded: 'Ballot superseded',
        expired: 'Ballot expired',
      }[fact.result];
    case 'reviewOpened':
      return `${REVIEW_WORDS[fact.what]} asked`;
    case 'criterionAnswered':
      return `${CRITERION_WORDS[fact.criterion]}: ${fact.answer}${fact.text === undefined ? '' : `, ${escape(fact.text)}`}`;
    case 'criterionLapsed':
      return `${CRITERION_WORDS[fact.criterion]}: the ok of ${mention(fact.reviewer)} no longer counts`;
    case 'correctionMade':
      return `${CRITERION_WORDS[fact.criterion]}: corrected, ${escape(fact.text)}`;
    case 'changeReadied':
      return 'Ready';
    case 'milestoneReached':
      return `Reached: ${MILESTONE_WORDS[fact.milestone]}`;
    case 'milestoneSkipped':
      return `Skipped: ${MILESTONE_WORDS[fact.milestone]}, because ${escape(fact.reason)}`;
    case 'noticeOrdered':
      return `Notice: ${fact.notice}`;
    case 'windowMissed':
      return 'The window passed unstarted';
    case 'changeWithdrawn':
      return `Withdrawn: ${escape(fact.reason)}`;
    case 'stepRequested':
      return `${STEP_WORDS[fact.step]}${onTarget(fact)} asked for`;
    case 'lockAwaited':
      return `Waits for the lock ${escape(fact.lock)}, which ${shownId(fact.holder)} holds`;
    case 'stepBegun':
      return `Step begun on ${escape(fact.host)}`;
    case 'stepEnded':
      return [
        `Step ended: ${fact.outcome}${fact.reason === undefined ? '' : `, ${escape(fact.reason)}`}`,
        ...(fact.plan === undefined ? [] : [`plan: ${planLine(fact.plan)}`]),
        ...(fact.proof === undefined ? [] : [`proof: ${escape(fact.proof.file)}, ${sizeWords(fact.proof.bytes)}`]),
        ...(fact.restoreMs === undefined ? [] : [restoreWords(fact)]),
      ].join('; ');
    case 'stepOverdue':
      return `Step goes on past its limit ${LIMIT_WORDS[fact.limit]}`;
    case 'stopAsked':
      return `Stop asked for: ${escape(fact.reason)}`;
    case 'killAsked':
      return `Kill asked for: ${escape(fact.reason)}`;
    case 'stepSettled':
      return `Settled by hand as ${fact.verdict}: ${escape(fact.reason)}`;
    case 'playbookOpened':
      return `Playbook opened: ${escape(fact.playbook.title)}`;
    case 'playbookTicked':
      return `Playbook, step ${fact.step} done`;
    case 'checklistOpened':
      return `Checklist of ${escape(fact.checklist.pattern)} ${escape(fact.checklist.version)} opened`;
    case 'itemTicked':
      return `Checklist: ${escape(fact.item)} done${fact.evidence === undefined ? '' : `, ${escape(fact.evidence)}`}`;
    case 'itemSkipped':
      return `Checklist: ${escape(fact.item)} skipped, ${escape(fact.reason)}`;
    case 'itemReopened':
      return `Checklist: ${escape(fact.item)} open again${fact.reason === undefined ? '' : `, ${escape(fact.reason)}`}`;
    case 'changeStarted':
      return fact.confirmed ? `Started by ${mention(fact.implementer)}` : 'Emergency begun';
    case 'startTakenBack':
      return `The start was taken back: ${fact.because === 'backup' ? 'the backup had grown too old' : 'the fresh plan is another one'}`;
    case 'extraTimeTaken':
      return `More time: until ${when(fact.until)}${fact.words === undefined ? '' : `, ${escape(fact.words)}`}`;
    case 'workContinued':
      return 'Keeps working past the last safe rollback';
    case 'progressTold':
      return `Told the people affected: ${escape(fact.text)}`;
    case 'workDone':
      return 'The work is done';
    case 'watchBegun':
      return 'Watching';
    case 'rollbackDecided':
      return `Rollback ${WAY_BACK_WORDS[fact.scope]} decided: ${escape(fact.reason)}`;
    case 'incidentDeclared':
      return `Incident declared: ${escape(fact.reason)}`;
    case 'incidentUpdated':
      return `Incident, update: ${escape(fact.text)}`;
    case 'incidentResolved':
      return `Incident over: ${escape(fact.text)}`;
    case 'gateOverridden':
      return `Overridden: goes on without ${GATE_WORDS[fact.gate]}: ${escape(fact.reason)}`;
    case 'logged':
      return `Log: ${escape(fact.text)}`;
    case 'feedbackGiven':
      return `Feedback from ${conversationName(fact.channel)}: ${escape(fact.text)}`;
    case 'debtOwed':
      return `Owed by ${mention(fact.owner)} until ${when(fact.dueAt)}: ${fact.what === 'action' ? owedName(fact) : DEBT_WORDS[fact.what]}`;
    case 'debtPaid':
      return `Debt paid: ${escape(fact.note)}`;
    case 'pirWritten':
      return `Review written: ${quoted(fact.happened, 200)}`;
    case 'debtReminded':
      return 'Reminded of a debt';
    case 'debtEscalated':
      return 'A debt is overdue';
    case 'freezeHeeded':
      return `The freeze “${escape(fact.name)}” was ${fact.became} by ${mention(fact.person)}: ${escape(fact.reason)}`;
    case 'changeRehearsed':
      return `Rehearsed: ${COURSE_WORDS[fact.course]}`;
    case 'incidentHeeded':
      return `The incident of ${shownId(fact.incident)} ${fact.became === 'open' ? 'stops it' : 'is over and stops it no more'}`;
    case 'emergencyHeeded':
      return `${shownId(fact.emergency)} was begun as an emergency for its incident: ${escape(fact.title)}`;
    case 'foundWell':
      return 'Check-in: all is well';
    case 'issueFound':
      return `Issue found after the change: ${escape(fact.text)}`;
    case 'changeReopened':
      return `Reopened: ${escape(fact.text)}`;
    case 'changeEnded':
      return `Ended: ${fact.ending}`;
    case 'changeClosed':
      return 'Closed';
  }
}

function recordedLine({ doneBy, formerly }: MadeAlready): string {
  const by = doneBy === undefined ? '' : `, made by ${escape(doneBy)}`;
  return `Recorded afterwards${by}${formerly === undefined ? '' : `, ${escape(formerly)} of another log`}`;
}
