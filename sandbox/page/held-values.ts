import type { KnownBlock } from '@slack/types';
import { blockId, elementsOf, initialValue, optionsOf, type AnyElement, type HeldValue } from './held-value.ts';

/**
 * What people have typed and chosen but not yet sent, by surface (a view, a message), block and action.
 * As in Slack, an initial value counts only once: an update that keeps `block_id` and `action_id` keeps what the input holds.
 */
export class HeldValues {
  readonly #held = new Map<string, HeldValue>();

  get(surface: string, block: string, element: AnyElement): HeldValue | undefined {
    const held = this.#held.get(key(surface, block, element.action_id));
    const initial = initialValue(element);
    if (!initial) return undefined;
    if (held?.type === initial.type && stillOffered(element, held)) return held;
    this.#held.set(key(surface, block, element.action_id), initial);
    return initial;
  }

  /** Takes over what the sandbox knows was entered (before a reload, say), where nothing is held yet. */
  seed(surface: string, values: Readonly<Record<string, Readonly<Record<string, HeldValue>>>> = {}): void {
    for (const [block, actions] of Object.entries(values)) {
      for (const [action, value] of Object.entries(actions)) {
        const held = key(surface, block, action);
        if (!this.#held.has(held)) this.#held.set(held, value);
      }
    }
  }

  set(surface: string, block: string, action: string | undefined, value: HeldValue): void {
    this.#held.set(key(surface, block, action), value);
  }

  /** Everything a surface holds now, as `{block_id: {action_id: value}}`. */
  of(surface: string, blocks: readonly KnownBlock[]): Record<string, Record<string, HeldValue>> {
    const values: Record<string, Record<string, HeldValue>> = {};
    for (const [index, block] of blocks.entries()) {
      for (const element of elementsOf(block)) {
        const id = blockId(block, index);
        const held = this.get(surface, id, element);
        if (held) (values[id] ??= {})[element.action_id ?? ''] = held;
      }
    }
    return values;
  }

  /** Forgets what blocks held that the surface no longer shows; without blocks, all of it. */
  forget(surface: string, blocks: readonly KnownBlock[] = []): void {
    const kept = new Set(
      blocks.flatMap((block, i) => elementsOf(block).map((e) => key(surface, blockId(block, i), e.action_id))),
    );
    for (const held of this.#held.keys()) {
      if (held.startsWith(`${surface}\n`) && !kept.has(held)) this.#held.delete(held);
    }
  }
}

function key(surface: string, block: string, action: string | undefined): string {
  return `${surface}\n${block}\n${action ?? ''}`;
}

function stillOffered(element: AnyElement, held: HeldValue): boolean {
  if (!('options' in element) && !('option_groups' in element)) return true;
  const offered = new Set(optionsOf(element).map((option) => option.value));
  const chosen = [...(held.selected_options ?? []), ...(held.selected_option ? [held.selected_option] : [])];
  return chosen.every((option) => offered.has(option.value));
}
