import type { KnownBlock, ModalView } from '@slack/types';
import { drawControl, readControl, type Control, type Drawn } from '../../slack/controls.ts';
import { selectInput, textInput, type Choice } from '../../slack/inputs.ts';
import { cut } from '../../slack/blocks.ts';

export const REASON_MODAL = 'reason';
export const REASON_MAX = 1000;

export interface ReasonWords {
  /** At most 24 characters (docs.slack.dev, views). */
  readonly title: string;
  readonly submit: string;
  /** The text's label, unless it is the reason. */
  readonly asks?: string;
  readonly hint?: string;
  /** Left empty nothing is said; else it must be given. */
  readonly optional?: boolean;
  /** Asks for whole minutes first, these to begin with. */
  readonly minutes?: string;
  /** What stands above the inputs. */
  readonly above?: readonly KnownBlock[];
  readonly choice?: {
    readonly field: 'scope' | 'verdict' | 'gate' | 'item';
    readonly label: string;
    readonly choices: readonly Choice[];
  };
}

/** Asks for the reason that an answer needs, and for its scope or verdict where it has one; the control travels with it. */
export function reasonModal(control: Drawn | Control, words: ReasonWords): ModalView {
  const { choice } = words;
  return {
    type: 'modal',
    callback_id: REASON_MODAL,
    private_metadata: drawControl(control),
    title: { type: 'plain_text', text: cut(words.title, 24) },
    submit: { type: 'plain_text', text: cut(words.submit, 24) },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(words.above ?? []),
      ...(choice
        ? [selectInput(choice.field, choice.label, choice.choices, { initial: choice.choices[0]?.value })]
        : []),
      ...(words.minutes === undefined ? [] : [textInput('minutes', 'Minutes', { initial: words.minutes, max: 4 })]),
      textInput('reason', words.asks ?? 'Reason', {
        multiline: true,
        optional: words.optional ?? false,
        ...(words.hint === undefined ? {} : { hint: words.hint }),
        max: REASON_MAX,
        placeholder: 'One or two sentences; it stands in the record',
      }),
    ],
  };
}

/** The control a reason modal carried. */
export function readReasonSubject(metadata: string): Control | undefined {
  return readControl(metadata);
}
