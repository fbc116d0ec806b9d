import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { openIncidents } from '../../change/open-incidents.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { NOTHING_TO_CHANGE } from '../file-change/open-form.ts';
import { errorsUnderInputs } from '../file-change/read-form.ts';
import { hearing } from '../hearing.ts';
import { inForceOrFile } from '../in-force.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';
import { openRedraw } from '../redraw-view.ts';
import { draftFrom, emergencyModal, readDraft, readEmergency } from './emergency-modal.ts';

/** `/change emergency TEXT`: the few questions that come before the work, with the line as the title. */
export async function onEmergency(deps: CommandDeps, respond: Respond, trigger: string, text: string): Promise<void> {
  const policy = await inForceOrFile(deps);
  if (Object.keys(policy.services).length === 0) return tell(deps, respond, NOTHING_TO_CHANGE);
  return openView(deps, respond, trigger, emergencyModal(policy, draftFrom(text, policy)));
}

/** On the message of an incident: the same, for that one. */
export function onEmergencyPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'emergency') return tell(deps, respond, OLD_BUTTON);
    const policy = await inForceOrFile(deps);
    const isOpen = openIncidents(policy).some(({ change }) => change === pressed.change);
    if (!isOpen) return tell(deps, respond, refusalText({ code: 'incidentOver' }));
    const { title: _id, ...draft } = draftFrom(pressed.change, policy);
    return openView(deps, respond, body.trigger_id, emergencyModal(policy, { ...draft, title: '' }));
  };
}

/** A runbook was chosen: the modal asks for its parameters and keeps everything typed. */
export function onEmergencyRunbook(deps: CommandDeps) {
  const redraw = openRedraw(deps);
  return async ({ ack, action, body }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (!view) return;
    const draft = readDraft(readValues(view.state.values));
    await redraw(view, action.action_ts, async () => emergencyModal(await inForceOrFile(deps), draft));
  };
}

/** Heard first and acknowledged after: a closed modal is an emergency that has begun; whatever is wrong stands under its input. */
export function onEmergencyFiled(deps: CommandDeps) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const values = readValues(view.state.values);
    const { content, badDuration } = readEmergency(values, await inForceOrFile(deps));
    if (badDuration) return ack({ response_action: 'errors', errors: { duration: 'Write it like 45m, 2h or 2h30m.' } });
    const intent = { type: 'fileChange', content } as const;
    const id = `form/${view.id}/${sha256(canonicalJson(content)).slice(0, 16)}`;
    const said = await hearing(deps, body.user.id, { change: 'new', intent, id, surface: 'modal' });
    if (said.ok) return ack();
    const errors =
      said.refusal?.code === 'invalidContent'
        ? errorsUnderInputs(said.refusal.problems, values.fields)
        : { title: unmarked(said.sentence) };
    return ack({ response_action: 'errors', errors });
  };
}
