import type { CommandDeps } from './deps.ts';
import { onList } from './list/list.ts';
import { onLog } from './paper/log.ts';
import type { PressArgs } from './press.ts';
import { OLD_BUTTON } from './pressed.ts';
import { tell } from './private.ts';
import { readTurn } from './turn-page.ts';

/** A button below a list or the log: the page it leads to, or the whole as a file, for whoever pressed. */
export function onTurned(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const turn = readTurn(action.value);
    const { id: user } = body.user;
    switch (turn?.show) {
      case undefined:
        return tell(deps, respond, OLD_BUTTON);
      case 'list':
        return onList(deps, respond, user, turn.typed, turn.beside);
      case 'log':
        return onLog(deps, respond, user, turn.typed, turn);
      case 'logFile':
        return onLog(deps, respond, user, turn.typed, { format: turn.format });
    }
  };
}
