import { el, on } from './dom.ts';
import type { HeldValue } from './held-value.ts';
import type { Slot } from './surface.ts';
import { drawText } from './text-view.ts';

type ChoiceElement = Extract<Slot['element'], { type: 'checkboxes' | 'radio_buttons' }>;

/** Checkboxes or radio buttons, each under its own label. */
export function drawChoices(slot: Slot, element: ChoiceElement): HTMLElement {
  const one = element.type === 'radio_buttons';
  const chosen = new Set(
    [slot.held?.selected_option, ...(slot.held?.selected_options ?? [])].map((option) => option?.value),
  );
  const inputs = element.options.map((option, index) => {
    const input = el('input', { type: one ? 'radio' : 'checkbox', name: slot.domId, id: `${slot.domId}/${index}` });
    input.checked = chosen.has(option.value);
    return on(input, 'change', () => {
      const value = read();
      slot.hold(value);
      if (slot.dispatches) void slot.press(value);
    });
  });
  const rows = element.options.map((option, index) =>
    el(
      'div',
      { class: 'choice' },
      inputs[index],
      el('label', { for: `${slot.domId}/${index}`, class: 'text' }, drawText(option.text, slot.scene)),
      option.description && el('span', { class: 'quiet' }, drawText(option.description, slot.scene)),
    ),
  );
  return el('div', { class: 'choices', id: slot.domId, role: one ? 'radiogroup' : 'group' }, ...rows);

  function read(): HeldValue {
    const picked = element.options.filter((_, index) => inputs[index]?.checked === true);
    return one
      ? { type: element.type, selected_option: picked[0] ?? null }
      : { type: element.type, selected_options: picked };
  }
}
