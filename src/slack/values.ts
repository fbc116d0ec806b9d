import { z } from 'zod';
import { fileValues, readFile } from './files.ts';
import { VALUE } from './inputs.ts';

const Chosen = z.object({ value: z.string() });
const Element = z.union([
  z.object({ type: z.literal('plain_text_input'), value: z.string().nullish() }),
  z.object({ type: z.literal('static_select'), selected_option: Chosen.nullish() }),
  z.object({ type: z.literal('radio_buttons'), selected_option: Chosen.nullish() }),
  z.object({ type: z.enum(['multi_static_select', 'checkboxes']), selected_options: z.array(Chosen).nullish() }),
  z.object({ type: z.literal('file_input'), files: z.array(z.unknown()).nullish() }),
  z.object({ type: z.literal('users_select'), selected_user: z.string().nullish() }),
  z.object({ type: z.literal('datepicker'), selected_date: z.string().nullish() }),
  z.object({ type: z.literal('datetimepicker'), selected_date_time: z.number().int().nullish() }),
]);
const Values = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What stands in a form's inputs as plain values: texts, lists, instants in epoch ms; an empty text where there is nothing. */
export interface PlainValues {
  readonly [field: string]: string | readonly string[] | number;
}

export interface TypedValues {
  /** Trimmed; empty when nothing was typed or chosen. */
  text(field: string): string;
  list(field: string): readonly string[];
  /** Epoch ms, or NaN when nothing was picked. */
  instant(field: string): number;
  /** The fields the form had. */
  readonly fields: readonly string[];
}

/** What stands in a view's inputs, by field name. Anything of a shape we did not draw reads as empty. */
export function plainValues(values: unknown): PlainValues {
  const all = Values.safeParse(values).data ?? {};
  return Object.fromEntries(Object.entries(all).flatMap(([field, element]) => entriesOf(field, valueIn(element))));
}

/** Of files, beside which were chosen, what is known of each. */
function entriesOf(field: string, element: unknown): readonly (readonly [string, PlainValues[string]])[] {
  const found = Element.safeParse(element).data;
  if (found?.type !== 'file_input') return [[field, plainValue(found)]];
  const files = (found.files ?? []).map(readFile);
  return [[field, files.map(({ id }) => id)], ...Object.entries(fileValues(files))];
}

/** An input begun afresh has another `action_id`, for Slack keeps what was typed under the same one. */
function valueIn(element: Readonly<Record<string, unknown>>): unknown {
  const name = Object.keys(element).find((id) => id === VALUE || id.startsWith(`${VALUE}:`));
  return name === undefined ? undefined : element[name];
}

function plainValue(found: Exclude<z.output<typeof Element>, { type: 'file_input' }> | undefined): PlainValues[string] {
  switch (found?.type) {
    case 'plain_text_input':
      return (found.value ?? '').trim();
    case 'static_select':
    case 'radio_buttons':
      return found.selected_option?.value ?? '';
    case 'multi_static_select':
    case 'checkboxes':
      return (found.selected_options ?? []).map((o) => o.value);
    case 'users_select':
      return found.selected_user ?? '';
    case 'datepicker':
      return found.selected_date ?? '';
    case 'datetimepicker':
      return found.selected_date_time ? found.selected_date_time * 1000 : '';
    case undefined:
      return '';
  }
}

/** The same, to be read by what a field should be; a value of another kind reads as empty. */
export function typedValues(values: PlainValues): TypedValues {
  const one = (field: string) => (Object.hasOwn(values, field) ? values[field] : undefined);
  return {
    fields: Object.keys(values),
    text(field) {
      const found = one(field);
      return typeof found === 'string' ? found : '';
    },
    list(field) {
      const found = one(field);
      return Array.isArray(found) ? found : [];
    },
    instant(field) {
      const found = one(field);
      return typeof found === 'number' ? found : Number.NaN;
    },
  };
}

/** Both at once: what stands in a view's inputs, to be read by what a field should be. */
export function readValues(values: unknown): TypedValues {
  return typedValues(plainValues(values));
}
