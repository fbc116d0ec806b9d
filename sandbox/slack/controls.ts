import { randomBytes } from 'node:crypto';
import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  SectionBlock,
} from '@slack/types';

/** An element a person can act on. */
type ControlElement =
  | InputBlockElement
  | ActionsBlockElement
  | ContextActionsBlockElement
  | Exclude<NonNullable<SectionBlock['accessory']>, { type: 'image' }>;

/** A control with the ids its payload will carry; `input` is set when it stands in an input block. */
export type Control = { blockId: string; actionId: string; element: ControlElement; input?: InputBlock };

function elementsOf(block: KnownBlock): ControlElement[] {
  if (block.type === 'section')
    return block.accessory === undefined || block.accessory.type === 'image' ? [] : [block.accessory];
  if (block.type === 'actions' || block.type === 'context_actions') return [...block.elements];
  if (block.type === 'card') return [...(block.actions ?? [])];
  return block.type === 'input' ? [block.element] : [];
}

/** A block and those inside it. */
export function nested(block: KnownBlock): KnownBlock[] {
  if (block.type === 'container') return [block, ...block.child_blocks.flatMap(nested)];
  return block.type === 'carousel' ? [block, ...block.elements.flatMap(nested)] : [block];
}

/** Every control on a surface, in reading order. */
export function controlsIn(blocks: readonly KnownBlock[]): Control[] {
  return blocks.flatMap(nested).flatMap((block) =>
    elementsOf(block).map((element) => ({
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      element,
      ...(block.type === 'input' ? { input: block } : {}),
    })),
  );
}

const freshId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

/** A deep copy in which each block and control has an id: Slack makes up those the app left out. */
export function withIds(blocks: readonly KnownBlock[]): KnownBlock[] {
  const copy = structuredClone([...blocks]);
  for (const block of copy.flatMap(nested)) {
    block.block_id ??= freshId();
    for (const element of elementsOf(block)) element.action_id ??= freshId();
  }
  return copy;
}
