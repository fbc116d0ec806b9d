import type { ModalView } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import type { Control } from '../../slack/controls.ts';
import { drawControl } from '../../slack/controls.ts';
import { cut } from '../../slack/blocks.ts';
import { userInput } from '../../slack/inputs.ts';

export const DELEGATE_MODAL = 'delegate';

/** Asks whom the seat passes to; the control travels with it. */
export function delegateModal(control: Extract<Control, { do: 'delegate' }>): ModalView {
  return {
    type: 'modal',
    callback_id: DELEGATE_MODAL,
    private_metadata: drawControl(control),
    title: { type: 'plain_text', text: cut(`Delegate ${shownId(control.change)}`, 24) },
    submit: { type: 'plain_text', text: 'Delegate' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      userInput('person', 'Delegate to', {
        hint: 'For this vote only. You may still answer yourself, which takes it back.',
      }),
    ],
  };
}
