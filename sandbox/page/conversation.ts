import { makeComposer } from './composer.ts';
import { el, patchRows } from './dom.ts';
import { followEnd } from './follow-end.ts';
import { patchMessages } from './message-list.ts';
import { drawMenu } from './overflow.ts';
import { linkMentions } from './mentions.ts';
import { inOrder, noticeMessages } from './notices.ts';
import type { Scene } from './scene.ts';
import { channelMessages, personName, type State } from './state.ts';
import { drawWelcome } from './welcome.ts';

/** The middle column while it shows a channel or a direct message. */
export function makeConversation(): { readonly node: HTMLElement; readonly render: (scene: Scene) => void } {
  let current: Scene | undefined;
  let shown = '';
  const title = el('h1');
  const welcome = el('div');
  const list = el('div', { class: 'messages', role: 'log', 'aria-label': 'Conversation' });
  const content = el('div', { class: 'scroll-content' }, welcome, list);
  const scroller = el('div', { class: 'scroller', tabindex: 0 }, content);
  const shortcuts = el('span');
  const end = followEnd(scroller, content);
  const composer = makeComposer('Message', send, shortcuts);
  const node = el(
    'main',
    { class: 'conversation' },
    el('header', { class: 'pane-head' }, title),
    scroller,
    composer.node,
  );
  return { node, render };

  function render(scene: Scene): void {
    current = scene;
    const { state, place } = scene;
    const name = placeName(state, place.channel);
    const key = `${state.me}/${place.channel}`;
    title.textContent = name;
    const messages = inOrder([...channelMessages(state, place.channel), ...noticeMessages(state, place.channel)]);
    patchRows(welcome, [{ key: place.channel, signature: name, draw: () => drawWelcome(name, place.channel) }]);
    patchMessages(list, messages, { channel: place.channel, inThread: false }, scene);
    composer.show(key, `Write to ${name}, or type /change`);
    patchRows(shortcuts, [{ key: 'menu', signature: JSON.stringify(state.shortcuts ?? []), draw: drawShortcuts }]);
    if (shown !== key) end.toEnd();
    if (shown !== '' && !shown.endsWith(`/${place.channel}`)) composer.focus();
    shown = key;
  }

  async function send(text: string): Promise<boolean> {
    if (!current) return false;
    const { channel } = current.place;
    end.toEnd();
    const answer = await current.act(
      text.startsWith('/')
        ? { kind: 'command', channel, text }
        : { kind: 'message', channel, text: linkMentions(text, current.state) },
    );
    return answer.ok;
  }

  function drawShortcuts(): HTMLElement {
    const offered = (current?.state.shortcuts ?? []).filter(({ type }) => type === 'global');
    if (offered.length === 0) return el('span');
    return drawMenu(
      { id: 'shortcuts', label: 'Shortcuts', face: '+' },
      offered.map(({ name, callback_id }) => ({
        text: name,
        choose: () => void current?.act({ kind: 'shortcut', callback_id }),
      })),
    );
  }
}

/** A channel's name with its sign, or the person at the other end of a direct message. */
export function placeName(state: State, id: string): string {
  const channel = state.channels.find((known) => known.id === id);
  if (channel) return `#${channel.name}`;
  const other = state.dms.find((dm) => dm.id === id)?.user;
  return other === undefined ? id : personName(state, other);
}
