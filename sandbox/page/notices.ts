import { tsToMs, type Message, type State } from './state.ts';

/** The author of what the sandbox itself says. */
export const SANDBOX = 'sandbox';

const seenAt = new Map<string, string>();

/** The sandbox's notices in a channel, as messages only this person sees, at the time they were first shown. */
export function noticeMessages(state: State, channel: string): readonly Message[] {
  return state.notices
    .filter((notice) => notice.channel === channel)
    .map(({ id, text = '', blocks = null }) => {
      const ts = seenAt.get(id) ?? `${(state.now / 1000).toFixed(3)}${String(seenAt.size % 1000).padStart(3, '0')}`;
      seenAt.set(id, ts);
      return { ts, text, blocks, bot: SANDBOX, ephemeral: true };
    });
}

/** Messages in the order of their timestamps. */
export function inOrder(messages: readonly Message[]): readonly Message[] {
  return messages.toSorted((a, b) => tsToMs(a.ts) - tsToMs(b.ts));
}
