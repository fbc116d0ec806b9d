import type { RichTextBlock, RichTextElement } from '@slack/types';
import { el } from './dom.ts';
import { EMOJI } from './emoji.ts';
import type { Scene } from './scene.ts';
import type { Inline } from './text-tree.ts';
import { drawInlines } from './text-view.ts';

type Part = RichTextBlock['elements'][number];
type ListPart = Extract<Part, { type: 'rich_text_list' }>;

/** A rich text block: sections, lists, quotes and preformatted text, with every inline element Slack knows. */
export function drawRichText(block: RichTextBlock, scene: Scene): HTMLElement {
  return el('div', { class: 'rich-text' }, ...block.elements.map((part) => drawPart(part, scene)));
}

function drawPart(part: Part, scene: Scene): HTMLElement {
  switch (part.type) {
    case 'rich_text_section':
      return el('p', {}, ...drawElements(part.elements, scene));
    case 'rich_text_quote':
      return el('blockquote', {}, ...drawElements(part.elements, scene));
    case 'rich_text_preformatted':
      return el('pre', {}, ...drawElements(part.elements, scene));
    case 'rich_text_list':
      return drawList(part, scene);
    default:
      return unsupported(part);
  }
}

function drawList(list: ListPart, scene: Scene): HTMLElement {
  const indent = list.indent ?? 0;
  const items = list.elements.map((item) => el('li', {}, ...drawElements(item.elements, scene)));
  const offset = 'offset' in list && typeof list.offset === 'number' ? list.offset : 0;
  const shape = { class: `indent-${indent % 3}` };
  const drawn =
    list.style === 'ordered' ? el('ol', { ...shape, start: offset + 1 }, ...items) : el('ul', shape, ...items);
  drawn.style.setProperty('--indent', String(indent));
  return drawn;
}

function drawElements(elements: readonly RichTextElement[], scene: Scene): Node[] {
  return elements.map((element) => {
    const inline = inlineOf(element);
    if (!inline) return unsupported(element);
    return drawInlines([styled(element, inline)], scene)[0] ?? unsupported(element);
  });
}

function inlineOf(element: RichTextElement): Inline | undefined {
  switch (element.type) {
    case 'text':
      return { kind: element.style?.code ? 'code' : 'text', text: element.text };
    case 'link':
      return { kind: 'link', url: element.url, children: [{ kind: 'text', text: element.text ?? element.url }] };
    case 'user':
      return { kind: 'user', id: element.user_id };
    case 'channel':
      return { kind: 'channel', id: element.channel_id };
    case 'usergroup':
      return { kind: 'group', id: element.usergroup_id };
    case 'team':
      return { kind: 'text', text: element.team_id };
    case 'broadcast':
      return { kind: 'broadcast', range: element.range };
    case 'emoji':
      return EMOJI.has(element.name) || element.unicode === undefined
        ? { kind: 'emoji', name: element.name }
        : { kind: 'text', text: fromCodePoints(element.unicode) };
    case 'color':
      return { kind: 'text', text: element.value };
    case 'date': {
      const { timestamp: epoch, format, fallback = format, url } = element;
      return { kind: 'date', epoch, format, fallback, ...(url === undefined ? {} : { url }) };
    }
    default:
      return undefined;
  }
}

function styled({ style }: RichTextElement, inline: Inline): Inline {
  let out = inline;
  if (style?.bold) out = { kind: 'bold', children: [out] };
  if (style?.italic) out = { kind: 'italic', children: [out] };
  return style?.strike ? { kind: 'strike', children: [out] } : out;
}

function fromCodePoints(hex: string): string {
  const points = hex.split('-').map((point) => Number.parseInt(point, 16));
  return points.every((point) => point <= 0x10_ff_ff) ? String.fromCodePoint(...points) : hex;
}

function unsupported(part: { readonly type: string }): HTMLElement {
  return el('span', { class: 'unsupported' }, `unsupported text: ${part.type}`);
}
