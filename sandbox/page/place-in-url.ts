import type { Place } from './scene.ts';

/** Who acts and where they look, as the part of the address after `#`, so that a reload or a second tab keeps it. */
export interface Standing {
  readonly as: string;
  readonly place: Place;
}

/** Reads a standing from the address; empty strings where it says nothing. */
export function readStanding(hash: string): Standing {
  const named = new URLSearchParams(hash.replace(/^#/, ''));
  const thread = named.get('thread');
  return { as: named.get('as') ?? '', place: { channel: named.get('at') ?? '', ...(thread ? { thread } : {}) } };
}

/** Writes a standing as a hash that `readStanding` reads back. */
export function writeStanding({ as, place }: Standing): string {
  const thread = place.thread === undefined ? {} : { thread: place.thread };
  return `#${new URLSearchParams({ as, at: place.channel, ...thread }).toString()}`;
}
