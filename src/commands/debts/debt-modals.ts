import type { ModalView } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { TEXT_MAX, TEXTS } from '../../change/content.ts';
import { payableDebts } from '../../change/debts.ts';
import type { Debt } from '../../change/debt.ts';
import type { Change, ChangeContent } from '../../change/model.ts';
import { context } from '../../slack/blocks.ts';
import { drawControl, type Drawn } from '../../slack/controls.ts';
import { whyOwed } from '../../slack/debt-words.ts';
import { selectInput, textInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { DEBT_WORDS, TEXT_LABELS } from '../../slack/words.ts';

export const PAID_MODAL = 'debt-paid';
export const REQUEST_MODAL = 'full-request';
export const NOTE_MAX = 1000;

/** Asks which debt was paid and how; `meant` stands there first, if it can still be paid. */
export function paidModal(change: Change, meant?: number): ModalView {
  const choices = payableDebts(change).map((debt) => ({ value: String(debt.number), text: choiceWords(debt) }));
  const initial = choices.find(({ value }) => value === String(meant)) ?? choices[0];
  return modal(PAID_MODAL, { do: 'paid', change: change.id }, `Paid: ${shownId(change.id)}`, 'Record it', [
    selectInput('debt', 'What was owed', choices, { initial: initial?.value }),
    textInput('note', 'What was done', {
      multiline: true,
      max: NOTE_MAX,
      placeholder: 'A sentence, and a link to what was written',
    }),
  ]);
}

function choiceWords(debt: Debt): string {
  const why = whyOwed(debt);
  const name = DEBT_WORDS[debt.what].replace(/^./, (c) => c.toUpperCase());
  return why === undefined ? name : `${name}, ${why}`;
}

/** The long texts of the template in its order, with what is there; each may be handed in by itself. */
export function requestModal(change: Change, shown: string): ModalView {
  const control = { do: 'fullRequest', change: change.id, shown } as const;
  return modal(REQUEST_MODAL, control, `Request ${shownId(change.id)}`, 'Save', [
    context('What is saved is kept; the full request is no longer owed when nothing is empty.'),
    ...TEXTS.map((field) =>
      textInput(field, TEXT_LABELS[field], {
        multiline: true,
        optional: true,
        max: TEXT_MAX,
        initial: change.content[field],
      }),
    ),
  ]);
}

/** The content with what was typed in the place of its long texts. */
export function withTexts(content: ChangeContent, values: TypedValues): ChangeContent {
  return { ...content, ...Object.fromEntries(TEXTS.map((field) => [field, values.text(field)])) };
}

function modal(
  callback_id: string,
  control: Drawn,
  title: string,
  submit: string,
  blocks: ModalView['blocks'],
): ModalView {
  return {
    type: 'modal',
    callback_id,
    private_metadata: drawControl(control),
    title: { type: 'plain_text', text: title.slice(0, 24) },
    submit: { type: 'plain_text', text: submit },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
  };
}
