import type { ModalView } from '@slack/types';
import type { RespondFn } from '@slack/bolt';
import { effect } from '../effect.ts';
import type { CommandDeps } from './deps.ts';
import { tell } from './private.ts';

/** Opens a modal on a trigger that lives three seconds and works once (docs.slack.dev, creating modals); says so when Slack declines. */
export async function openView(
  deps: CommandDeps,
  respond: RespondFn | undefined,
  trigger: string,
  view: ModalView,
): Promise<void> {
  try {
    await effect('slack.view', () => deps.views.views.open({ trigger_id: trigger, view }));
  } catch (error) {
    deps.log.warn({ err: error }, 'opening a modal');
    if (respond)
      await tell(deps, respond, 'Slack did not open the form in time. Nothing was recorded; please try again.');
  }
}
