import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { shownId } from '../../change/change-id.ts';
import { textFault } from '../../change/text-fault.ts';
import type { Spoken } from '../../change/intents.ts';
import { CRITERIA } from '../../change/criteria.ts';
import type { Control } from '../../slack/controls.ts';
import { readControl } from '../../slack/controls.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { CRITERION_WORDS } from '../../slack/question-words.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { intentOf, OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';
import { itemWords } from './item-words.ts';
import { overrideWords } from './override-words.ts';
import { rollBackWords } from './roll-back-words.ts';
import { readReasonSubject, REASON_MAX, reasonModal, type ReasonWords } from './reason-modal.ts';

/** A button whose answer needs words: refused at once where it would be refused anyway, else its modal opens. */
export function onReasonNeeded(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    const asked = pressed && (await words(deps, pressed, body.user.id));
    if (!pressed || !asked) return tell(deps, respond, OLD_BUTTON);
    const would = await wouldHear(deps, body.user.id, pressed.change, asked.example);
    if (!would.ok) return tell(deps, respond, would.sentence);
    return openView(deps, respond, body.trigger_id, reasonModal(pressed, asked.words));
  };
}

/** The words came: heard first, acknowledged after; a refusal stands under the input and nothing is lost. */
export function onReasonGiven(deps: CommandDeps) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const control = readReasonSubject(view.private_metadata);
    const values = readValues(view.state.values);
    const typed = {
      reason: values.text('reason'),
      scope: values.text('scope'),
      verdict: values.text('verdict'),
      gate: values.text('gate'),
      item: values.text('item'),
      minutes: values.text('minutes'),
    };
    const intent = control && intentOf(control, typed);
    if (!control || !intent) return ack({ response_action: 'errors', errors: { reason: OLD_BUTTON } });
    const mayBeEmpty = control.do === 'moreTime' || control.do === 'anyItem';
    const fault = mayBeEmpty && typed.reason === '' ? undefined : textFault(typed.reason, REASON_MAX);
    if (fault !== undefined) return ack({ response_action: 'errors', errors: { reason: fault } });
    const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
    const said = await hearing(deps, body.user.id, { change: control.change, intent, id, surface: 'modal' });
    const under = control.do === 'moreTime' ? 'minutes' : 'reason';
    return said.ok ? ack() : ack({ response_action: 'errors', errors: { [under]: unmarked(said.sentence) } });
  };
}

interface Asked {
  readonly words: ReasonWords;
  /** What would be said, to be judged before anything is typed. */
  readonly example: Spoken;
}

async function words(deps: CommandDeps, control: Control, user: string): Promise<Asked | undefined> {
  const name = shownId(control.change);
  const reason = '…';
  switch (control.do) {
    case 'vote':
      return {
        words: { title: `No to ${name}`, submit: 'Say no' },
        example: { type: 'castVote', ballot: control.ballot, answer: 'no', reason },
      };
    case 'ask':
      return {
        words: {
          title: `Ask about ${name}`,
          submit: 'Ask',
          asks: 'Question',
          hint: 'It stands in the thread for requester and implementer; the vote stays open.',
        },
        example: { type: 'askAbout', ballot: control.ballot, question: reason },
      };
    case 'review':
      return concernWords(control);
    case 'corrected': {
      const { review, criterion } = control;
      return {
        words: {
          title: `Correction: ${name}`,
          submit: 'Corrected',
          asks: `What was done: ${CRITERION_WORDS[criterion]}`,
        },
        example: { type: 'correct', review, criterion, text: reason },
      };
    }
    case 'withdraw':
      return { words: { title: `Withdraw ${name}`, submit: 'Withdraw' }, example: { type: 'withdraw', reason } };
    case 'incident':
      return {
        words: {
          title: `Incident: ${name}`,
          submit: 'Declare incident',
          hint: 'The incident channel reads it at once, and the people affected hear that there is one. The change ends as failed; other changes of its services wait until it is over.',
        },
        example: { type: 'declareIncident', reason },
      };
    case 'incidentUpdate':
      return {
        words: {
          title: `Incident: ${name}`,
          submit: 'Tell everybody',
          asks: 'What is known and done now',
          hint: 'The people affected read it as it stands.',
        },
        example: { type: 'updateIncident', text: reason },
      };
    case 'resolved':
      return {
        words: {
          title: `Incident over: ${name}`,
          submit: 'It is over',
          asks: 'How it ended',
          hint: 'The people affected read it as it stands, and changes that waited for it may go on.',
        },
        example: { type: 'resolveIncident', text: reason },
      };
    case 'moreTime':
      return {
        words: {
          title: `More time: ${name}`,
          submit: 'Take it',
          minutes: '30',
          asks: 'What to tell the people affected',
          hint: 'They hear the new end in any case.',
          optional: true,
        },
        example: { type: 'takeMoreTime', forMs: 60_000, words: '' },
      };
    case 'tell':
      return {
        words: {
          title: `Tell about ${name}`,
          submit: 'Tell them',
          asks: 'What the people affected should know',
          hint: 'It goes to every audience of the services, as it stands.',
        },
        example: { type: 'tellProgress', text: reason },
      };
    case 'log':
      return {
        words: { title: `Log of ${name}`, submit: 'Write it down', asks: 'What was seen or done' },
        example: { type: 'log', text: reason },
      };
    case 'issue':
      return {
        words: {
          title: `Issue after ${name}`,
          submit: 'Record it',
          asks: 'What was seen, where and since when',
          hint: 'The thread reads it as it stands, and the change counts as successful with issues.',
        },
        example: { type: 'reportIssue', text: reason },
      };
    case 'reopen':
      return {
        words: {
          title: `Reopen ${name}`,
          submit: 'Reopen',
          asks: 'What was found',
          hint: 'It counts as an issue. The change is under way again until you press Solved, Roll back or Incident; the people affected hear that the work goes on, and not what was found.',
        },
        example: { type: 'reopen', text: reason },
      };
    case 'settle':
      return {
        words: {
          title: `What did ${name} do?`,
          submit: 'Record it',
          choice: {
            field: 'verdict',
            label: 'Outcome',
            choices: [
              { value: 'failed', text: 'It was not applied' },
              { value: 'succeeded', text: 'It was applied' },
            ],
          },
        },
        example: { type: 'settleStep', run: control.run, verdict: 'failed', reason },
      };
    case 'stop':
      return {
        words: {
          title: `Stop ${name}`,
          submit: 'Stop',
          asks: 'Why it must stop',
          hint: 'The command gets one SIGINT and ends what is in flight; nothing is killed.',
        },
        example: { type: 'stopStep', run: control.run, reason },
      };
    case 'kill':
      return {
        words: {
          title: `Kill ${name}`,
          submit: 'Kill',
          asks: 'Why it cannot be waited for',
          hint: 'What it did cannot be proved afterwards: somebody must look and say.',
        },
        example: { type: 'killStep', run: control.run, reason },
      };
    case 'tickItem':
    case 'anyItem':
      return itemWords(deps, control, user);
    case 'override':
      return overrideWords(deps, control, user);
    case 'rollBack':
      return rollBackWords(deps, control);
    default:
      return undefined;
  }
}

/** What is wrong, under the criterion it is wrong with. */
function concernWords({ change, review, criterion }: Extract<Control, { do: 'review' }>): Asked {
  const isPreCheck = CRITERIA.preCheck.some((c) => c === criterion);
  return {
    words: {
      title: `${isPreCheck ? 'Correction' : 'Concern'}: ${shownId(change)}`,
      submit: 'Record it',
      asks: `${CRITERION_WORDS[criterion]}: what ${isPreCheck ? 'must be corrected' : 'is wrong'}`,
    },
    example: { type: 'answerCriterion', review, criterion, answer: 'concern', text: '…' },
  };
}
