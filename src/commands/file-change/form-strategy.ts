import type { KnownBlock } from '@slack/types';
import { VALUE_MAX } from '../../change/content-details.ts';
import type { Policy } from '../../change/policy.ts';
import { DATA_FORMATS, strategyOf, WRITES } from '../../change/strategy.ts';
import { context } from '../../slack/blocks.ts';
import { selectInput, textInput } from '../../slack/inputs.ts';
import { adviceText, FORMAT_WORDS, WRITES_WORDS } from '../../slack/strategy-words.ts';
import type { TypedValues } from '../../slack/values.ts';

/** The inputs that a chosen strategy shows, after its own. */
export const OF_STRATEGY = ['stage', 'follows', 'partOf', 'value', 'dataFormat', 'writes'] as const;

/** The way the change is made: one choice, and what that asks once it is made, with what it means. */
export function strategyInputs(values: TypedValues, policy: Policy): KnownBlock[] {
  const { strategies = {} } = policy;
  const chosen = values.text('strategy');
  const strategy = strategyOf({ strategy: chosen }, policy);
  const offered = Object.entries(strategies).map(([value, { title }]) => ({ value, text: title }));
  const isAsked = strategy !== undefined || OF_STRATEGY.some((field) => values.text(field) !== '');
  if (offered.length === 0 && !isAsked) return [];
  return [
    ...(offered.length === 0
      ? []
      : [
          selectInput('strategy', 'Strategy', offered, {
            optional: true,
            dispatch: true,
            initial: chosen,
            hint: 'How it is made without harm to those who use it. Empty: in place.',
          }),
        ]),
    ...(strategy ? [{ ...context(adviceText(strategy)), block_id: 'advice' }] : []),
    ...(isAsked ? asked(values, strategy?.stages ?? []) : []),
  ];
}

function asked(
  values: TypedValues,
  stages: readonly { readonly name: string; readonly title: string }[],
): KnownBlock[] {
  const short = (
    field: 'follows' | 'partOf' | 'value',
    label: string,
    max: number,
    placeholder: string,
    hint: string,
  ) => textInput(field, label, { optional: true, typing: true, max, placeholder, hint, initial: values.text(field) });
  const isMoving = ['compatible', 'incompatible'].includes(values.text('dataFormat')) || values.text('writes') !== '';
  return [
    ...(stages.length === 0
      ? []
      : [
          selectInput(
            'stage',
            'Step of the strategy',
            stages.map(({ name, title }) => ({ value: name, text: title })),
            { optional: true, dispatch: true, initial: values.text('stage') },
          ),
        ]),
    short('follows', 'Comes after', 20, 'CHG-7', 'The change that must be done before this one.'),
    short('partOf', 'Part of', 20, 'CHG-4', 'The change that this is a part of; that one cannot be closed before it.'),
    short(
      'value',
      'Worth by itself',
      VALUE_MAX,
      'The new list can be tried',
      'What there is when this part is done, even if only a test.',
    ),
    selectInput(
      'dataFormat',
      'Data',
      DATA_FORMATS.map((value) => ({ value, text: FORMAT_WORDS[value] })),
      { optional: true, dispatch: true, initial: values.text('dataFormat') },
    ),
    ...(isMoving
      ? [
          selectInput(
            'writes',
            'Writes in between',
            WRITES.map((value) => ({ value, text: WRITES_WORDS[value] })),
            {
              optional: true,
              dispatch: true,
              initial: values.text('writes'),
              hint: 'What becomes of what is written between the backup and the switch.',
            },
          ),
        ]
      : []),
  ];
}
