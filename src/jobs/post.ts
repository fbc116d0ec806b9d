import { keyOf } from './offered-id.ts';

/** Delivers what a row asks for, then has the relays look: the next in its lane may be free. */
export function onPost(delivery: { deliver(key: string): Promise<void> }, done: () => Promise<void>) {
  return async (id: string): Promise<void> => {
    await delivery.deliver(keyOf(id));
    await done();
  };
}
