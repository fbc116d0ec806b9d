import { el, on } from './dom.ts';

/** A text box that sends on Enter; Shift+Enter makes a new line. It keeps one unsent text per place. */
export interface Composer {
  readonly node: HTMLElement;
  /** Shows the unsent text of a place; does nothing while the place stays. */
  readonly show: (key: string, placeholder: string) => void;
  readonly focus: () => void;
}

/** Makes a composer. `send` answers whether the text was taken: if not, it stays in the box. */
export function makeComposer(
  label: string,
  send: (text: string) => Promise<boolean>,
  ...extras: readonly HTMLElement[]
): Composer {
  const drafts = new Map<string, string>();
  let place: string | undefined;
  const box = el('textarea', { 'aria-label': label, rows: 1, autocomplete: 'off' });
  const hint = el('span', { class: 'quiet composer-hint' });
  const button = el('button', { type: 'button', class: 'button primary send', title: 'Send' }, 'Send');
  on(box, 'input', refresh);
  on(box, 'keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  on(button, 'click', () => void submit());
  const node = el('div', { class: 'composer' }, box, el('div', { class: 'composer-bar' }, ...extras, hint, button));
  return { node, show, focus: () => box.focus() };

  function show(key: string, placeholder: string): void {
    box.placeholder = placeholder;
    if (place === key) return;
    place = key;
    box.value = drafts.get(key) ?? '';
    refresh();
  }

  async function submit(): Promise<void> {
    const text = box.value.trim();
    const from = place ?? '';
    if (text === '') return;
    box.value = '';
    refresh();
    const taken = await send(text);
    if (taken || drafts.get(from)) return;
    drafts.set(from, text);
    if (place !== from) return;
    box.value = text;
    refresh();
  }

  function refresh(): void {
    if (place !== undefined) drafts.set(place, box.value);
    const command = /^\/\S+/.exec(box.value)?.[0];
    hint.textContent = command ? `Enter runs ${command}` : box.value === '' ? '' : 'Shift+Enter for a new line';
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
    button.disabled = box.value.trim() === '';
  }
}
