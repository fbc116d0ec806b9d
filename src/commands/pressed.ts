import { GATES } from '../change/override.ts';
import type { Intent, Spoken } from '../change/intents.ts';
import type { WayBack } from '../change/way-back.ts';
import type { Control } from '../slack/controls.ts';

export const OLD_BUTTON = 'This button is from another version of the bot; the newest headline has its successor.';

/** What stood in the inputs of the modal that a control opened; nothing where there was none. */
export interface Words {
  readonly reason?: string;
  readonly scope?: string;
  readonly verdict?: string;
  readonly gate?: string;
  readonly item?: string;
  readonly typed?: string;
  readonly minutes?: string;
}

/** What a control asks for; `words` are those of the modal it opened. Undefined where a control asks for no intent by itself. */
export function intentOf(control: Control, words: Words): Spoken | undefined {
  const { reason = '' } = words;
  switch (control.do) {
    case 'vote':
      return { type: 'castVote', ballot: control.ballot, answer: control.answer, reason };
    case 'ask':
      return { type: 'askAbout', ballot: control.ballot, question: reason };
    case 'review':
      return {
        type: 'answerCriterion',
        review: control.review,
        criterion: control.criterion,
        answer: control.answer,
        text: reason,
      };
    case 'corrected':
      return { type: 'correct', review: control.review, criterion: control.criterion, text: reason };
    case 'start':
      return {
        type: 'start',
        typed: words.typed ?? '',
        revision: control.revision,
        ...(control.plan === undefined ? {} : { plan: control.plan }),
      };
    case 'submit':
      return { type: 'submit' };
    case 'withdraw':
      return { type: 'withdraw', reason };
    case 'solved':
      return { type: 'solved' };
    case 'keepWorking':
      return { type: 'keepWorking' };
    case 'moreTime':
      return { type: 'takeMoreTime', forMs: minutesOf(words.minutes), words: reason };
    case 'tell':
      return { type: 'tellProgress', text: reason };
    case 'rollBack':
      return { type: 'rollBack', scope: wayBack(words.scope), reason };
    case 'incident':
      return { type: 'declareIncident', reason };
    case 'incidentUpdate':
      return { type: 'updateIncident', text: reason };
    case 'resolved':
      return { type: 'resolveIncident', text: reason };
    case 'lookAgain':
      return { type: 'lookAgain', run: control.run };
    case 'tryAgain':
      return { type: 'tryAgain', run: control.run };
    case 'settle':
      return {
        type: 'settleStep',
        run: control.run,
        verdict: words.verdict === 'succeeded' ? 'succeeded' : 'failed',
        reason,
      };
    case 'stop':
      return { type: 'stopStep', run: control.run, reason };
    case 'kill':
      return { type: 'killStep', run: control.run, reason };
    case 'tick':
      return { type: 'tickPlaybook', run: control.run, step: control.step };
    case 'tickItem':
      return tick(control.item, reason);
    case 'anyItem':
      return ofItem(control.act, words.item ?? '', reason);
    case 'log':
      return { type: 'log', text: reason };
    case 'allWell':
      return { type: 'sayAllWell', checkIn: control.checkIn };
    case 'issue':
      return {
        type: 'reportIssue',
        text: reason,
        ...(control.reply === undefined ? {} : { reply: control.reply }),
      };
    case 'reopen':
      return { type: 'reopen', text: reason };
    case 'close':
      return { type: 'close' };
    case 'rehearse':
      return { type: 'rehearse', course: 'success' };
    case 'override': {
      const gate = GATES.find((g) => g === words.gate);
      const { revision, schedule } = control;
      return gate && { type: 'overrideGate', gate, reason, revision, schedule };
    }
    case 'delegate':
    case 'emergency':
    case 'edit':
    case 'reschedule':
    case 'details':
    case 'previewNotices':
    case 'timeline':
    case 'like':
    case 'paid':
    case 'pir':
    case 'fullRequest':
      return undefined;
  }
}

/** Where there was nothing to choose, it is by hand. */
function wayBack(scope: string | undefined): WayBack {
  return scope === 'application' || scope === 'infrastructure' ? scope : 'byHand';
}

function ofItem(act: 'tick' | 'skip' | 'reopen', item: string, reason: string): Spoken {
  switch (act) {
    case 'tick':
      return tick(item, reason);
    case 'skip':
      return { type: 'skipItem', item, reason };
    case 'reopen':
      return { type: 'reopenItem', item, ...(reason === '' ? {} : { reason }) };
  }
}

function tick(item: string, evidence: string): Extract<Intent, { type: 'tickItem' }> {
  return { type: 'tickItem', item, ...(evidence === '' ? {} : { evidence }) };
}

/** Whole minutes as typed, in ms; 0, which is refused, for anything else. */
function minutesOf(typed = ''): number {
  return /^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) * 60_000 : 0;
}
