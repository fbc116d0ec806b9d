import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { cut, plain } from './blocks.ts';

/** Slack's ceilings for inputs (docs.slack.dev/reference/block-kit/block-elements). */
const OPTION_MAX = 75;
const OPTIONS_MAX = 100;
const CHECKBOXES_MAX = 10;
const INPUT_TEXT_MAX = 3000;

/** Every input's element has this `action_id`; the block id is the field's name, so that an error finds its place. */
export const VALUE = 'value';

/** Slack keeps what was typed as long as an input keeps its name: a form begun afresh gives every input another. */
export function begunAfresh(block: KnownBlock, times: number): KnownBlock {
  if (times === 0 || block.type !== 'input') return block;
  return { ...block, element: { ...block.element, action_id: `${VALUE}:${times}` } };
}

interface Common {
  readonly optional?: boolean;
  readonly hint?: string;
  /** Tell the bot as soon as it is chosen, so that the form can adapt. */
  readonly dispatch?: boolean;
}

function input(block_id: string, label: string, element: InputBlock['element'], common: Common = {}): InputBlock {
  return {
    type: 'input',
    block_id,
    label: plain(label),
    element,
    optional: common.optional ?? false,
    ...(common.hint === undefined ? {} : { hint: plain(common.hint) }),
    ...(common.dispatch ? { dispatch_action: true } : {}),
  };
}

export function textInput(
  block_id: string,
  label: string,
  options: Common & {
    readonly multiline?: boolean;
    readonly initial?: string | undefined;
    readonly placeholder?: string;
    readonly max?: number;
    /** Tell the bot while it is typed. */
    readonly typing?: boolean;
  } = {},
): InputBlock {
  const { multiline = false, initial, placeholder, max = INPUT_TEXT_MAX, typing = false } = options;
  return input(
    block_id,
    label,
    {
      type: 'plain_text_input',
      action_id: VALUE,
      multiline,
      max_length: max,
      ...(initial ? { initial_value: initial.slice(0, max) } : {}),
      ...(typing ? { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } } : {}),
      ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, 150) }),
    },
    typing ? { ...options, dispatch: true } : options,
  );
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

function option({ value, text }: Choice): PlainTextOption {
  return { text: { type: 'plain_text', text: cut(text, OPTION_MAX) }, value };
}

export function selectInput(
  block_id: string,
  label: string,
  choices: readonly Choice[],
  options: Common & { readonly initial?: string | undefined; readonly placeholder?: string } = {},
): InputBlock {
  const offered = choices.slice(0, OPTIONS_MAX);
  const initial = offered.find((c) => c.value === options.initial);
  return input(
    block_id,
    label,
    {
      type: 'static_select',
      action_id: VALUE,
      options: offered.map(option),
      ...(initial ? { initial_option: option(initial) } : {}),
      ...(options.placeholder === undefined ? {} : { placeholder: plain(options.placeholder, 150) }),
    },
    options,
  );
}

export function multiSelectInput(
  block_id: string,
  label: string,
  choices: readonly Choice[],
  options: Common & { readonly initial?: readonly string[] | undefined } = {},
): InputBlock {
  const offered = choices.slice(0, OPTIONS_MAX);
  const initial = offered.filter((c) => options.initial?.includes(c.value));
  return input(
    block_id,
    label,
    {
      type: 'multi_static_select',
      action_id: VALUE,
      options: offered.map(option),
      ...(initial.length > 0 ? { initial_options: initial.map(option) } : {}),
    },
    options,
  );
}

/** Checkboxes, those ticked that are chosen (Slack shows at most ten). */
export function checkboxInput(
  block_id: string,
  label: string,
  choices: readonly Choice[],
  options: Common & { readonly initial?: readonly string[] } = {},
): InputBlock {
  const offered = choices.slice(0, CHECKBOXES_MAX);
  const initial = offered.filter((c) => options.initial?.includes(c.value));
  return input(
    block_id,
    label,
    {
      type: 'checkboxes',
      action_id: VALUE,
      options: offered.map(option),
      ...(initial.length > 0 ? { initial_options: initial.map(option) } : {}),
    },
    options,
  );
}

/** Files from the person's own machine or from Slack; it cannot begin with any, and takes 10 MB each (docs.slack.dev, file input element). */
export function fileInput(block_id: string, label: string, max: number, options: Common = {}): InputBlock {
  return input(block_id, label, { type: 'file_input', action_id: VALUE, max_files: max }, options);
}

/** An instant, picked in the viewer's own zone. */
export function dateTimeInput(
  block_id: string,
  label: string,
  options: Common & { readonly initial?: number | undefined } = {},
): InputBlock {
  return input(
    block_id,
    label,
    {
      type: 'datetimepicker',
      action_id: VALUE,
      ...(options.initial === undefined ? {} : { initial_date_time: Math.floor(options.initial / 1000) }),
    },
    options,
  );
}

/** A day, `2026-12-04`, in nobody's zone. */
export function dateInput(
  block_id: string,
  label: string,
  options: Common & { readonly initial?: string | undefined } = {},
): InputBlock {
  return input(
    block_id,
    label,
    { type: 'datepicker', action_id: VALUE, ...(options.initial ? { initial_date: options.initial } : {}) },
    options,
  );
}

/** One person of the workspace; Slack offers everybody, so that who may be chosen is judged by the door. */
export function userInput(
  block_id: string,
  label: string,
  options: Common & { readonly initial?: string | undefined } = {},
): InputBlock {
  return input(
    block_id,
    label,
    {
      type: 'users_select',
      action_id: VALUE,
      ...(options.initial ? { initial_user: options.initial } : {}),
    },
    options,
  );
}
