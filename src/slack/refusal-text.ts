import { shownId, readChangeId } from '../change/change-id.ts';
import type { NotADelegate, Refusal, RefusalCode } from '../change/refusals.ts';
import { sayDuration } from '../change/duration.ts';
import { itemList } from './checklist-words.ts';
import { incidentWords } from './incident-words.ts';
import { PAID_BY } from './paid-by.ts';
import { PIR_LABELS } from './pir-words.ts';
import { GATE_WORDS, REVIEW_WORDS } from './question-words.ts';
import { slowWords } from './critical-words.ts';
import { WANTED } from './wanted.ts';
import { DEBT_WORDS, roleName, STATUS_WORDS, STEP_WORDS, WAY_BACK_WORDS } from './words.ts';
import { tooEarlyText } from './strategy-words.ts';
import { untestedText } from './tested-words.ts';
import { listOf, mention, quoted, sentence, when } from './blocks.ts';

const AS = { requester: 'you filed it', editor: 'you edited it last', implementer: 'you carry it out' } as const;

const NOT_A_DELEGATE: Readonly<Record<NotADelegate, string>> = {
  nobody: 'somebody whom Slack does not know as a person',
  self: 'yourself: it is yours',
  requester: 'whoever filed the change',
  editor: 'whoever edited the change last',
  implementer: 'whoever carries the change out',
  seated: 'somebody who has a vote here already',
  delegate: 'somebody who votes here for another already',
};

const PREFLIGHT = {
  none: 'The preflight has not run yet: start when it has succeeded.',
  failed: 'The preflight failed: read its log in the thread, mend the cause, then press “New attempt”.',
} as const;

const BACKUP = {
  none: 'There is no backup yet: wait for it, or reschedule so that it fits before the window.',
  running: 'The backup is still running: start when it has succeeded.',
  failed: 'The backup failed: read its log in the thread, mend the cause, then press “New attempt”.',
  noProof:
    'The backup ran, and nothing shows that it is there: the runbook names no file as its proof. Have one named there, or ask a second person to press Override and answer for it.',
  tooOld:
    'The backup is older by now than the runbook allows: press “New backup” on the message of the change, or reschedule it.',
} as const;

const PLAN = {
  running: 'The plan is not there yet: start when it has succeeded.',
  failed: 'The plan failed: read its log in the thread, mend the cause, then press “New attempt”.',
} as const;

const TEXTS: { readonly [C in RefusalCode]: (refusal: Extract<Refusal, { code: C }>) => string } = {
  noSuchChange: ({ change }) =>
    change === ''
      ? 'There is no such change; `/change log` shows those there are.'
      : `There is no change ${quoted(change, 40)}; \`/change log\` shows those there are.`,
  notInStatus: ({ intent, status }) =>
    intent === 'writePir'
      ? `Its review is written once its work has ended, and this change is “${STATUS_WORDS[status]}”: \`/change pir\` opens the form when it is implemented, rolled back, or failed with its incident over.`
      : `This change cannot ${WANTED[intent]} now: it is “${STATUS_WORDS[status]}”. Its message in the channel shows what can be done.`,
  invalidContent: ({ problems }) =>
    `Please correct this and send it again: ${listOf(
      problems.map(({ field, problem }) => `${quoted(field, 60)}: ${quoted(problem, 200)}`),
      8,
      ' · ',
    )}`,
  outsider: () => 'Only full members of this workspace can do that; please ask one of them to do it for you.',
  ballotClosed: () =>
    'This vote is closed or was replaced; the message of the change shows whether another one is open.',
  notAnApprover: ({ roles }) =>
    `Your vote is not asked for here: it takes ${listOf(roles.map(roleName), 5, ' or ')}. Please ask somebody who holds that role.`,
  cannotDelegateTo: ({ because }) =>
    `Your vote cannot pass to ${NOT_A_DELEGATE[because]}; please choose somebody else, or answer yourself.`,
  seatNotYours: ({ from }) =>
    `${mention(from)} delegated this vote to you, and it goes no further; answer it, or ask them to choose somebody else.`,
  questionNeeded: () => 'Please write what you want to know, so that somebody can answer it.',
  ownChange: ({ as, review }) =>
    `You cannot ${review ? 'review' : 'vote on'} this change because ${AS[as]}; please ask somebody else who holds the role.`,
  reviewClosed: () =>
    'This review takes no answers any more: it was decided, or the change was edited since. Its message shows where the change stands.',
  notAReviewer: ({ role }) =>
    `Your answer is not asked for here: it takes the ${roleName(role)}. Please ask somebody who holds that role.`,
  nothingToCorrect: () => 'No correction is open here: it was made, or the validator has taken it back.',
  reasonNeeded: () => 'Please give a reason, so that the others know what to do about it.',
  notTheImplementer: ({ implementer }) =>
    `Only ${mention(implementer)}, who carries this change out, can do that; please ask them.`,
  implementerRoleMissing: () =>
    'You do not hold the role implementer; ask the operator to add you to it, or edit the change and name another implementer.',
  emergencyNeedsImplementer: () =>
    'An emergency starts at once, so whoever files it must hold the role implementer: please ask somebody who does, or file a normal change with `/change`.',
  notTheDecider: ({ implementer, decider }) =>
    `Only ${mention(implementer)} or ${/^[UW][A-Z0-9]+$/.test(decider) ? mention(decider) : `the ${roleName(decider)}`} can decide that; please ask one of them.`,
  notTheRequester: ({ requester }) =>
    `Only ${mention(requester)}, the implementer or an infrastructure lead can do that; please ask one of them.`,
  idNotTyped: ({ expected }) => `Please type ${quoted(expected, 40)}, exactly this change and no other, to start it.`,
  staleRevision: () => 'The change was edited meanwhile; please look at it as it is now and try again.',
  outsideWindow: ({ opensAt, closesAt }) =>
    `It can start from ${when(opensAt)} until ${when(closesAt)}; wait for the window, or reschedule it.`,
  insideFreeze: ({ name, until, exception }) =>
    `Nothing may start during the freeze “${quoted(name, 100)}”, which ends ${when(until)}; ${
      exception === 'open'
        ? 'ask those who can allow the exception to answer on the message of the change, or reschedule to a later time.'
        : 'please reschedule to a later time.'
    }`,
  incidentOnService: ({ incidents }) =>
    `Stopped by an open incident on ${listOf(
      incidents.map((i) => `${quoted(i.services.join(', '), 120)}: ${incidentWords(i)}`),
      4,
      '; and on ',
    )}. Wait until it is over, have a second person press Override, or mend it by an emergency that names it: \`/change emergency ${shown(incidents[0]?.change ?? '')}\`.`,
  untested: (refusal) => untestedText(refusal),
  tooEarly: (refusal) => tooEarlyText(refusal),
  partsOpen: ({ parts }) =>
    `It cannot be closed while parts of it are open: ${listOf(parts.map(shownId), 6, ' and ')}. Carry them out, or withdraw them.`,
  votesMissing: ({ roles }) =>
    `The votes given for ${listOf(roles.map(roleName), 5, ' and ')} no longer count, because who gave them lost the role or carries the change out; edit the change so that it is voted on again.`,
  reviewsMissing: ({ reviews }) =>
    `${listOf(
      reviews.map((r) => REVIEW_WORDS[r]),
      5,
      ' and ',
    )}: the answers no longer count, because who gave them lost the role or carries the change out; edit the change so that it is reviewed again.`,
  preflightNotPassed: ({ state }) => PREFLIGHT[state],
  backupNotProven: ({ state }) => BACKUP[state],
  restoreNotTested: () =>
    'Nobody has tried to restore from the backup of this change: the runbook has no restore test. A second person can waive that by name (“Override”, with the reason); or have a test added to the runbook, which is then voted on again.',
  planNotReady: ({ state }) => PLAN[state],
  planMoved: () => 'A newer plan was made since you looked: press “Start” again and read it before you type.',
  planDiffers: () =>
    'The fresh plan wants more than was agreed to: roll back, declare an incident, or ask a second person to override it.',
  runbookChanged: ({ runbook }) =>
    `The runbook ${quoted(runbook, 100)} is not the one that was agreed to; reschedule the change so that it is voted on as it is now.`,
  runbookGone: ({ runbook }) =>
    `The policy has no runbook ${quoted(runbook, 100)} any more; edit the change and choose another, or ask the operator.`,
  stepRunning: ({ step }) => `${STEP_WORDS[step]} is still running; try again when it has ended.`,
  outcomeUnknown: ({ step }) =>
    `Nobody has said yet what became of ${STEP_WORDS[step].toLowerCase()}: press “Look again”, then “Say what happened”.`,
  noSuchRun: () => 'There is nothing of that kind to do on this change now; its message shows where it stands.',
  stopAsked: ({ step, by }) =>
    `${mention(by)} has asked for that already, and ${STEP_WORDS[step].toLowerCase()} is ending; its report in the thread shows how.`,
  stopFirst: ({ step }) =>
    `${STEP_WORDS[step]} was not asked to stop: press “Stop” first, and give it time to end by itself.`,
  stopNotYours: ({ by }) =>
    `A kill takes a second person, and ${mention(by)} asked for the stop; please ask another decider or whoever may override.`,
  stillStopping: ({ step, until }) =>
    `${STEP_WORDS[step]} got its stop only now and may be ending well; it can be killed from ${when(until, '{time_secs}')} on.`,
  runTaken: ({ host }) =>
    `This run belongs to ${quoted(host, 60)} or has been reported already; nothing is left to do.`,
  wrongWorker: ({ host }) =>
    `This run goes on at ${quoted(host, 60)}, where it was planned; nothing is left to do here.`,
  tickedAlready: ({ by }) => `${mention(by)} has ticked this step already; go on with the next.`,
  noSuchItem: () =>
    'Nothing of this checklist is yours to say that of now; its message in the thread shows whose each item is, and what comes first.',
  itemMarked: ({ by }) =>
    by === undefined
      ? 'The record shows this item already; nothing is left to tick.'
      : `${mention(by)} has said how this item stands; press “Open again” where that is wrong.`,
  notYourItem: ({ owner }) =>
    `This item belongs to ${/^[UW][A-Z0-9]+$/.test(owner) ? mention(owner) : `the ${roleName(owner)}`}; please ask them.`,
  ownVerification: ({ owner }) =>
    `You carry this change out, so somebody else who holds the role ${roleName(owner)} says that it was verified; please ask them.`,
  itemsFirst: ({ items }) => `First comes ${itemList(items)}; tick that, or have it ticked, then this.`,
  itemNotSkipped: () =>
    'The change waits for this item, so it is not skipped: have it done, or ask a second person to press Override when it holds the change back.',
  evidenceNeeded: () => 'This item asks for what shows it: a link, a figure, or where it stands.',
  checklistOpen: ({ items }) =>
    `The checklist holds it back: ${itemList(items)}. Have that ticked in the thread, or ask a second person to press Override.`,
  lookFirst: () => 'Press “Look again” first and read what the fresh plan says; then say what happened.',
  rollbackLosesData: () =>
    'The way back would take away something that holds data: have a second person press Override, or declare an incident.',
  rollbackNotQuick: (refusal) => `${slowWords(refusal)}. Have that mended, or ask a second person to press Override.`,
  outsideLowUsage: ({ services }) =>
    `The window lies outside the hours in which few use ${listOf(
      services.map(({ service, lowUsage }) => `${quoted(service, 60)} (${quoted(lowUsage, 20)})`),
      4,
      ' and ',
    )}: reschedule it, or have a second person press Override.`,
  noRollback: ({ scope }) =>
    `There is no rollback ${WAY_BACK_WORDS[scope]} of this change; press Roll back again to see what there is, or declare an incident.`,
  notAnOverrider: ({ role }) =>
    `Only the ${roleName(role)} may override a gate; please ask one of them, or get what is missing.`,
  notASecondPerson: ({ as }) =>
    `An override takes a second person, and ${AS[as]}; please ask somebody else who holds the role.`,
  gateNotShut: ({ gate }) =>
    `This change does not wait for ${GATE_WORDS[gate]} now, so there is nothing to override; its message shows what it waits for.`,
  overriddenAlready: ({ gate }) =>
    `You have answered for ${GATE_WORDS[gate]} already; it takes somebody else who holds the role as well.`,
  notASpan: () => 'Give whole minutes, from 1 to 1440.',
  beyondExtraTime: ({ latest, left }) =>
    left === 0
      ? `All the extra time has been taken: past ${when(latest)} it is an incident. Roll back, or declare the incident.`
      : `That is past ${when(latest)}, the latest that needs no incident: take at most ${sayDuration(left)}, roll back, or declare an incident.`,
  nothingAsked: () => 'Nothing is asked there any more; the message of the change shows what can be done.',
  notAResponder: () =>
    'Only whoever carries out changes, the infrastructure lead or the change’s own people can do that; please ask one of them.',
  incidentOver: () => 'The incident is over already; its last word is in the thread.',
  incidentOpen: () => 'Its incident is still open: press “Resolved” and say how it ended, then try this again.',
  wordsNeeded: () => 'Please write what people should know.',
  staleMilestone: () => 'This prompt belongs to a former window or was dealt with; nothing is left to do.',
  watchNotOver: ({ until }) =>
    `The change is watched until ${when(until)}; it can be closed after that, or now once a second person presses “Override”.`,
  checkInOver: () => 'This check-in was answered, or a newer one is asked; nothing is left to do here.',
  debtsOpen: ({ debts }) =>
    `It cannot be closed while something is owed: ${listOf(
      debts.map(({ what, owner }) => `${DEBT_WORDS[what]} (${mention(owner)})`),
      6,
    )}. The buttons on its message say when each is done.`,
  enoughSaid: ({ most }) => `It keeps ${most} messages of the people affected, and no more; please ask its requester.`,
  nothingOwed: () => 'That is not owed any more; the message of the change shows what still is.',
  notTheDebtor: ({ owner }) =>
    `Only ${mention(owner)}, the implementer or an infrastructure lead can say that this is done; please ask one of them.`,
  notPaidByWord: ({ what }) => PAID_BY[what],
  recordedAlready: ({ change, title, madeAt }) =>
    `${shownId(change)} ${quoted(title, 120)} was recorded of the same service, made ${when(madeAt)}: add what you know to that, or say that this has another cause.`,
  pirRewritten: () =>
    'Somebody wrote this review while you did, so nothing was saved. Copy what you typed, close this, and open the form again: it has theirs.',
  invalidPir: ({ problems }) =>
    `Please correct this and send it again: ${listOf(
      problems.map(
        (p) => `${'action' in p ? `Action ${p.action + 1}` : PIR_LABELS[p.field]}: ${sentence(p.problem, 200)}`,
      ),
      8,
      ' ',
    )}`,
  lockHeld: ({ lock, holder }) =>
    `${shown(holder)} is working under the lock “${quoted(lock, 60)}”; this goes on by itself when that has ended.`,
  workerOnly: () => 'Only a worker can report that; nothing is left for you to do.',
  mayNotFreeze: ({ role }) =>
    `Only the ${roleName(role)} may declare a freeze or lift one, because they answer for its exceptions; please ask one of them.`,
  invalidFreeze: ({ problems }) =>
    `Please correct this and send it again: ${listOf(
      problems.map(({ field, problem }) => `${field}: ${sentence(problem, 200)}`),
      8,
      ' ',
    )}`,
  tooManyFreezes: ({ most }) =>
    `There are ${most} declared freezes already; lift one that is not needed with \`/change freeze list\`.`,
  freezeOver: () => 'This freeze was lifted already, or is over; `/change freeze list` shows those there are.',
  freezeElsewhere: () => 'This freeze does not touch the change any more; nothing is left to do.',
  incidentElsewhere: () => 'There is nothing new to tell this change of that incident; nothing is left to do.',
};

/** One sentence or two for a refusal, private to whoever asked: why not, and what they can do next. Safe as mrkdwn. */
export function refusalText(refusal: Refusal): string {
  const say = TEXTS[refusal.code] as (refusal: Refusal) => string;
  return say(refusal);
}

function shown(change: string): string {
  const id = readChangeId(change);
  return id === undefined ? quoted(change, 40) : shownId(id);
}
