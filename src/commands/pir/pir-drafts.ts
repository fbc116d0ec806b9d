import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { deleteDraft, readDraft, type DraftPlace } from '../../journal/drafts.ts';
import { readChange, type ChangeStory } from '../../journal/read-change.ts';
import { readControl, type Control } from '../../slack/controls.ts';
import { plainValues, type PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import type { Drafts } from '../file-change/drafts.ts';
import { holdsMore } from '../file-change/form-values.ts';
import { inTime } from '../hearing.ts';
import type { Redraw } from '../redraw-view.ts';
import { pirModal } from './pir-modal.ts';

type Chosen = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
type Form = Extract<Control, { do: 'pir' }>;

const DRAFT_MS = 1_000;

/** Where what stands in the form of a review is kept: one that was written since is another form. */
export function pirPlace(person: string, view: string, { change, former = 0 }: Form): DraftPlace {
  return { person, view, form: `pir/${change}/${former}` };
}

/** The review's form, with what this person typed into it and did not send over what it begins with. */
export async function pirResumed(
  deps: CommandDeps,
  person: string,
  { change }: ChangeStory,
  begins: PlainValues,
): Promise<ModalView> {
  const place = pirPlace(person, '', { v: 1, do: 'pir', change: change.id, former: change.pir?.number ?? 0 });
  try {
    const draft = await inTime(readDraft(deps.record, person, place.form), DRAFT_MS);
    if (draft && holdsMore(draft.typed, begins))
      return pirModal(change, { ...begins, ...draft.typed }, { draftFrom: draft.at });
  } catch (error) {
    deps.log.warn({ err: error }, 'reading a draft');
  }
  return pirModal(change, begins);
}

/** Something was typed or chosen: it is kept, so that a form that is closed is not lost. */
export function onPirTyped(drafts: Drafts) {
  return async ({ ack, body: { view, user } }: Chosen): Promise<void> => {
    await ack();
    const form = view && readControl(view.private_metadata);
    if (view && form?.do === 'pir') drafts.soon(pirPlace(user.id, view.id, form), plainValues(view.state.values));
  };
}

/** The form was closed without being sent. */
export function onPirClosed(drafts: Drafts) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewClosedAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const form = readControl(view.private_metadata);
    if (form?.do === 'pir') await drafts.flush(pirPlace(body.user.id, view.id, form));
  };
}

/** What was brought back is not wanted: the form as it would have opened without. */
export function onPirAfresh(
  deps: CommandDeps,
  drafts: Drafts,
  redraw: Redraw,
  beginsWith: (story: ChangeStory) => Promise<PlainValues>,
) {
  return async ({ ack, action, body: { view, user } }: Chosen): Promise<void> => {
    await ack();
    const form = view && readControl(view.private_metadata);
    if (!view || form?.do !== 'pir') return;
    const place = pirPlace(user.id, view.id, form);
    drafts.drop(place);
    await redraw(view, action.action_ts, async () => {
      const [story] = await Promise.all([
        inTime(readChange(deps.record, form.change)),
        deleteDraft(deps.record, place.person, place.form),
      ]);
      return story && pirModal(story.change, await beginsWith(story), { fresh: (form.fresh ?? 0) + 1 });
    });
  };
}
