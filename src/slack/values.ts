import { z } from 'zod';
import { VALUE } from './inputs.ts';

const Chosen = z.object({ value: z.string() });
const Element = z.union([
  z.object({ type: z.literal('plain_text_input'), value: z.string().nullish() }),
  z.object({ type: z.literal('static_select'), selected_option: Chosen.nullish() }),
  z.object({ type: z.literal('radio_buttons'), selected_option: Chosen.nullish() }),
  z.object({ type: z.literal('users_select'), selected_user: z.string().nullish() }),
  z.object({ type: z.literal('multi_static_select'), selected_options: z.array(Chosen).nullish() }),
  z.object({ type: z.literal('datetimepicker'), selected_date_time: z.number().int().nullish() }),
]);
const Values = z.record(z.string(), z.record(z.string(), z.unknown()));

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
export function readValues(values: unknown): TypedValues {
  const all = Values.safeParse(values).data ?? {};
  const element = (field: string) => Element.safeParse(all[field]?.[VALUE]).data;
  return {
    fields: Object.keys(all),
    text(field) {
      const found = element(field);
      if (found?.type === 'plain_text_input') return (found.value ?? '').trim();
      if (found?.type === 'users_select') return found.selected_user ?? '';
      return found?.type === 'static_select' || found?.type === 'radio_buttons'
        ? (found.selected_option?.value ?? '')
        : '';
    },
    list(field) {
      const found = element(field);
      return found?.type === 'multi_static_select' ? (found.selected_options ?? []).map((o) => o.value) : [];
    },
    instant(field) {
      const found = element(field);
      return found?.type === 'datetimepicker' && found.selected_date_time
        ? found.selected_date_time * 1000
        : Number.NaN;
    },
  };
}
