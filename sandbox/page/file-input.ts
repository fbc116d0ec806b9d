import { uploadFile } from './acts.ts';
import { el, on } from './dom.ts';
import type { HeldFile, HeldValue } from './held-value.ts';
import type { Slot } from './surface.ts';

type FileElement = Extract<Slot['element'], { type: 'file_input' }>;

/** Files from this machine: each is uploaded when it is chosen, and can be taken away again. */
export function drawFileInput(slot: Slot, element: FileElement): HTMLElement {
  const accept = element.filetypes?.map((type) => `.${type}`).join();
  const input = el('input', { type: 'file', id: slot.domId, multiple: element.max_files !== 1, accept });
  const list = el('ul', { class: 'chosen-files' });
  const failure = el('p', { class: 'error', role: 'alert' });
  let files: readonly HeldFile[] = slot.held?.files ?? [];
  show();
  on(input, 'change', () => void choose([...(input.files ?? [])]));
  return el('div', { class: 'file-input' }, input, list, failure);

  async function choose(chosen: readonly File[]): Promise<void> {
    input.disabled = true;
    const answers = await Promise.all(chosen.map((file) => uploadFile(slot.scene.state.me, file)));
    input.disabled = false;
    input.value = '';
    hold([...files, ...answers.flatMap((answer) => (answer.ok ? [answer.file] : []))]);
    failure.textContent = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))[0] ?? '';
  }

  function hold(now: readonly HeldFile[]): void {
    files = now;
    const value: HeldValue = { type: element.type, files };
    slot.hold(value);
    if (slot.dispatches) void slot.press(value);
    show();
  }

  function show(): void {
    list.replaceChildren(...files.map(drawChosen));
  }

  function drawChosen({ id, name }: HeldFile): HTMLElement {
    const remove = el('button', { type: 'button', class: 'button', 'aria-label': `Remove ${name}` }, 'Remove');
    on(remove, 'click', () => hold(files.filter((file) => file.id !== id)));
    return el('li', {}, name, ' ', remove);
  }
}
