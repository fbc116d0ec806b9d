import type { TextObject } from '@slack/types';
import { el, on } from './dom.ts';
import { EMOJI } from './emoji.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import { sandboxNow, type Scene } from './scene.ts';
import { formatSlackDate } from './slack-date.ts';
import { personName } from './state.ts';
import { isSafeUrl, type DateInline, type Inline, type TextBlock } from './text-tree.ts';

/** A Slack text object, plain or mrkdwn. */
export function drawText(text: TextObject, scene: Scene): Node {
  if (text.type === 'mrkdwn') return drawTextBlocks(parseMrkdwn(text.text), scene);
  return document.createTextNode(text.emoji === false ? text.text : withEmoji(text.text));
}

/** Replaces the shortcodes the page knows by their emoji. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (code, name: string) => EMOJI.get(name) ?? code);
}

/** Parsed text as nodes. */
export function drawTextBlocks(blocks: readonly TextBlock[], scene: Scene): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks.map((block) => drawTextBlock(block, scene)));
  return fragment;
}

function drawTextBlock(block: TextBlock, scene: Scene): HTMLElement {
  switch (block.kind) {
    case 'paragraph':
      return el('p', {}, ...drawInlines(block.children, scene));
    case 'quote':
      return el('blockquote', {}, ...drawInlines(block.children, scene));
    case 'heading':
      return el(block.level === 1 ? 'h3' : 'h4', {}, ...drawInlines(block.children, scene));
    case 'list': {
      const items = block.items.map((item) => el('li', {}, ...drawInlines(item, scene)));
      return el(block.ordered ? 'ol' : 'ul', {}, ...items);
    }
    case 'pre':
      return el('pre', {}, block.text);
    case 'rule':
      return el('hr');
  }
}

const EMPHASIS = { bold: 'strong', italic: 'em', strike: 's' } as const;

/** Inline nodes of a text tree. */
export function drawInlines(inlines: readonly Inline[], scene: Scene): Node[] {
  return inlines.map((inline) => drawInline(inline, scene));
}

function drawInline(inline: Inline, scene: Scene): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'bold':
    case 'italic':
    case 'strike':
      return el(EMPHASIS[inline.kind], {}, ...drawInlines(inline.children, scene));
    case 'code':
      return el('code', {}, inline.text);
    case 'link':
      return drawLink(inline.url, drawInlines(inline.children, scene));
    case 'user':
      return el(
        'span',
        { class: inline.id === scene.state.me ? 'mention mention-me' : 'mention' },
        `@${personName(scene.state, inline.id)}`,
      );
    case 'channel':
      return drawChannel(inline.id, inline.label, scene);
    case 'group': {
      const known = scene.state.groups?.find((group) => group.id === inline.id)?.name;
      return el('span', { class: 'mention' }, `@${(known ?? inline.label ?? inline.id).replace(/^@/, '')}`);
    }
    case 'broadcast':
      return el('span', { class: 'mention mention-loud', title: 'notifies everybody here' }, `@${inline.range}`);
    case 'date':
      return drawDate(inline, scene);
    case 'emoji':
      return el('span', { class: 'emoji', title: `:${inline.name}:` }, EMOJI.get(inline.name) ?? `:${inline.name}:`);
  }
}

/** A file of the sandbox, which has its address in Slack and is served here. */
function ownFile(url: string): string | undefined {
  const [, id] = /^https:\/\/sandbox\.slack\.com\/files\/[A-Z0-9]+\/(F[A-Z0-9]+)/.exec(url) ?? [];
  return id === undefined ? undefined : `/files/${id}`;
}

function drawLink(url: string, children: readonly Node[]): HTMLElement {
  if (!isSafeUrl(url)) return el('span', { title: url }, ...children);
  return el('a', { href: ownFile(url) ?? url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

function drawChannel(id: string, label: string | undefined, { state, go }: Scene): HTMLElement {
  const name = state.channels.find((channel) => channel.id === id)?.name;
  if (name === undefined) return el('span', { class: 'mention' }, `#${label ?? id}`);
  const link = el('a', { class: 'mention', href: `#at=${id}` }, `#${name}`);
  return on(link, 'click', (event) => {
    event.preventDefault();
    go({ channel: id });
  });
}

/** The last second that a Date can hold. */
const EPOCH_MAX = 8.64e12;

function drawDate(date: DateInline, { state }: Scene): HTMLElement {
  const text =
    Math.abs(date.epoch) <= EPOCH_MAX
      ? formatSlackDate(date.epoch, date.format, { nowMs: sandboxNow(state) })
      : date.fallback;
  const when = el('time', { title: date.fallback }, text);
  return date.url === undefined ? when : drawLink(date.url, [when]);
}
