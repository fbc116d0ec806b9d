import type { ModalView } from '@slack/types';
import { effect } from '../effect.ts';
import type { CommandDeps } from './deps.ts';
import { tell, type Respond } from './private.ts';

/** The callback id of a modal that was opened from Home: once it is answered, Home is drawn anew. */
export function fromHome(callbackId: string): string {
  return `${callbackId}:home`;
}

/** Opens a modal on a trigger that lives three seconds and works once (docs.slack.dev, creating modals); says so when Slack declines. */
export async function openView(
  deps: CommandDeps,
  respond: Respond | undefined,
  trigger: string,
  modal: ModalView,
): Promise<void> {
  const { callback_id: id } = modal;
  const view = deps.openedFrom === 'home' && id !== undefined ? { ...modal, callback_id: fromHome(id) } : modal;
  try {
    await effect('slack.view', () => deps.views.views.open({ trigger_id: trigger, view }));
  } catch (error) {
    deps.log.warn({ err: error }, 'opening a modal');
    if (respond)
      await tell(deps, respond, 'Slack did not open the form in time. Nothing was recorded; please try again.');
  }
}
