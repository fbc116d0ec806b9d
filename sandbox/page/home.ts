import type { KnownBlock } from '@slack/types';
import { drawBlock } from './blocks.ts';
import { el, patchRows } from './dom.ts';
import { blockId } from './held-value.ts';
import { textSignature, type Scene } from './scene.ts';
import type { Surface } from './surface.ts';

/** The middle column while it shows the app's home tab. */
export function makeHome(): { readonly node: HTMLElement; readonly render: (scene: Scene) => void } {
  const body = el('div', { class: 'home-body' });
  const scroller = el('div', { class: 'scroller', tabindex: 0 }, body);
  const node = el('main', { class: 'home' }, el('header', { class: 'pane-head' }, el('h1', {}, 'Gonogo')), scroller);
  return { node, render };

  function render(scene: Scene): void {
    const { state } = scene;
    const surface: Surface = {
      id: `home/${state.me}`,
      blocks: (state.home?.blocks ?? []) as readonly KnownBlock[],
      scene,
      send: (press) => scene.act({ kind: 'homeClick', ...press }),
    };
    if (state.home) patchBlocks(body, surface);
    else patchRows(body, [{ key: 'empty', signature: '', draw: drawEmpty }]);
  }
}

function drawEmpty(): HTMLElement {
  return el('p', { class: 'quiet empty' }, 'The app has not published its home yet.');
}

/** Brings a surface's blocks up to date one by one, so that an input nobody changed keeps its caret and its text. */
export function patchBlocks(parent: HTMLElement, surface: Surface): void {
  surface.scene.held.forget(surface.id, surface.blocks);
  const names = textSignature(surface.scene);
  const used = new Map<string, number>();
  patchRows(
    parent,
    surface.blocks.map((block, index) => {
      const id = `${surface.id}/${blockId(block, index)}`;
      const again = used.get(id) ?? 0;
      used.set(id, again + 1);
      return {
        key: `${id}/${again}`,
        signature: JSON.stringify([block, names]),
        draw: () => drawBlock(surface, index),
      };
    }),
  );
}
