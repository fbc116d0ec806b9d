import { el, on } from './dom.ts';
import type { HeldValue } from './held-value.ts';
import type { Slot } from './surface.ts';

type TextElement = Extract<
  Slot['element'],
  { type: 'plain_text_input' | 'email_text_input' | 'url_text_input' | 'number_input' }
>;

const KINDS = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
} as const;
const PAUSE_MS = 400;

/** A text, address or number input. With `dispatch_action` it sends itself on Enter and when left, or as it is typed if it asks so. */
export function drawTextInput(slot: Slot, element: TextElement): HTMLElement {
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const limits =
    element.type === 'plain_text_input' ? { minlength: element.min_length, maxlength: element.max_length } : {};
  const shared = { id: slot.domId, placeholder: element.placeholder?.text, autocomplete: 'off', ...limits };
  const input = multiline
    ? el('textarea', { ...shared, rows: 4 })
    : el('input', {
        ...shared,
        type: KINDS[element.type],
        inputmode: element.type === 'number_input' ? 'decimal' : undefined,
      });
  input.value = slot.held?.value ?? '';
  let sent = input.value;
  let pause: ReturnType<typeof setTimeout> | undefined;
  on<HTMLInputElement | HTMLTextAreaElement, 'input'>(input, 'input', () => {
    slot.hold(read());
    if (!asTyped(element) || !slot.dispatches) return;
    clearTimeout(pause);
    pause = setTimeout(dispatch, PAUSE_MS);
  });
  if (!slot.dispatches) return input;
  on<HTMLInputElement | HTMLTextAreaElement, 'change'>(input, 'change', dispatch);
  on<HTMLInputElement | HTMLTextAreaElement, 'keydown'>(input, 'keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || (multiline && !event.ctrlKey)) return;
    event.preventDefault();
    sent = '';
    dispatch();
  });
  return input;

  function read(): HeldValue {
    return { type: element.type, value: input.value === '' ? null : input.value };
  }

  function dispatch(): void {
    clearTimeout(pause);
    if (input.value === sent) return;
    sent = input.value;
    void slot.press(read());
  }
}

function asTyped(element: TextElement): boolean {
  return element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered') === true;
}
