import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { plainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { beginningOf } from './after-pattern.ts';
import { openRedraw } from '../redraw-view.ts';
import { drawForm } from './draw-form.ts';
import { SHOW_DETAILS, showsDetails } from './form-details.ts';
import { looksAlike } from './form-look.ts';
import { valuesOf } from './form-values.ts';
import { formerChange } from './former.ts';
import { readSubject } from './read-form.ts';

/** Something was chosen, or Details pressed: the form shows what that asks for and what is known of it, and keeps everything typed. */
export function onFormChoice(deps: CommandDeps) {
  const redraw = openRedraw(deps);
  return async ({ ack, action, body }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const view = body.view;
    const subject = view && readSubject(view.private_metadata);
    if (!view || !subject) return;
    await redraw(view, action.action_ts, async () => {
      // What was typed stays in the inputs either way; without the record only what a new input began with is missing.
      const former = await formerChange(deps, subject).catch(() => undefined);
      const shown = plainValues(view.state.values);
      const details = showsDetails(Object.keys(shown)) || action.action_id === SHOW_DETAILS;
      const values = { ...(former ? valuesOf(former.content) : beginningOf(subject, deps.patterns())), ...shown };
      const next = await drawForm(deps, subject, values, { user: body.user.id, former, details });
      return looksAlike(view.blocks, next.blocks) ? undefined : next;
    });
  };
}
