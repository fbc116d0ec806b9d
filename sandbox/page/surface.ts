import type { ConfirmationDialog, KnownBlock } from '@slack/types';
import type { ActAnswer, Press } from './acts.ts';
import { confirmed } from './confirm.ts';
import { blockId, type AnyElement, type HeldValue } from './held-value.ts';
import type { Scene } from './scene.ts';

/** Where blocks stand (a message, a modal, the App Home) and how a press of theirs reaches the sandbox. */
export interface Surface {
  /** Unique on the page; what is typed is kept under it. */
  readonly id: string;
  readonly blocks: readonly KnownBlock[];
  readonly send: (press: Press) => Promise<ActAnswer>;
  readonly scene: Scene;
}

/** One interactive element in its place: what it holds, and what it does when used. */
export interface Slot {
  readonly element: AnyElement;
  /** The element's id in the page; it survives redraws, so that focus can. */
  readonly domId: string;
  readonly scene: Scene;
  readonly held: HeldValue | undefined;
  readonly hold: (value: HeldValue) => void;
  /** Sends the element's action, after its confirmation dialog where it has one. */
  readonly press: (value?: HeldValue) => Promise<void>;
  /** Whether a new value is sent at once, rather than with the form. */
  readonly dispatches: boolean;
}

/** The slot of an element in a block; input blocks send their value at once only when they say `dispatch_action`. */
export function slotOf(surface: Surface, block: KnownBlock, index: number, element: AnyElement): Slot {
  const { scene, id } = surface;
  const block_id = blockId(block, index);
  const action_id = element.action_id ?? '';
  return {
    element,
    scene,
    domId: encodeURIComponent(`${id}/${block_id}/${action_id}`),
    held: scene.held.get(id, block_id, element),
    hold: (value) => scene.held.set(id, block_id, element.action_id, value),
    press: async (value) => {
      const confirm: ConfirmationDialog | undefined = 'confirm' in element ? element.confirm : undefined;
      if (confirm && !(await confirmed(confirm, scene))) return;
      const values = scene.held.of(id, surface.blocks);
      await surface.send({ block_id, action_id, values, ...(value ? { value } : {}) });
    },
    dispatches: block.type !== 'input' || block.dispatch_action === true,
  };
}
