import { makeModal, type Modal } from './modal.ts';
import type { Scene } from './scene.ts';

const open = new Map<string, Modal>();

/** Brings the dialogs in line with the person's stack of views. Only the top one shows; those under it keep what was typed. */
export function renderModals(scene: Scene): void {
  const { views } = scene.state;
  for (const [id, modal] of open) {
    if (views.some((view) => view.id === id)) continue;
    modal.node.remove();
    open.delete(id);
  }
  const top = views.at(-1);
  for (const view of views) {
    const modal = open.get(view.id) ?? makeModal(view, scene);
    const isNew = !open.has(view.id);
    open.set(view.id, modal);
    modal.render(view, scene);
    if (isNew) document.body.append(modal.node);
    if (view !== top) modal.node.close();
    else if (!modal.node.open) {
      modal.node.showModal();
      if (isNew) modal.node.querySelector<HTMLElement>('.blocks input, .blocks textarea, .blocks select')?.focus();
    }
  }
}
