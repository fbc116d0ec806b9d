import { channelMessages, type State } from './state.ts';

const seen = new Map<string, number>();

/** Remembers that a person has read a place up to its last message. */
export function markSeen(state: State, channel: string): void {
  seen.set(`${state.me}/${channel}`, lastTs(state, channel));
}

/** Whether something from somebody else arrived in a place since this person last looked there. */
export function isUnread(state: State, channel: string): boolean {
  return lastTs(state, channel) > (seen.get(`${state.me}/${channel}`) ?? 0);
}

function lastTs(state: State, channel: string): number {
  const last = channelMessages(state, channel).findLast((message) => message.user !== state.me);
  return Number(last?.ts ?? 0);
}
