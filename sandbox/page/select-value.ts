import { optionsOf, type AnyElement, type HeldValue } from './held-value.ts';

/** The menus: of options, people or channels, for one or several. */
export type SelectElement = Extract<
  AnyElement,
  {
    type:
      | 'static_select'
      | 'multi_static_select'
      | 'users_select'
      | 'multi_users_select'
      | 'channels_select'
      | 'multi_channels_select'
      | 'conversations_select'
      | 'multi_conversations_select';
  }
>;

/** The ids of what a select holds: option values, people or channels. */
export function idsOf(held: HeldValue | undefined): readonly (string | null | undefined)[] {
  if (!held) return [];
  return [
    held.selected_option?.value,
    held.selected_user,
    held.selected_channel,
    held.selected_conversation,
    ...(held.selected_options ?? []).map((option) => option.value),
    ...(held.selected_users ?? []),
    ...(held.selected_channels ?? []),
    ...(held.selected_conversations ?? []),
  ];
}

/** What a select holds once these ids are chosen, in Slack's shape. */
export function valueOf(element: SelectElement, ids: readonly string[]): HeldValue {
  const { type } = element;
  const options = optionsOf(element).filter((option) => ids.includes(option.value ?? ''));
  const first = ids[0] ?? null;
  switch (type) {
    case 'static_select':
      return { type, selected_option: options[0] ?? null };
    case 'multi_static_select':
      return { type, selected_options: options };
    case 'users_select':
      return { type, selected_user: first };
    case 'multi_users_select':
      return { type, selected_users: ids };
    case 'channels_select':
      return { type, selected_channel: first };
    case 'multi_channels_select':
      return { type, selected_channels: ids };
    case 'conversations_select':
      return { type, selected_conversation: first };
    case 'multi_conversations_select':
      return { type, selected_conversations: ids };
  }
}
