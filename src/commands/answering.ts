import type { CommandDeps } from './deps.ts';
import { whyNot } from './hearing.ts';
import { tell, type Respond } from './private.ts';

/** A listener that never leaves a person without a word: whatever it throws is said to them in private (promise 7). */
export function answering<A extends { readonly respond: Respond }>(
  deps: Pick<CommandDeps, 'log'>,
  listener: (args: A) => Promise<void>,
): (args: A) => Promise<void> {
  return async (args) => {
    try {
      await listener(args);
    } catch (error) {
      await tell(deps, args.respond, whyNot(deps, error));
    }
  };
}
