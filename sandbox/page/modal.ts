import type { KnownBlock } from '@slack/types';
import { el, on, patchRows } from './dom.ts';
import { blockId } from './held-value.ts';
import { patchBlocks } from './home.ts';
import { markError } from './input-block.ts';
import type { Scene } from './scene.ts';
import type { OpenView } from './state.ts';
import type { Surface } from './surface.ts';
import { withEmoji } from './text-view.ts';

/** One open modal: a real dialog, so that focus stays inside it and the page behind cannot be used. */
export interface Modal {
  readonly node: HTMLDialogElement;
  readonly render: (view: OpenView, scene: Scene) => void;
}

/** The first place to type in a refused input; a group of choices is entered by its first choice. */
const INVALID = '[aria-invalid=true]:not([role]), [aria-invalid=true] input';

/** Makes the dialog of a view. Its blocks are patched in place: what is typed survives every update that keeps the input. */
export function makeModal(first: OpenView, started: Scene): Modal {
  let view = first;
  let scene = started;
  let busy = false;
  const title = el('h2', { id: `title-${first.id}` });
  const dismiss = el('button', { type: 'button', class: 'button icon', 'aria-label': 'Dismiss' }, '✕');
  const failure = el('div');
  const body = el('div', { class: 'blocks' });
  const close = el('button', { type: 'button', class: 'button' });
  const submit = el('button', { type: 'submit', class: 'button primary' });
  const footer = el('footer', {}, close, submit);
  const content = el('div', { class: 'dialog-body' }, failure, body);
  const form = el('form', { novalidate: true }, el('header', {}, title, dismiss), content, footer);
  const node = el('dialog', { class: 'modal', 'aria-labelledby': title.id, 'data-view': first.id }, form);
  const surface: Surface = {
    id: first.id,
    get blocks() {
      return blocks();
    },
    get scene() {
      return scene;
    },
    send: (press) => scene.act({ kind: 'viewAction', view_id: view.id, ...press }),
  };
  on(dismiss, 'click', () => void leave());
  on(close, 'click', () => void leave());
  on(node, 'cancel', (event) => {
    event.preventDefault();
    void leave();
  });
  on(form, 'submit', (event) => {
    event.preventDefault();
    void send();
  });
  return { node, render };

  function render(now: OpenView, shown: Scene): void {
    view = now;
    scene = shown;
    title.textContent = withEmoji(view.title.text);
    close.textContent = withEmoji(view.close?.text ?? 'Cancel');
    submit.hidden = view.submit === undefined || view.submit === null;
    submit.textContent = withEmoji(view.submit?.text ?? 'Submit');
    scene.held.seed(view.id, view.state?.values);
    patchBlocks(body, surface);
    markErrors();
  }

  function blocks(): readonly KnownBlock[] {
    return view.blocks as readonly KnownBlock[];
  }

  function markErrors(): void {
    const errors = view.errors ?? {};
    for (const [index, block] of blocks().entries()) {
      const drawn = body.children[index];
      if (drawn instanceof HTMLElement && block.type === 'input') markError(drawn, errors[blockId(block, index)]);
    }
  }

  async function leave(): Promise<void> {
    await scene.act({ kind: 'viewClose', view_id: view.id });
  }

  async function send(): Promise<void> {
    if (busy || submit.hidden) return;
    busy = true;
    form.ariaBusy = 'true';
    const answer = await scene.act({
      kind: 'viewSubmit',
      view_id: view.id,
      values: scene.held.of(view.id, blocks()),
    });
    busy = false;
    form.ariaBusy = null;
    fail(answer.ok ? undefined : `That was not taken: ${answer.error}`);
    body.querySelector<HTMLElement>(INVALID)?.focus();
  }

  function fail(text: string | undefined): void {
    patchRows(failure, text === undefined ? [] : [{ key: text, signature: text, draw: () => alert(text) }]);
  }
}

function alert(text: string): HTMLElement {
  return el('p', { class: 'failure', role: 'alert' }, text);
}
