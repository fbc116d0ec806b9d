import type { KnownBlock, TextObject } from '@slack/types';
import { el, type Child } from './dom.ts';
import { drawElement } from './elements.ts';
import { drawInput } from './input-block.ts';
import { parseMarkdown } from './markdown.ts';
import { drawImage } from './pictures.ts';
import { drawRichText } from './rich-text.ts';
import type { Scene } from './scene.ts';
import { slotOf, type Surface } from './surface.ts';
import { drawTable } from './table.ts';
import { drawText, drawTextBlocks, withEmoji } from './text-view.ts';

/** All blocks of a surface, one node each. */
export function drawBlocks(surface: Surface): HTMLElement[] {
  return surface.blocks.map((_, index) => drawBlock(surface, index));
}

/** One block. A kind the page cannot draw, or one too malformed to draw, is said to be so in its place. */
export function drawBlock(surface: Surface, index: number): HTMLElement {
  const block = surface.blocks[index];
  if (!block) return el('div');
  try {
    const drawn = drawKnown(block, surface, index);
    drawn.dataset['block'] = block.type;
    return drawn;
  } catch (error) {
    return unsupported(`${block.type} (${error instanceof Error ? error.message : 'unreadable'})`);
  }
}

function drawKnown(block: KnownBlock, surface: Surface, index: number): HTMLElement {
  const { scene } = surface;
  switch (block.type) {
    case 'header':
      return el('h3', { class: 'block header' }, withEmoji(block.text.text));
    case 'divider':
      return el('hr', { class: 'block' });
    case 'section':
      return drawSection(block, surface, index);
    case 'context':
      return el('div', { class: 'block context text' }, ...block.elements.map((part) => drawContextPart(part, scene)));
    case 'actions':
      return el(
        'div',
        { class: 'block actions' },
        ...block.elements.map((element) => drawElement(slotOf(surface, block, index, element))),
      );
    case 'input':
      return drawInput(block, slotOf(surface, block, index, block.element));
    case 'image':
      return el(
        'figure',
        { class: 'block image' },
        block.title && el('figcaption', {}, drawText(block.title, scene)),
        drawImage(block),
      );
    case 'rich_text':
      return el('div', { class: 'block text' }, drawRichText(block, scene));
    case 'markdown':
      return el('div', { class: 'block text' }, drawTextBlocks(parseMarkdown(block.text), scene));
    case 'table':
      return drawTable(block, scene);
    default:
      return unsupported(block.type);
  }
}

function drawSection(block: Extract<KnownBlock, { type: 'section' }>, surface: Surface, index: number): HTMLElement {
  const { scene } = surface;
  const { accessory } = block;
  return el(
    'div',
    { class: 'block section' },
    el(
      'div',
      { class: 'section-text' },
      block.text && drawTextBox(block.text, scene),
      block.fields && el('div', { class: 'fields' }, ...block.fields.map((field) => drawTextBox(field, scene))),
    ),
    accessory && el('div', { class: 'accessory' }, drawAccessory()),
  );

  function drawAccessory(): Child {
    if (!accessory) return null;
    return accessory.type === 'image' ? drawImage(accessory) : drawElement(slotOf(surface, block, index, accessory));
  }
}

function drawTextBox(text: TextObject, scene: Scene): HTMLElement {
  return el('div', { class: 'text' }, drawText(text, scene));
}

function drawContextPart(
  part: Extract<KnownBlock, { type: 'context' }>['elements'][number],
  scene: Scene,
): HTMLElement {
  return part.type === 'image' ? drawImage(part) : el('div', {}, drawText(part, scene));
}

function unsupported(kind: string): HTMLElement {
  return el('p', { class: 'block unsupported' }, `unsupported block: ${kind}`);
}
