import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { readControl } from '../slack/controls.ts';
import type { CommandDeps } from './deps.ts';
import { hearing } from './hearing.ts';
import { intentOf, OLD_BUTTON } from './pressed.ts';
import { tell, type Respond } from './private.ts';

/** A press, wherever the button stands. */
export type PressArgs = Omit<SlackActionMiddlewareArgs<BlockAction<ButtonAction>>, 'respond'> &
  AllMiddlewareArgs & { readonly respond: Respond };

/** A button that is said at once: heard, then acknowledged, and answered in private only when it was refused. */
export function onPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    const pressed = readControl(action.value);
    const intent = pressed && intentOf(pressed, {});
    const said =
      pressed && intent
        ? await hearing(deps, body.user.id, {
            change: pressed.change,
            intent,
            id: `press/${body.trigger_id}`,
            surface: 'button',
          })
        : ({ ok: false, sentence: OLD_BUTTON } as const);
    await ack();
    if (!said.ok) await tell(deps, respond, said.sentence);
  };
}
