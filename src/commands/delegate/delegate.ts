import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { readControl } from '../../slack/controls.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';
import { delegateModal } from './delegate-modal.ts';

/** Says at once where somebody has no seat to delegate; otherwise asks to whom. */
export function onDelegatePressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'delegate') return tell(deps, respond, OLD_BUTTON);
    const nobodyYet = { type: 'delegateVote', ballot: pressed.ballot, to: '' } as const;
    const would = await wouldHear(deps, body.user.id, pressed.change, nobodyYet);
    if (!would.ok && would.refusal?.code !== 'cannotDelegateTo') return tell(deps, respond, would.sentence);
    return openView(deps, respond, body.trigger_id, delegateModal(pressed));
  };
}

/** Heard first, acknowledged after; a refusal stands under the input. */
export function onDelegateChosen(deps: CommandDeps) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const control = readControl(view.private_metadata);
    if (control?.do !== 'delegate') return ack({ response_action: 'errors', errors: { person: OLD_BUTTON } });
    const to = readValues(view.state.values).text('person');
    const intent = { type: 'delegateVote', ballot: control.ballot, to } as const;
    const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
    const said = await hearing(deps, body.user.id, { change: control.change, intent, id, surface: 'modal' });
    return said.ok ? ack() : ack({ response_action: 'errors', errors: { person: unmarked(said.sentence) } });
  };
}
