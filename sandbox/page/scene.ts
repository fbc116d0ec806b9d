import type { Act, ActAnswer } from './acts.ts';
import type { HeldValues } from './held-values.ts';
import { isoDay } from './slack-date.ts';
import type { State } from './state.ts';

/** What the page is looking at: the id of a channel or direct message, `home` or `inbox`; and the open thread, if any. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/** All that drawing needs: what is known now, where the person looks, and the two things they can do (act, and go elsewhere). */
export interface Scene {
  readonly state: State;
  readonly place: Place;
  readonly held: HeldValues;
  /** Acts as the person chosen at that moment, tells of a failure, and reads the state again. */
  readonly act: (act: Act) => Promise<ActAnswer>;
  readonly go: (place: Place) => void;
}

/** The sandbox's clock now, in epoch milliseconds: it runs on from the last state that was read. */
export function sandboxNow(state: State): number {
  return state.now + (performance.now() - (readAt.get(state) ?? performance.now()));
}

const readAt = new WeakMap<State, number>();

/** Notes when a state was read, so that its clock can run on. */
export function markRead(state: State): State {
  readAt.set(state, performance.now());
  return state;
}

/** What drawn text depends on besides its source: who reads it, the names they see, and what day "today" is. */
export function textSignature({ state }: Scene): string {
  const now = sandboxNow(state);
  return JSON.stringify([state.me, state.people, state.channels, isoDay(now, { nowMs: now })]);
}
