import type { Fact, FactType } from '../change/facts.ts';
import { actions, section } from '../slack/blocks.ts';
import type { Button } from '@slack/types';
import { putNote, remindedNote, reviewPutNote, reviewRemindedNote } from './notes-asking.ts';
import { heededNote } from './freezes.ts';
import {
  heededEmergencyNote,
  heededIncidentNote,
  incidentNote,
  incidentResolvedNote,
  incidentUpdatedNote,
} from './notes-incident.ts';
import { feedbackNote } from './notes-feedback.ts';
import { milestoneNote, skippedNote } from './notes-clock.ts';
import { askedNote, delegatedNote, overriddenNote, voteNote } from './notes-votes.ts';
import { escalatedNote, owedNote, owerRemindedNote, paidNote } from './notes-debts.ts';
import {
  approvedNote,
  ballotClosedNote,
  ballotOpenedNote,
  editedNote,
  filedNote,
  readiedNote,
  submittedNote,
  withdrawnNote,
} from './notes-paper.ts';
import { pirNote } from './notes-pir.ts';
import { continuedNote, moreTimeNote, progressNote } from './notes-ladder.ts';
import { correctionNote, criterionNote, lapsedNote, reviewOpenedNote } from './notes-reviews.ts';
import { killNote, overdueNote, requestedNote, settledNote, stepEndedNote, stopNote } from './notes-steps.ts';
import {
  closedNote,
  endedNote,
  loggedNote,
  missedNote,
  rollbackNote,
  startedNote,
  takenBackNote,
  watchBegunNote,
  workDoneNote,
} from './notes-work.ts';
import { foundWellNote, issueFoundNote, reopenedNote } from './notes-watch.ts';
import { said, type Said } from './said.ts';
import { SILENT, type Line, type Scene } from './scene.ts';

type Write<T extends FactType> = (fact: Extract<Fact, { type: T }>, scene: Scene) => Line | undefined;

/** Every fact and the note it deserves in the change's thread; a fact without one says so here. */
const NOTES: { readonly [T in FactType]: Write<T> | typeof SILENT } = {
  changeFiled: filedNote,
  changeEdited: editedNote,
  changeSubmitted: submittedNote,
  changeApproved: approvedNote,
  ballotOpened: ballotOpenedNote,
  votersAsked: putNote,
  votersReminded: remindedNote,
  voteCast: voteNote,
  questionAsked: askedNote,
  voteDelegated: delegatedNote,
  ballotClosed: ballotClosedNote,
  reviewOpened: reviewOpenedNote,
  reviewersAsked: reviewPutNote,
  reviewersReminded: reviewRemindedNote,
  criterionAnswered: criterionNote,
  criterionLapsed: lapsedNote,
  correctionMade: correctionNote,
  changeReadied: readiedNote,
  milestoneReached: milestoneNote,
  milestoneSkipped: skippedNote,
  noticeOrdered: SILENT,
  windowMissed: missedNote,
  changeWithdrawn: withdrawnNote,
  stepRequested: requestedNote,
  lockAwaited: SILENT,
  stepBegun: SILENT,
  stopAsked: stopNote,
  killAsked: killNote,
  stepOverdue: overdueNote,
  stepEnded: stepEndedNote,
  stepSettled: settledNote,
  playbookOpened: SILENT,
  playbookTicked: SILENT,
  checklistOpened: SILENT,
  itemTicked: SILENT,
  itemSkipped: SILENT,
  itemReopened: SILENT,
  changeStarted: startedNote,
  startTakenBack: takenBackNote,
  extraTimeTaken: moreTimeNote,
  workContinued: continuedNote,
  progressTold: progressNote,
  workDone: workDoneNote,
  watchBegun: watchBegunNote,
  rollbackDecided: rollbackNote,
  incidentDeclared: incidentNote,
  incidentUpdated: incidentUpdatedNote,
  incidentResolved: incidentResolvedNote,
  logged: loggedNote,
  feedbackGiven: feedbackNote,
  gateOverridden: overriddenNote,
  debtOwed: owedNote,
  debtPaid: paidNote,
  debtReminded: owerRemindedNote,
  debtEscalated: escalatedNote,
  pirWritten: pirNote,
  freezeHeeded: heededNote,
  changeRehearsed: SILENT,
  incidentHeeded: heededIncidentNote,
  emergencyHeeded: heededEmergencyNote,
  foundWell: foundWellNote,
  issueFound: issueFoundNote,
  changeReopened: reopenedNote,
  changeEnded: endedNote,
  changeClosed: closedNote,
};

/** The line a fact deserves, or undefined. */
export function noteLine(fact: Fact, scene: Scene): Line | undefined {
  const write = NOTES[fact.type] as Write<FactType> | typeof SILENT;
  return write === SILENT ? undefined : write(fact, scene);
}

/** A thread note, with the buttons that still may be pressed. */
export function note({ text, broadcast, ...line }: Line, buttons: readonly Button[] = []): Said {
  const blocks = [...(line.blocks ?? [section(text)]), ...(buttons.length > 0 ? [actions(...buttons)] : [])];
  return { ...said(text, blocks), ...(broadcast ? { broadcast } : {}) };
}
