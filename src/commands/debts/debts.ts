import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { textFault } from '../../change/text-fault.ts';
import { payableDebts } from '../../change/debts.ts';
import type { Spoken } from '../../change/intents.ts';
import type { Change } from '../../change/model.ts';
import { readChange } from '../../journal/read-change.ts';
import { readControl, type Control } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { contentDigest } from '../file-change/form.ts';
import { errorsUnderInputs } from '../file-change/read-form.ts';
import { hearing, inTime, whyNot, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';
import { NOTE_MAX, paidModal, requestModal, withTexts } from './debt-modals.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;
type Said = Spoken;

const STALE =
  'Somebody changed this request while you typed, so nothing was saved. Copy what you typed, close this, and press “Full request” again.';

/** Paid, or Full request: refused at once where it would be refused anyway, else its modal opens. */
export function onDebtPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'paid' && pressed?.do !== 'fullRequest') return tell(deps, respond, OLD_BUTTON);
    const story = await inTime(readChange(deps.record, pressed.change));
    if (!story) return tell(deps, respond, OLD_BUTTON);
    const asked = pressed.do === 'paid' ? paid(story.change, pressed.debt, body.user.id) : request(story.change);
    if (!asked) return tell(deps, respond, refusalText({ code: 'nothingOwed' }));
    const would = await wouldHear(deps, body.user.id, pressed.change, asked.example);
    return would.ok ? openView(deps, respond, body.trigger_id, asked.view) : tell(deps, respond, would.sentence);
  };
}

interface Asked {
  readonly view: ModalView;
  /** What would be said, to be judged before anything is typed. */
  readonly example: Said;
}

/** The debt that is meant; of a button that stands for several, the one that whoever presses it owes. */
function paid(change: Change, meant: number | undefined, user: string): Asked | undefined {
  const payable = payableDebts(change);
  const shown = payable.find((d) => d.number === meant);
  const theirs = payable.find((d) => d.owner === user && (!shown || d.what === shown.what));
  const first = (shown?.owner === user ? shown : theirs) ?? shown ?? payable[0];
  return (
    first && { view: paidModal(change, first.number), example: { type: 'payDebt', debt: first.number, note: '…' } }
  );
}

function request(change: Change): Asked {
  const { content, revision } = change;
  return { view: requestModal(change, contentDigest(content)), example: { type: 'editChange', content, revision } };
}

/** A debt was called paid: heard first, acknowledged after; a refusal stands under the input and nothing is lost. */
export function onPaidGiven(deps: CommandDeps) {
  return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const control = readControl(view.private_metadata);
    const values = readValues(view.state.values);
    const note = values.text('note');
    const refused = (sentence: string): Promise<void> =>
      ack({ response_action: 'errors', errors: { note: unmarked(sentence) } });
    if (control?.do !== 'paid') return refused(OLD_BUTTON);
    const fault = textFault(note, NOTE_MAX);
    if (fault !== undefined) return refused(fault);
    const intent = { type: 'payDebt', debt: Number(values.text('debt')), note } as const;
    const said = await say(deps, { body, view }, control, intent);
    return said.ok ? ack() : refused(said.sentence);
  };
}

/** More of the request was handed in; each fault stands under its text. */
export function onRequestGiven(deps: CommandDeps) {
  return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const control = readControl(view.private_metadata);
    const values = readValues(view.state.values);
    const refused = (sentence: string): Promise<void> =>
      ack({ response_action: 'errors', errors: { description: unmarked(sentence) } });
    if (control?.do !== 'fullRequest') return refused(OLD_BUTTON);
    try {
      const story = await inTime(readChange(deps.record, control.change));
      if (!story) return refused(refusalText({ code: 'noSuchChange', change: control.change }));
      const { content, revision } = story.change;
      if (contentDigest(content) !== control.shown) return refused(STALE);
      const intent = { type: 'editChange', content: withTexts(content, values), revision, from: content } as const;
      const said = await say(deps, { body, view }, control, intent);
      if (said.ok) return ack();
      return said.refusal?.code === 'invalidContent'
        ? ack({ response_action: 'errors', errors: errorsUnderInputs(said.refusal.problems, values.fields) })
        : refused(said.refusal?.code === 'staleRevision' ? STALE : said.sentence);
    } catch (error) {
      return refused(whyNot(deps, error));
    }
  };
}

function say(deps: CommandDeps, { body, view }: Pick<SubmitArgs, 'body' | 'view'>, { change }: Control, intent: Said) {
  const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
  return hearing(deps, body.user.id, { change, intent, id, surface: 'modal' });
}
