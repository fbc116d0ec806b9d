import type { ModalView } from '@slack/types';
import { FREEZE_NAME_MAX, FREEZE_REASON_MAX, type CalendarIntent } from '../../change/declaring/decide-calendar.ts';
import type { DeclaredFreeze } from '../../change/declaring/calendar-facts.ts';
import type { Policy } from '../../change/policy.ts';
import { context, section } from '../../slack/blocks.ts';
import { freezeName, freezeTimes } from '../../slack/freeze-words.ts';
import { dateTimeInput, multiSelectInput, selectInput, textInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { drawFreezeNumber } from './lift-button.ts';

export const FREEZE_MODAL = 'freeze';
export const LIFT_MODAL = 'freeze-lift';

const KINDS = [
  { value: 'hard', text: 'Hard: nothing is carried out without an exception' },
  { value: 'soft', text: 'Soft: better not, and it stops nothing' },
];

/** Asks for a freeze: when, how hard, of which services and why. */
export function freezeModal(policy: Policy): ModalView {
  const services = Object.entries(policy.services).map(([value, { name }]) => ({ value, text: name }));
  return modal(FREEZE_MODAL, '', 'Declare a freeze', 'Declare', [
    context(
      'It counts at once, also for changes that are approved already. `/change freeze list` shows every freeze and lifts one.',
    ),
    textInput('name', 'Name', { max: FREEZE_NAME_MAX, placeholder: 'Such as Election week' }),
    dateTimeInput('from', 'From'),
    dateTimeInput('to', 'Until'),
    selectInput('kind', 'Kind', KINDS, { initial: 'hard' }),
    ...(services.length === 0
      ? []
      : [
          multiSelectInput('services', 'Services', services, {
            optional: true,
            hint: 'Leave it empty for every service.',
          }),
        ]),
    textInput('reason', 'Reason', {
      multiline: true,
      max: FREEZE_REASON_MAX,
      placeholder: 'One or two sentences; everybody reads it',
    }),
  ]);
}

/** What the form declares; the door judges it. */
export function readFreeze(values: TypedValues): CalendarIntent {
  return {
    type: 'declareFreeze',
    name: values.text('name'),
    hard: values.text('kind') !== 'soft',
    from: values.instant('from'),
    to: values.instant('to'),
    services: values.list('services'),
    reason: values.text('reason'),
  };
}

/** Asks why a freeze is lifted. */
export function liftModal(freeze: DeclaredFreeze): ModalView {
  return modal(LIFT_MODAL, drawFreezeNumber(freeze.declared), 'Lift a freeze', 'Lift it', [
    section(`The freeze ${freezeName(freeze)}, ${freezeTimes(freeze)}, stops nothing any more once it is lifted.`),
    textInput('reason', 'Reason', {
      multiline: true,
      max: FREEZE_REASON_MAX,
      placeholder: 'One or two sentences; everybody reads it',
    }),
  ]);
}

function modal(
  callback_id: string,
  private_metadata: string,
  title: string,
  submit: string,
  blocks: ModalView['blocks'],
): ModalView {
  return {
    type: 'modal',
    callback_id,
    private_metadata,
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: submit },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
  };
}
