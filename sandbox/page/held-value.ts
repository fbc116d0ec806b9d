import type { KnownBlock, PlainTextOption, Option } from '@slack/types';

/** What an interactive element holds, in the shape of Slack's `view.state.values`. */
export interface HeldValue {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: Option | null;
  readonly selected_options?: readonly Option[];
  readonly selected_date?: string | null;
  readonly selected_time?: string | null;
  readonly selected_date_time?: number | null;
  readonly selected_user?: string | null;
  readonly selected_users?: readonly string[];
  readonly selected_channel?: string | null;
  readonly selected_channels?: readonly string[];
  readonly selected_conversation?: string | null;
  readonly selected_conversations?: readonly string[];
  readonly files?: readonly HeldFile[];
}

/** A file that was uploaded and not sent yet. */
export interface HeldFile {
  readonly id: string;
  readonly name: string;
}

/** Any element of a section's accessory, an actions block or an input block. */
export type AnyElement =
  | Extract<KnownBlock, { type: 'input' }>['element']
  | Extract<KnownBlock, { type: 'actions' }>['elements'][number]
  | Exclude<Extract<KnownBlock, { type: 'section' }>['accessory'], { type: 'image' } | undefined>;

/** A block's id, or its place where it has none. */
export function blockId(block: { block_id?: string }, index: number): string {
  return block.block_id ?? `block-${index}`;
}

/** The interactive elements of a block. */
export function elementsOf(block: KnownBlock): readonly AnyElement[] {
  if (block.type === 'input') return [block.element];
  if (block.type === 'actions') return block.elements;
  if (block.type !== 'section' || !block.accessory || block.accessory.type === 'image') return [];
  return [block.accessory];
}

/** All options of an element, those in groups included. */
export function optionsOf(element: AnyElement): readonly Option[] {
  const grouped: readonly PlainTextOption[] =
    'option_groups' in element ? (element.option_groups ?? []).flatMap((group) => group.options) : [];
  return [...('options' in element ? (element.options ?? []) : []), ...grouped];
}

/** What an element holds before anybody touches it; undefined for those that hold nothing, such as buttons. */
export function initialValue(element: AnyElement): HeldValue | undefined {
  const { type } = element;
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'file_input':
      return { type, files: [] };
    default:
      return undefined;
  }
}
