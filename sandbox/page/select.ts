import { el, on } from './dom.ts';
import type { Scene } from './scene.ts';
import { idsOf, valueOf, type SelectElement } from './select-value.ts';
import { actors, personName } from './state.ts';
import type { Slot } from './surface.ts';
import { withEmoji } from './text-view.ts';

/** How many options a multi-select shows before it scrolls. */
const ROWS_MIN = 2;
const ROWS_MAX = 6;

/** A menu of options, people or channels as the browser's own select; in a multi-select a plain click toggles an option. */
export function drawSelect(slot: Slot, element: SelectElement): HTMLElement {
  const multiple = element.type.startsWith('multi_');
  const chosen = new Set(idsOf(slot.held));
  const options = groupsOf(element, slot.scene).map(({ label, options: offered }) => {
    const drawn = offered.map(({ id, text }) => {
      const option = el('option', { value: id }, text);
      option.selected = chosen.has(id);
      return option;
    });
    return label === undefined ? drawn : [el('optgroup', { label }, ...drawn)];
  });
  const rows = Math.min(ROWS_MAX, Math.max(ROWS_MIN, options.flat().length));
  const blank = multiple ? [] : [el('option', { value: '' }, element.placeholder?.text ?? 'Choose an option')];
  const select = el(
    'select',
    { id: slot.domId, multiple, size: multiple ? rows : undefined },
    ...blank,
    ...options.flat(),
  );
  if (multiple) on(select, 'mousedown', toggle);
  return on(select, 'change', () => {
    const ids = [...select.selectedOptions].map((option) => option.value).filter((id) => id !== '');
    const value = valueOf(element, ids);
    slot.hold(value);
    if (slot.dispatches) void slot.press(value);
  });

  function toggle(event: MouseEvent): void {
    const option = event.target;
    if (!(option instanceof HTMLOptionElement)) return;
    event.preventDefault();
    const top = select.scrollTop;
    option.selected = !option.selected;
    select.focus();
    select.scrollTop = top;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

interface OptionGroupShown {
  readonly label?: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}

function groupsOf(element: SelectElement, { state }: Scene): readonly OptionGroupShown[] {
  const people = actors(state).map(({ id }) => ({ id, text: personName(state, id) }));
  const channels = state.channels.map(({ id, name }) => ({ id, text: `#${name}` }));
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return [
        { options: (element.options ?? []).map(shownOption) },
        ...(element.option_groups ?? []).map(({ label, options }) => ({
          label: withEmoji(label.text),
          options: options.map(shownOption),
        })),
      ];
    case 'users_select':
    case 'multi_users_select':
      return [{ options: people }];
    default:
      return [{ options: channels }];
  }
}

function shownOption(option: { readonly value?: string; readonly text: { readonly text: string } }): {
  id: string;
  text: string;
} {
  return { id: option.value ?? '', text: withEmoji(option.text.text) };
}
