import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { shownId } from '../../change/change-id.ts';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { implementerOf, latestRun } from '../../change/model.ts';
import { knownPlan } from '../../change/plan/known-plan.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readConflicts } from '../../journal/read-conflicts.ts';
import { readChange } from '../../journal/read-change.ts';
import { lastOutput } from '../../journal/run-rows.ts';
import { readControl } from '../../slack/controls.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inForceOrFile } from '../in-force.ts';
import { hearing, inTime, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { intentOf, OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';
import { startModal } from './start-modal.ts';

/** Chunks of the plan's output read for the modal; each holds up to 32 KiB. */
const PLAN_CHUNKS = 2;

/** Says at once what stands in the way; otherwise shows the plan and asks for the change id. */
export function onStartPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'start') return tell(deps, respond, OLD_BUTTON);
    const { change: id, revision } = pressed;
    const story = await inTime(readChange(deps.record, id));
    if (!story) return tell(deps, respond, OLD_BUTTON);
    const shown = knownPlan(story.change)?.digest;
    const example = {
      type: 'start',
      typed: shownId(id),
      revision,
      ...(shown === undefined ? {} : { plan: shown }),
    } as const;
    const would = await wouldHear(deps, body.user.id, id, example);
    if (!would.ok) return tell(deps, respond, would.sentence);
    const plan = latestRun(story.change, 'plan');
    const text = plan ? await inTime(lastOutput(deps.record, plan.run, PLAN_CHUNKS)) : '';
    const policy = await inTime(policyInForceFor(deps.record, story.change, await inForceOrFile(deps)));
    const { change, now } = story;
    const timed = { ...change.content, implementer: implementerOf(change) };
    const conflicts = await inTime(readConflicts(deps.record, timed, { policy, now, except: id }));
    return openView(deps, respond, body.trigger_id, startModal(change, policy, { plan: text, conflicts, now }));
  };
}

/** The typed confirmation: everything is judged again in the transaction that records it. */
export function onStartConfirmed(deps: CommandDeps) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const control = readControl(view.private_metadata);
    const typed = readValues(view.state.values).text('typed');
    const intent = control && intentOf(control, { typed });
    if (!control || intent?.type !== 'start') return ack({ response_action: 'errors', errors: { typed: OLD_BUTTON } });
    const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
    const said = await hearing(deps, body.user.id, { change: control.change, intent, id, surface: 'modal' });
    return said.ok ? ack() : ack({ response_action: 'errors', errors: { typed: unmarked(said.sentence) } });
  };
}
