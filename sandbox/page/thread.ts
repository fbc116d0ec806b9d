import { makeComposer } from './composer.ts';
import { placeName } from './conversation.ts';
import { el, on } from './dom.ts';
import { followEnd } from './follow-end.ts';
import { linkMentions } from './mentions.ts';
import { patchMessages } from './message-list.ts';
import type { Scene } from './scene.ts';
import { threadMessages } from './state.ts';

/** The panel on the right with one thread; hidden while none is open. */
export function makeThread(tell: (text: string) => void): {
  readonly node: HTMLElement;
  readonly render: (scene: Scene) => void;
} {
  let current: Scene | undefined;
  let shown = '';
  const where = el('span', { class: 'quiet' });
  const close = el('button', { type: 'button', class: 'button icon', 'aria-label': 'Close thread' }, '✕');
  const list = el('div', { class: 'messages', role: 'log', 'aria-label': 'Thread' });
  const content = el('div', { class: 'scroll-content' }, list);
  const scroller = el('div', { class: 'scroller', tabindex: 0 }, content);
  const end = followEnd(scroller, content);
  const composer = makeComposer('Reply', send);
  const head = el('header', { class: 'pane-head' }, el('h2', {}, 'Thread'), where, close);
  const node = el('aside', { class: 'thread', hidden: true }, head, scroller, composer.node);
  on(close, 'click', () => current?.go({ channel: current.place.channel }));
  return { node, render };

  function render(scene: Scene): void {
    current = scene;
    const { channel, thread } = scene.place;
    node.hidden = thread === undefined;
    if (thread === undefined) {
      list.replaceChildren();
      shown = '';
      return;
    }
    node.dataset['threadTs'] = thread;
    where.textContent = placeName(scene.state, channel);
    patchMessages(list, threadMessages(scene.state, channel, thread), { channel, inThread: true }, scene);
    const key = `${scene.state.me}/${channel}/${thread}`;
    composer.show(key, 'Write into this thread');
    if (shown !== key) end.toEnd();
    if (!shown.endsWith(thread)) composer.focus();
    shown = key;
  }

  async function send(text: string): Promise<boolean> {
    if (!current?.place.thread) return false;
    if (text.startsWith('/')) {
      tell('Commands do not work in threads. Type them in the channel.');
      return false;
    }
    const { channel, thread } = current.place;
    end.toEnd();
    const answer = await current.act({
      kind: 'message',
      channel,
      text: linkMentions(text, current.state),
      thread_ts: thread,
    });
    return answer.ok;
  }
}
