import { el, patchRows, type Row } from './dom.ts';
import { authorOf, drawMessage } from './message.ts';
import { sandboxNow, textSignature, type Scene } from './scene.ts';
import { formatSlackDate, isoDay } from './slack-date.ts';
import { isReply, threadMessages, tsToMs, type Message } from './state.ts';

const GROUP_MS = 5 * 60_000;

/** Brings a list of messages up to date, with a line between days; messages that did not change are left alone. */
export function patchMessages(
  list: HTMLElement,
  messages: readonly Message[],
  place: { readonly channel: string; readonly inThread: boolean },
  scene: Scene,
): void {
  const names = textSignature(scene);
  const minute = Math.floor(sandboxNow(scene.state) / 60_000);
  const rows: Row[] = [];
  let previous: Message | undefined;
  for (const message of messages) {
    const day = isoDay(tsToMs(message.ts), { nowMs: 0 });
    if (!place.inThread && (!previous || day !== isoDay(tsToMs(previous.ts), { nowMs: 0 }))) {
      rows.push(dayRow(message, scene));
    }
    const follows = previous !== undefined && continues(previous, message, scene);
    const replies = place.inThread ? [] : threadMessages(scene.state, place.channel, message.ts);
    const body = JSON.stringify(message);
    const ticking = replies.length > 1 || body.includes('{ago}') ? minute : 0;
    rows.push({
      key: message.ts,
      signature: JSON.stringify([place.channel, body, follows, replies.length, ticking, names]),
      draw: () => drawMessage(message, { ...place, follows }, scene),
    });
    previous = message;
  }
  patchRows(list, rows);
}

function dayRow(message: Message, { state }: Scene): Row {
  const label = formatSlackDate(Number(message.ts), '{day_divider_pretty}', { nowMs: sandboxNow(state) });
  const text = label.charAt(0).toUpperCase() + label.slice(1);
  return {
    key: `day ${message.ts}`,
    signature: text,
    draw: () => el('div', { class: 'day', role: 'separator' }, el('span', {}, text)),
  };
}

function continues(previous: Message, message: Message, scene: Scene): boolean {
  const near = tsToMs(message.ts) - tsToMs(previous.ts) < GROUP_MS;
  const same = authorOf(previous, scene).id === authorOf(message, scene).id;
  return near && same && !message.ephemeral && !previous.ephemeral && !isReply(message) && !message.blocks?.length;
}
