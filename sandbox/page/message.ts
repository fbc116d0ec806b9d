import { drawAvatar } from './avatar.ts';
import { drawBlocks } from './blocks.ts';
import { el, on } from './dom.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import { SANDBOX } from './notices.ts';
import { drawMenu } from './overflow.ts';
import { drawFile } from './pictures.ts';
import type { Scene } from './scene.ts';
import { formatSlackDate, fromNow } from './slack-date.ts';
import { personName, threadMessages, tsToMs, type Message } from './state.ts';
import { drawTextBlocks } from './text-view.ts';

/** How a message stands in its list. */
export interface MessageFrame {
  readonly channel: string;
  /** True directly after another message of the same author: no picture and name again. */
  readonly follows: boolean;
  readonly inThread: boolean;
}

/** One message with its author, blocks or text, files, and the way into its thread. */
export function drawMessage(message: Message, frame: MessageFrame, scene: Scene): HTMLElement {
  const { channel, follows, inThread } = frame;
  const author = authorOf(message, scene);
  const time = formatSlackDate(Number(message.ts), '{time}', { nowMs: scene.state.now });
  const node = el(
    'article',
    { class: `message${follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}`, 'data-ts': message.ts },
    follows ? el('time', { class: 'gutter quiet' }, time) : drawAvatar(author.id, author.name, author.isApp),
    el(
      'div',
      { class: 'message-main' },
      !follows &&
        el(
          'div',
          { class: 'byline' },
          el('span', { class: 'author' }, author.name),
          author.isApp && el('span', { class: 'badge' }, 'APP'),
          el('time', { class: 'quiet' }, time),
        ),
      message.ephemeral ? el('p', { class: 'quiet only-you' }, 'Only visible to you') : null,
      ...drawBody(message, channel, scene),
      ...(message.files ?? []).map(drawFile),
      !inThread && drawReplies(message, channel, scene),
    ),
    message.ephemeral ? null : drawTools(message, frame, scene),
  );
  return node;
}

/** Who a message is from; the app posts under its own name. */
export function authorOf(message: Message, { state }: Scene): { id: string; name: string; isApp: boolean } {
  if (message.bot === SANDBOX) return { id: SANDBOX, name: 'Sandbox', isApp: true };
  const id = message.user ?? 'app';
  return { id, name: message.bot ?? personName(state, id), isApp: Boolean(message.bot) };
}

function drawBody(message: Message, channel: string, scene: Scene): HTMLElement[] {
  const edited = message.edited ? [el('span', { class: 'quiet edited' }, '(edited)')] : [];
  if (!message.blocks || message.blocks.length === 0) {
    return [el('div', { class: 'text' }, drawTextBlocks(parseMrkdwn(message.text ?? ''), scene), ...edited)];
  }
  const blocks = drawBlocks({
    id: `${channel}/${message.ts}`,
    blocks: message.blocks,
    scene,
    send: (press) => scene.act({ kind: 'click', channel, ts: message.ts, ...press }),
  });
  return [...blocks, ...edited];
}

function drawReplies(message: Message, channel: string, scene: Scene): HTMLElement | null {
  if (message.ephemeral) return null;
  const replies = threadMessages(scene.state, channel, message.ts).filter((reply) => reply.ts !== message.ts);
  const count = Math.max(message.reply_count ?? 0, replies.length);
  const last = replies.at(-1);
  if (count === 0) return null;
  const open = el('button', { type: 'button', class: 'replies-open' }, count === 1 ? '1 reply' : `${count} replies`);
  on(open, 'click', () => scene.go({ channel, thread: message.ts }));
  return el(
    'div',
    { class: 'replies', 'data-thread-ts': message.ts },
    ...[...new Map(replies.map((reply) => [authorOf(reply, scene).id, authorOf(reply, scene)])).values()]
      .slice(0, 4)
      .map((author) => drawAvatar(author.id, author.name, author.isApp)),
    open,
    last && el('span', { class: 'quiet' }, `last reply ${sinceText(scene.state.now - tsToMs(last.ts))}`),
  );
}

function sinceText(spanMs: number): string {
  return spanMs < 60_000 ? 'just now' : fromNow(-spanMs);
}

function drawTools(message: Message, { channel, inThread }: MessageFrame, scene: Scene): HTMLElement {
  const shortcuts = (scene.state.shortcuts ?? []).filter((shortcut) => shortcut.type === 'message');
  const thread = el('button', { type: 'button', class: 'button icon', title: 'Open the thread' }, '↳');
  thread.ariaLabel = 'Open the thread';
  on(thread, 'click', () => scene.go({ channel, thread: message.thread_ts ?? message.ts }));
  const menu = drawMenu(
    { id: `${channel}/${message.ts}/tools`, label: 'More actions', face: '⋮' },
    shortcuts.map(({ name, callback_id }) => ({
      text: name,
      choose: () => void scene.act({ kind: 'messageShortcut', callback_id, channel, ts: message.ts }),
    })),
  );
  return el('div', { class: 'tools' }, !inThread && thread, shortcuts.length > 0 && menu);
}
