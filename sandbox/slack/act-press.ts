import type { Act, Outcome } from './action.ts';
import type { Context } from './context.ts';
import { controlsIn, type Control } from './controls.ts';
import type { Json } from './json.ts';
import { channelName, payloadBase, responseUrl, seenBy } from './payload.ts';
import { readValue } from './read-value.ts';
import { KEPT, optionsOf, startValues, type StateValues } from './state-values.ts';
import { stackOf } from './view-stack.ts';
import { messageWire, viewWire } from './wire.ts';
import type { OpenView, Person, Workspace } from './workspace.ts';

type Press = Pick<Act<'homeClick'>, 'block_id' | 'action_id' | 'value' | 'values'>;

const fail = (error: string): Outcome => ({ ok: false, error });
export const NOT_THERE = 'That control is no longer there.';
const NO_ANSWER = 'The app did not respond.';

/** Takes over what stands in the inputs, as far as it is valid; what is not stays as it was. */
function enterValues(
  { files }: Workspace,
  controls: readonly Control[],
  values: StateValues,
  given: Act<'viewSubmit'>['values'] = {},
): void {
  for (const control of controls) {
    const entered = given[control.blockId]?.[control.actionId];
    if (entered === undefined) continue;
    const reading = readValue(control, entered, files);
    if (reading.ok) (values[control.blockId] ??= {})[control.actionId] = reading.value;
  }
}

function actionOf({ element, blockId, actionId }: Control, value: Json, ts: string): Json {
  const base = { type: element.type, block_id: blockId, action_id: actionId, action_ts: ts };
  if (element.type !== 'button') return { ...base, ...value };
  const { text, value: carried, style, url } = element;
  return {
    ...base,
    text,
    ...(carried === undefined ? {} : { value: carried }),
    ...(style === undefined ? {} : { style }),
    ...(url === undefined ? {} : { url }),
  };
}

type Used = { action: Json; isSent: boolean } | { problem: string };

/** Changes the state by one use of a control; an input tells the app only when its block dispatches actions. */
async function use(
  workspace: Workspace,
  controls: readonly Control[],
  values: StateValues,
  press: Press,
): Promise<Used> {
  const control = controls.find((one) => one.blockId === press.block_id && one.actionId === press.action_id);
  if (control === undefined) return { problem: NOT_THERE };
  enterValues(workspace, controls, values, press.values);
  let value: Json = {};
  if (KEPT[control.element.type] !== undefined) {
    const reading = readValue(control, press.value, workspace.files);
    if (!reading.ok) return { problem: reading.problem };
    value = reading.value;
    (values[control.blockId] ??= {})[control.actionId] = value;
  } else if (control.element.type === 'overflow') {
    const given = press.value;
    const wanted =
      typeof given === 'object' && given !== null && 'selected_option' in given ? given.selected_option : given;
    const option = optionsOf(control)?.find(
      (one) => typeof wanted === 'object' && wanted !== null && 'value' in wanted && one.value === wanted.value,
    );
    if (option === undefined) return { problem: 'That option is not offered.' };
    value = { selected_option: option };
  }
  const isSent = control.input === undefined || control.input.dispatch_action === true;
  return { action: actionOf(control, value, await workspace.nextTs()), isSent };
}

async function send(context: Context, person: Person, place: Json, action: Json, viewId?: string): Promise<Outcome> {
  const { workspace, transport, triggers } = context;
  const body = {
    type: 'block_actions',
    ...payloadBase(workspace, person),
    trigger_id: triggers.issue(person.id, viewId),
    ...place,
    actions: [action],
  };
  const acked = await transport.deliver({ type: 'interactive', body });
  return acked.ok ? { ok: true } : fail(NO_ANSWER);
}

/** Uses a control of a message. The app is told where, and for an ephemeral message not what it said. */
export async function actClick(context: Context, person: Person, act: Act<'click'>): Promise<Outcome> {
  const { workspace } = context;
  const channel = seenBy(workspace, person.id, act.channel);
  const message = channel?.messages.find((one) => one.ts === act.ts && (one.ephemeralTo ?? person.id) === person.id);
  if (channel === undefined || message === undefined) return fail('That message is no longer there.');
  const key = `${person.id}:${channel.id}:${message.ts}`;
  const values = startValues(message.blocks ?? [], workspace.entered.get(key));
  workspace.entered.set(key, values);
  const used = await use(workspace, controlsIn(message.blocks ?? []), values, act);
  if ('problem' in used) return fail(used.problem);
  if (!used.isSent) return { ok: true };
  const isEphemeral = message.ephemeralTo !== undefined;
  const place = {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: channelName(channel),
    ...(isEphemeral ? {} : { message: messageWire(workspace, channel, message) }),
    state: { values },
    response_url: responseUrl(context, person.id, channel.id, message.ts),
  };
  const outcome = await send(context, person, place, used.action);
  if (!outcome.ok) workspace.notify(person.id, channel.id, outcome.error);
  return outcome;
}

async function pressInView(context: Context, person: Person, view: OpenView, press: Press): Promise<Outcome> {
  const { workspace } = context;
  const used = await use(workspace, controlsIn(view.source.blocks), view.values, press);
  workspace.changed();
  if ('problem' in used) return fail(used.problem);
  if (!used.isSent) return { ok: true };
  const place = { container: { type: 'view', view_id: view.id }, view: viewWire(workspace, view) };
  return send(context, person, place, used.action, view.id);
}

/** Uses a control of the modal in front. */
export async function actInView(context: Context, person: Person, act: Act<'viewAction'>): Promise<Outcome> {
  const view = stackOf(context.workspace, person.id).find((one) => one.id === act.view_id);
  return view === undefined ? fail('That form is no longer open.') : pressInView(context, person, view, act);
}

/** Uses a control of App Home. */
export async function actInHome(context: Context, person: Person, act: Act<'homeClick'>): Promise<Outcome> {
  const home = context.workspace.homes.get(person.id);
  return home === undefined ? fail('The app has no Home for you yet.') : pressInView(context, person, home, act);
}

/** Opens App Home, which the app hears of and may fill. */
export async function actHomeOpen({ workspace, events }: Context, person: Person): Promise<Outcome> {
  const home = workspace.homes.get(person.id);
  const view = home === undefined ? {} : { view: viewWire(workspace, home) };
  const channel = workspace.direct([person.id]).id;
  events.send({
    type: 'app_home_opened',
    user: person.id,
    channel,
    tab: 'home',
    event_ts: await workspace.nextTs(),
    ...view,
  });
  return { ok: true };
}
