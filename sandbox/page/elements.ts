import { drawChoices } from './choices.ts';
import { el, on } from './dom.ts';
import { drawFileInput } from './file-input.ts';
import { drawPicker } from './picker.ts';
import { drawSelect } from './select.ts';
import type { Slot } from './surface.ts';
import { drawTextInput } from './text-input.ts';
import { drawOverflow } from './overflow.ts';
import { isSafeUrl } from './text-tree.ts';
import { withEmoji } from './text-view.ts';

/** An interactive element, wherever it stands. */
export function drawElement(slot: Slot): HTMLElement {
  const { element } = slot;
  switch (element.type) {
    case 'button':
      return drawButton(slot, element);
    case 'overflow':
      return drawOverflow(slot, element);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return drawTextInput(slot, element);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return drawPicker(slot, element);
    case 'checkboxes':
    case 'radio_buttons':
      return drawChoices(slot, element);
    case 'file_input':
      return drawFileInput(slot, element);
    case 'static_select':
    case 'multi_static_select':
    case 'users_select':
    case 'multi_users_select':
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select':
      return drawSelect(slot, element);
    default:
      return el('span', { class: 'unsupported' }, `unsupported element: ${element.type}`);
  }
}

function drawButton(slot: Slot, button: Extract<Slot['element'], { type: 'button' }>): HTMLElement {
  const node = el(
    'button',
    {
      type: 'button',
      id: slot.domId,
      class: `button ${button.style ?? ''}`,
      'aria-label': button.accessibility_label,
    },
    withEmoji(button.text.text),
  );
  return on(node, 'click', () => {
    if (node.ariaBusy === 'true') return;
    node.ariaBusy = 'true';
    if (button.url !== undefined && isSafeUrl(button.url)) window.open(button.url, '_blank', 'noopener');
    void slot.press().finally(() => {
      node.ariaBusy = null;
    });
  });
}
