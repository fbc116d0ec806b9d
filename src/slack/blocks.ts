import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { isPermalinkOf, type Attachment } from '../change/attachments.ts';
import { drawControl, type Drawn } from './controls.ts';

/** Slack's ceilings that our helpers keep (docs.slack.dev/reference/block-kit). */
export const SECTION_MAX = 3000;
export const FIELD_MAX = 2000;
const HEADER_MAX = 150;
const BUTTON_TEXT_MAX = 75;

/** Escapes what a person or a command wrote before it meets mrkdwn, so that it can mention and link nothing (docs.slack.dev, escaping text). */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text no longer than `max` characters; a cut one says so. Never cuts inside an escape, a mention, a date or a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text
    .slice(0, max - 1)
    .replace(/&[a-z]{0,4}$/, '')
    .replace(/<[^<>]*$/, '')
    .replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}…`;
}

/** A person's or a command's text inside a sentence of ours: escaped, on one line, no longer than `max` characters. */
export function quoted(text: string, max: number): string {
  return cut(escape(text.replaceAll(/\s+/g, ' ').trim()), max);
}

/** The same as a sentence of its own: ended by a full stop where it has no end. */
export function sentence(text: string, max: number): string {
  const shown = quoted(text, max);
  return /[.!?…]$/.test(shown) ? shown : `${shown}.`;
}

export function plain(text: string, max = SECTION_MAX): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max), emoji: false };
}

/** Verbatim: only the mentions and links that we write ourselves become any (docs.slack.dev, text object). */
export function mrkdwn(text: string, max = SECTION_MAX): MrkdwnElement {
  return { type: 'mrkdwn', text: cut(text, max), verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, HEADER_MAX) };
}

/** A paragraph, with a button beside it where one is given. */
export function section(text: string, accessory?: Button): SectionBlock {
  return { type: 'section', text: mrkdwn(text), ...(accessory ? { accessory } : {}) };
}

/** Up to ten label and value pairs side by side. */
export function fields(...pairs: readonly (readonly [label: string, value: string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs.slice(0, 10).map(([label, value]) => mrkdwn(`*${label}*\n${value}`, FIELD_MAX)),
  };
}

export function context(...texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.slice(0, 10).map((t) => mrkdwn(t)) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function actions(...buttons: readonly Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons.slice(0, 25) };
}

/** A button that carries a control; its `action_id` is the control's name, made distinct where two stand in one block. */
export function button(text: string, control: Drawn, style?: 'primary' | 'danger', nth?: string): Button {
  return {
    type: 'button',
    text: plain(text, BUTTON_TEXT_MAX),
    action_id: nth === undefined ? control.do : `${control.do}:${nth}`,
    value: drawControl(control),
    ...(style === undefined ? {} : { style }),
  };
}

/** A person (`U…`, `W…`) or a user group (`S…`) by name; anything else is shown as it is and mentions nobody. */
export function mention(id: string): string {
  if (/^[UW][A-Z0-9]+$/.test(id)) return `<@${id}>`;
  return /^S[A-Z0-9]+$/.test(id) ? `<!subteam^${id}>` : quoted(id, 60);
}

/** An https address as a link that shows where it leads; anything that would end a link inside is shown as text instead. */
export function link(address: string): string {
  return /^https:\/\/[^\s<>|"`]+$/.test(address) ? `<${escape(address)}>` : quoted(address, 300);
}

/** A file of a change by name, and the way to it; nothing that a person named stands inside the link. */
export function fileWords({ id, name, permalink }: Attachment): string {
  const shown = quoted(name, 80);
  return permalink !== undefined && isPermalinkOf(id, permalink) ? `${shown} (<${escape(permalink)}|open>)` : shown;
}

/** Lines as they are, in fixed width; nothing in them is read as markup. */
export function preformatted(text: string): RichTextBlock {
  const shown = cut(text, SECTION_MAX);
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown === '' ? ' ' : shown }] }],
  };
}

/** An instant in each reader's own zone, with UTC where Slack cannot say it (docs.slack.dev, date formatting). */
export function when(at: number, format = '{date_short_pretty} {time}'): string {
  return `<!date^${Math.floor(at / 1000)}^${format}|${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}

/** Whole items only, as many as fit, and how many more there are: half a mention is not a mention. */
export function listOf(
  items: readonly string[],
  max: number,
  separator = ', ',
  more = (rest: number): string => ` and ${rest} more`,
): string {
  const rest = items.length - max;
  return items.slice(0, max).join(separator) + (rest > 0 ? more(rest) : '');
}

/** Whole lines, as many as fit into `max` characters, and how many more there are. */
export function linesOf(lines: readonly string[], max = SECTION_MAX - 100): string {
  let length = 0;
  const fit = lines.findIndex((line) => (length += line.length + 1) > max);
  return listOf(lines, fit < 0 ? lines.length : Math.max(1, fit), '\n');
}

/** A bar of `width` cells, and its percentage in words beside it, so that it never stands alone. */
export function progressBar(done: number, width = 20): string {
  const share = Math.min(1, Math.max(0, done));
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.round(share * 100)} %`;
}
