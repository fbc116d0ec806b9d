import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Thing, World } from './world.ts';

const LOOK_EVERY_MS = 20;

/**
 * Does to a thing what was planned and answers what it is then, undefined once it is gone, or the error for which nothing was done.
 * What is held is waited for, also by a provider that was told to stop: what was sent to a cloud cannot be called back.
 */
export async function applyThing(
  world: World,
  before: Thing | undefined,
  planned: Thing | undefined,
): Promise<Thing | string | undefined> {
  const { name } = planned ?? before ?? { name: '' };
  if (world.isHeld(name)) world.waits(name, process.pid);
  while (world.isHeld(name)) await delay(LOOK_EVERY_MS);
  const refusal = world.refusal(name);
  if (refusal !== undefined) return refusal;
  if (!planned) {
    if (before) world.remove(before.id);
    return undefined;
  }
  const thing = { ...planned, id: before?.id ?? `${name}-${randomUUID().slice(0, 8)}` };
  world.put(thing);
  return thing;
}
