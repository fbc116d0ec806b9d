import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { readChangeId, type ChangeId } from '../../change/change-id.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange, type ChangeStory } from '../../journal/read-change.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { plainValues, readValues, type PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import type { Drafts } from '../file-change/drafts.ts';
import { hearing, inTime, wouldHear } from '../hearing.ts';
import { inForceOrFile } from '../in-force.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';
import type { Redraw } from '../redraw-view.ts';
import { onPirAfresh, pirPlace, pirResumed } from './pir-drafts.ts';
import { pirModal, readPir, valuesOf, withAnother } from './pir-modal.ts';
import { prefill } from './prefill.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** Of the time there is to answer, what a drawing of the form that is on its way to Slack may take: it would wipe the answer away. */
const DRAWING_MS = 400;

/** `/change pir CHG-7`: opens the review of a change that has ended, whether or not it is owed. */
export async function onPir(
  deps: CommandDeps,
  respond: Respond,
  { user, rest, trigger }: { readonly user: string; readonly rest: string; readonly trigger: string },
): Promise<void> {
  const id = readChangeId(rest);
  if (!id) return tell(deps, respond, 'Write `/change pir CHG-7`, with the change that the review is of.');
  return openForm(deps, respond, { user, trigger, id });
}

/** The PIR button: the same. */
export function onPirPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'pir') return tell(deps, respond, OLD_BUTTON);
    return openForm(deps, respond, { user: body.user.id, trigger: body.trigger_id, id: pressed.change });
  };
}

/** Refused at once where it would be refused anyway, before anything is typed. */
async function openForm(
  deps: CommandDeps,
  respond: Respond,
  { user, trigger, id }: { readonly user: string; readonly trigger: string; readonly id: ChangeId },
): Promise<void> {
  const story = await inTime(readChange(deps.record, id));
  if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: id }));
  const { change } = story;
  const texts = { happened: '…', well: '…', better: '…', recommended: '' };
  const example = { type: 'writePir', former: change.pir?.number ?? 0, texts, actions: [] } as const;
  const would = await wouldHear(deps, user, id, example);
  if (!would.ok) return tell(deps, respond, would.sentence);
  return openView(deps, respond, trigger, await pirResumed(deps, user, story, await beginsWith(deps, story)));
}

/** The review as it was written last, or what the record knows. */
async function beginsWith(deps: CommandDeps, { change, facts }: ChangeStory): Promise<PlainValues> {
  const policy = await inTime(policyInForceFor(deps.record, change, await inForceOrFile(deps)));
  return valuesOf(change.pir ?? prefill(change, facts, policy));
}

/** Start afresh: without what was typed before and not sent. */
export function onBegunAfresh(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return onPirAfresh(deps, drafts, redraw, (story) => beginsWith(deps, story));
}

/** Another action was asked for: the form with a row more, and everything typed. */
export function onAnotherAction(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return async ({ ack, action, body }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const { view } = body;
    const control = view && readControl(view.private_metadata);
    if (!view || control?.do !== 'pir') return;
    await redraw(view, action.action_ts, async () => {
      const story = await inTime(readChange(deps.record, control.change));
      if (!story) return undefined;
      const values = withAnother(plainValues(view.state.values));
      drafts.soon(pirPlace(body.user.id, view.id, control), values);
      const { draftFrom, fresh } = control;
      const begun = { ...(draftFrom === undefined ? {} : { draftFrom }), ...(fresh === undefined ? {} : { fresh }) };
      const drawn = pirModal(story.change, values, begun);
      // Whoever writes goes on with what they began with: the door says where somebody was faster.
      return { ...drawn, private_metadata: view.private_metadata };
    });
  };
}

/** The review was handed in: heard first, acknowledged after; each fault stands under its input, and nothing typed is lost. */
export function onPirGiven(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const refused = async (errors: Record<string, string>): Promise<void> => {
      await inTime(redraw.settled(view.id), DRAWING_MS).catch(() => undefined);
      return ack({ response_action: 'errors', errors });
    };
    const control = readControl(view.private_metadata);
    if (control?.do !== 'pir') return refused({ happened: OLD_BUTTON });
    const { intent, inputOf } = readPir(readValues(view.state.values), control.former ?? 0);
    const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
    const said = await hearing(deps, body.user.id, { change: control.change, intent, id, surface: 'modal' });
    if (said.ok) {
      await ack();
      return drafts.sent(pirPlace(body.user.id, view.id, control));
    }
    const problems = said.refusal?.code === 'invalidPir' ? said.refusal.problems : [];
    const errors = problems.map((problem) => [inputOf(problem), problem.problem] as const);
    return refused(errors.length > 0 ? Object.fromEntries(errors) : { happened: unmarked(said.sentence) });
  };
}
