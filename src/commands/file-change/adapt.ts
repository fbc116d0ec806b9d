import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
} from '@slack/bolt';
import { deleteDraft } from '../../journal/drafts.ts';
import { plainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { Redraw } from '../redraw-view.ts';
import { drawForm } from './draw-form.ts';
import { placeOf, type Drafts } from './drafts.ts';
import { SHOW_DETAILS, showsDetails } from './form-details.ts';
import { allAttached } from './form-values.ts';
import { looksAlike } from './form-look.ts';
import { beginsWith } from './former.ts';
import { readSubject } from './read-form.ts';

type Chosen = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Something was chosen, or Details pressed: the form shows what that asks for and what is known of it, and keeps everything typed. */
export function onFormChoice(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return async ({ ack, action, body }: Chosen): Promise<void> => {
    await ack();
    const view = body.view;
    const subject = view && readSubject(view.private_metadata);
    if (!view || !subject) return;
    const user = body.user.id;
    await redraw(view, action.action_ts, async () => {
      const handedIn = drafts.handedIn(view.id);
      const shown = plainValues(view.state.values);
      if (action.action_id !== SHOW_DETAILS && drafts.isAsHandedIn(view.id, shown)) return undefined;
      // What was typed stays in the inputs either way; without the record only what a new input began with is missing.
      const [{ former, initial }, kept] = await Promise.all([
        beginsWith(deps, subject),
        inTime(drafts.now(placeOf(user, view.id, subject), shown)).catch(() => undefined),
      ]);
      const isOpen = showsDetails(Object.keys(shown));
      // What details hold is hidden only once it is kept.
      const details = action.action_id === SHOW_DETAILS ? !isOpen || kept === undefined : isOpen;
      const values = { ...initial, ...kept, ...shown };
      const next = await drawForm(deps, subject, isOpen ? values : allAttached(values), { user, former, details });
      // Drawn anew, a form loses the sentences that stand under its inputs.
      const isAnswered = drafts.handedIn(view.id) !== handedIn;
      return isAnswered || looksAlike(view.blocks, next.blocks) ? undefined : next;
    });
  };
}

/** Something was typed, or chosen that changes nothing else: it is kept, so that a form that is closed is not lost. */
export function onFormTyped(drafts: Drafts) {
  return async ({ ack, body }: Chosen): Promise<void> => {
    await ack();
    const subject = body.view && readSubject(body.view.private_metadata);
    if (!body.view || !subject) return;
    drafts.soon(placeOf(body.user.id, body.view.id, subject), plainValues(body.view.state.values));
  };
}

/** What was brought back is not wanted: the form as it would have opened without. */
export function onFormAfresh(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return async ({ ack, action, body }: Chosen): Promise<void> => {
    await ack();
    const view = body.view;
    const found = view && readSubject(view.private_metadata);
    if (!view || !found) return;
    const { resumed: _view, draftFrom: _at, unread: _said, fresh = 0, ...subject } = found;
    const place = placeOf(body.user.id, view.id, found);
    drafts.drop(place);
    await redraw(view, action.action_ts, async () => {
      const [{ former, initial }] = await Promise.all([
        beginsWith(deps, subject),
        deleteDraft(deps.record, place.person, place.form),
      ]);
      return drawForm(deps, { ...subject, fresh: fresh + 1 }, initial, { user: place.person, former });
    });
  };
}

/** The form was closed without being sent; Slack is believed to tell nothing of what stood in it. */
export function onFormClosed(drafts: Drafts) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewClosedAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const subject = readSubject(view.private_metadata);
    if (!subject) return;
    const place = placeOf(body.user.id, view.id, subject);
    const typed = plainValues(view.state.values);
    if (Object.keys(typed).length > 0) drafts.soon(place, typed);
    await drafts.flush(place);
  };
}
