import { CannotCheck } from '../../slack/roster.ts';
import type { CommandDeps } from '../deps.ts';
import { tell, type Respond } from '../private.ts';
import { helpFor, helpOn } from './pages.ts';

/** Answers `/change help [ROLE]` in private. */
export async function onHelp(
  deps: CommandDeps,
  respond: Respond,
  { user, rest }: { readonly user: string; readonly rest: string },
): Promise<void> {
  return tell(deps, respond, rest === '' ? await helpOf(deps, user) : helpOn(rest));
}

/** What is for this person; where it cannot be found out who they are, what is for everybody. */
export async function helpOf(deps: Pick<CommandDeps, 'who' | 'policy'>, user: string): Promise<string> {
  try {
    return helpFor(await deps.who(user), deps.policy());
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    return helpFor(undefined, deps.policy());
  }
}
