import type { Place } from './scene.ts';
import { isReply, type State } from './state.ts';

const LIT_MS = 3000;

/** Follows a link to one message (`/?channel=C…&ts=…`): goes to its channel or thread, and lights it up for a moment. */
export function followPermalink(search: string, state: State, go: (place: Place) => void): void {
  const named = new URLSearchParams(search);
  const channel = named.get('channel');
  const ts = named.get('ts');
  if (channel === null) return;
  const message = state.messages[channel]?.find((known) => known.ts === ts);
  go(message?.thread_ts && isReply(message) ? { channel, thread: message.thread_ts } : { channel });
  if (!message) return;
  const shown = [...document.querySelectorAll(`[data-ts="${CSS.escape(message.ts)}"]`)].at(-1);
  // After the frame in which lists scroll to their end.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      shown?.scrollIntoView({ block: 'center' });
      shown?.classList.add('lit');
      setTimeout(() => shown?.classList.remove('lit'), LIT_MS);
    }),
  );
}
