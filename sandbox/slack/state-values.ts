import type { KnownBlock } from '@slack/types';
import { controlsIn, type Control } from './controls.ts';
import { isRecord, type Json } from './json.ts';

/** What people have entered: block_id → action_id → Slack's value object. */
export type StateValues = Record<string, Record<string, Json>>;

const one = (name: string): readonly [string, string, null] => [`selected_${name}`, `initial_${name}`, null];
const several = (name: string): readonly [string, string, readonly []] => [`selected_${name}`, `initial_${name}`, []];
const typed = ['value', 'initial_value', null] as const;

/** For each element that keeps a value: the key it is sent under, the property it starts from where it has one, and what empty looks like. */
export const KEPT: Record<string, readonly [key: string, initial: string | null, empty: null | readonly []]> = {
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  rich_text_input: ['rich_text_value', 'initial_value', null],
  file_input: ['files', null, []],
  static_select: one('option'),
  external_select: one('option'),
  radio_buttons: one('option'),
  users_select: one('user'),
  channels_select: one('channel'),
  conversations_select: one('conversation'),
  datepicker: one('date'),
  timepicker: one('time'),
  datetimepicker: one('date_time'),
  multi_static_select: several('options'),
  multi_external_select: several('options'),
  checkboxes: several('options'),
  multi_users_select: several('users'),
  multi_channels_select: several('channels'),
  multi_conversations_select: several('conversations'),
};

/** The starting values of a surface. A control that keeps block_id, action_id and type keeps what was entered, as in Slack. */
export function startValues(blocks: readonly KnownBlock[], before: StateValues = {}): StateValues {
  const values: StateValues = {};
  for (const control of controlsIn(blocks)) {
    const kept = KEPT[control.element.type];
    if (kept === undefined) continue;
    const [key, initial, empty] = kept;
    const previous = before[control.blockId]?.[control.actionId];
    const entered =
      previous?.['type'] === control.element.type && stillOffered(control, previous[key]) ? previous : undefined;
    const start = Object.entries(control.element).find(([name]) => name === initial)?.[1];
    (values[control.blockId] ??= {})[control.actionId] = entered ?? {
      type: control.element.type,
      [key]: start ?? empty,
    };
  }
  return values;
}

/** The options of a choice; undefined for elements without a fixed list. */
export function optionsOf({ element }: Control): { text: { text: string }; value?: string }[] | undefined {
  if ('options' in element && element.options !== undefined) return [...element.options];
  return 'option_groups' in element && element.option_groups !== undefined
    ? element.option_groups.flatMap((group) => group.options)
    : undefined;
}

function stillOffered(control: Control, chosen: unknown): boolean {
  const options = optionsOf(control);
  const list: unknown[] = Array.isArray(chosen) ? chosen : chosen === null ? [] : [chosen];
  return (
    options === undefined ||
    list.every((item) => isRecord(item) && options.some((option) => option.value === item['value']))
  );
}

/** True when nothing was entered. */
export function isEmptyValue(value: Json | undefined): boolean {
  if (value === undefined) return true;
  const entered = value[KEPT[String(value['type'])]?.[0] ?? 'value'];
  return (
    entered === null || entered === undefined || entered === '' || (Array.isArray(entered) && entered.length === 0)
  );
}
