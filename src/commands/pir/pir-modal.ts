import type { Button, InputBlock, KnownBlock, ModalView } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { TEXT_MAX } from '../../change/content.ts';
import { openActions } from '../../change/debts.ts';
import type { Intent } from '../../change/intents.ts';
import type { Change } from '../../change/model.ts';
import { ACTION_MAX, ACTIONS_MAX, PIR_TEXTS, type PirTexts } from '../../change/pir.ts';
import type { PirProblem } from '../../change/refusals.ts';
import { actions, context, divider, linesOf, mention, plain, quoted, section, when } from '../../slack/blocks.ts';
import { drawControl } from '../../slack/controls.ts';
import { begunAfresh, dateInput, textInput, userInput } from '../../slack/inputs.ts';
import { actionWords, PIR_LABELS } from '../../slack/pir-words.ts';
import { typedValues, type PlainValues, type TypedValues } from '../../slack/values.ts';
import { statusWords } from '../../slack/words.ts';
import { broughtBack } from '../file-change/draft-words.ts';

export const PIR_MODAL = 'pir-form';
export const ANOTHER_ACTION = 'pir-another';
/** The button that takes back what was brought back. */
export const PIR_AFRESH = 'pir-afresh';
/** The block ids of its inputs: each tells the bot while something is typed or chosen, so that a form that is closed is not lost. */
export const PIR_INPUTS = new RegExp(`^(?:${PIR_TEXTS.join('|')}|(?:action|owner|due)[1-9])$`);

/** The input of each part of an action, by what the door calls it. */
const PARTS = { text: 'action', owner: 'owner', due: 'due' } as const;

/** How a form came to hold what it holds. */
export interface PirBegun {
  /** When what was brought back was typed, epoch ms. */
  readonly draftFrom?: number;
  /** How often it was begun afresh. */
  readonly fresh?: number;
}

/** The review of a change with these values in it, and as many rows for its actions as they have, or one. */
export function pirModal(change: Change, shown: PlainValues, begun: PirBegun = {}): ModalView {
  const values = typedValues(shown);
  const { id, pir } = change;
  return {
    type: 'modal',
    callback_id: PIR_MODAL,
    notify_on_close: true,
    private_metadata: drawControl({ do: 'pir', change: id, former: pir?.number ?? 0, ...begun }),
    title: plain(`Review of ${shownId(id)}`, 24),
    submit: plain('Hand in'),
    close: plain('Cancel'),
    blocks: [
      ...broughtBack(begun, PIR_AFRESH),
      section(`*${shownId(id)} ${quoted(change.content.title, 150)}* · ${statusWords(change)}`),
      context(beginsWith(change)),
      ...PIR_TEXTS.map((field) =>
        textInput(field, PIR_LABELS[field], {
          multiline: true,
          typing: true,
          optional: field === 'recommended',
          max: TEXT_MAX,
          initial: values.text(field),
        }),
      ),
      divider(),
      ...actionBlocks(change, values),
    ].map((block) => begunAfresh(block, begun.fresh ?? 0)),
  };
}

function beginsWith({ pir }: Change): string {
  return pir
    ? `Written by ${mention(pir.by)} ${when(pir.at)}; the texts are theirs. What you hand in takes their place, and theirs stay in the record.`
    : 'The texts begin with what the record knows: change them as you know better. The review is told in the thread of the change.';
}

function actionBlocks(change: Change, values: TypedValues): readonly KnownBlock[] {
  const rows = rowsOf(values);
  const open = openActions(change).map((action) => `• ${actionWords(action)}`);
  return [
    section('*Actions*\nEach is asked of its owner, and of everybody each week, until it is done.'),
    ...(open.length === 0 ? [] : [section(linesOf(['Open already:', ...open]))]),
    ...rows.flatMap((row) => rowBlocks(row, values)),
    ...(rows.length < ACTIONS_MAX ? [actions(anotherButton())] : []),
  ];
}

function rowBlocks(row: number, values: TypedValues): readonly InputBlock[] {
  const nth = row === 1 ? '' : ` ${row}`;
  const input = (part: keyof typeof PARTS): string => `${PARTS[part]}${row}`;
  return [
    textInput(input('text'), `Action${nth}`, {
      optional: true,
      typing: true,
      max: ACTION_MAX,
      initial: values.text(input('text')),
      placeholder: 'What is to be done, in a sentence',
    }),
    userInput(input('owner'), `Owner${nth}`, { optional: true, dispatch: true, initial: values.text(input('owner')) }),
    dateInput(input('due'), `Due${nth}`, { optional: true, dispatch: true, initial: values.text(input('due')) }),
  ];
}

function anotherButton(): Button {
  return { type: 'button', text: plain('Another action'), action_id: ANOTHER_ACTION };
}

/** The rows that a form has, from 1. */
function rowsOf({ fields }: TypedValues): readonly number[] {
  const count = fields.filter((field) => /^action[1-9]$/.test(field)).length;
  return Array.from({ length: Math.min(ACTIONS_MAX, Math.max(1, count)) }, (_, i) => i + 1);
}

/** What stands in a form, with a row more for its actions. */
export function withAnother(shown: PlainValues): PlainValues {
  return { ...shown, [`${PARTS.text}${rowsOf(typedValues(shown)).length + 1}`]: '' };
}

/** What a form begins with. */
export function valuesOf({ happened, well, better, recommended }: PirTexts): PlainValues {
  return { happened, well, better, recommended };
}

/** What a form says, and which input each problem with it belongs to. A row in which nothing stands is none. */
export interface ReadPir {
  readonly intent: Extract<Intent, { type: 'writePir' }>;
  readonly inputOf: (problem: PirProblem) => string;
}

/** Reads the form; the door judges it. */
export function readPir(values: TypedValues, former: number): ReadPir {
  const { text } = values;
  const rows = rowsOf(values)
    .map((row) => ({
      row,
      action: {
        text: text(`${PARTS.text}${row}`),
        owner: text(`${PARTS.owner}${row}`),
        due: text(`${PARTS.due}${row}`),
      },
    }))
    .filter(({ action }) => Object.values(action).some((part) => part !== ''));
  return {
    intent: {
      type: 'writePir',
      former,
      texts: {
        happened: text('happened'),
        well: text('well'),
        better: text('better'),
        recommended: text('recommended'),
      },
      actions: rows.map(({ action }) => action),
    },
    inputOf: (problem) =>
      'action' in problem ? `${PARTS[problem.field]}${rows[problem.action]?.row ?? 1}` : problem.field,
  };
}
