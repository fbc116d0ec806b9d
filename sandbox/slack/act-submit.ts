import type { Act, Outcome } from './action.ts';
import { ApiError } from './api-error.ts';
import { readView } from './check-payload.ts';
import type { Context } from './context.ts';
import { controlsIn } from './controls.ts';
import { isRecord } from './json.ts';
import { payloadBase } from './payload.ts';
import { readValue } from './read-value.ts';
import { isEmptyValue } from './state-values.ts';
import { closeView, pushView, stackOf, updateView } from './view-stack.ts';
import { viewWire } from './wire.ts';
import type { OpenView, Person, Workspace } from './workspace.ts';

const fail = (error: string): Outcome => ({ ok: false, error });
const NOT_OPEN = 'That form is no longer open.';
const TROUBLE = 'We had some trouble connecting. Try again?';

/** Reads what stands in the form; by block_id, what Slack's client would not let through. */
function enter({ files }: Workspace, view: OpenView, given: Act<'viewSubmit'>['values']): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const control of controlsIn(view.source.blocks)) {
    const { blockId, actionId, input } = control;
    const entered = given[blockId]?.[actionId];
    if (entered !== undefined) {
      const reading = readValue(control, entered, files);
      if (reading.ok) (view.values[blockId] ??= {})[actionId] = reading.value;
      else errors[blockId] = reading.problem;
    }
    if (input !== undefined && input.optional !== true && isEmptyValue(view.values[blockId]?.[actionId])) {
      errors[blockId] ??= 'Please complete this required field.';
    }
  }
  return errors;
}

function readErrors(view: OpenView, given: unknown): Record<string, string> {
  if (!isRecord(given)) throw new ApiError('invalid_arguments', ['errors must be an object']);
  const inputs = controlsIn(view.source.blocks).filter((control) => control.input !== undefined);
  const errors: Record<string, string> = {};
  for (const [blockId, message] of Object.entries(given)) {
    if (!inputs.some((control) => control.blockId === blockId))
      throw new ApiError('invalid_arguments', [`no input block has the id ${blockId}`]);
    if (typeof message !== 'string' || message === '')
      throw new ApiError('invalid_arguments', [`the error for ${blockId} is not a text`]);
    errors[blockId] = message;
  }
  return errors;
}

/** Does what the acknowledgement of a submission asks; https://docs.slack.dev/surfaces/modals#response_actions */
async function follow(workspace: Workspace, view: OpenView, answer: unknown): Promise<Outcome> {
  const action = isRecord(answer) ? answer['response_action'] : undefined;
  if (!isRecord(answer) || action === undefined) {
    closeView(workspace, view);
    return { ok: true };
  }
  switch (action) {
    case 'clear':
      closeView(workspace, view, true);
      return { ok: true };
    case 'update':
      await updateView(workspace, view, readView(answer['view'], 'modal'));
      return { ok: true };
    case 'push':
      await pushView(workspace, view.user, readView(answer['view'], 'modal'));
      return { ok: true };
    case 'errors':
      view.errors = readErrors(view, answer['errors']);
      workspace.changed();
      return { ok: true };
    default:
      throw new ApiError('invalid_arguments', [`unknown response_action: ${JSON.stringify(action)}`]);
  }
}

/** Submits a modal. It stays open, with everything entered, when an input is refused, by Slack's client or by the app. */
export async function actSubmit(context: Context, person: Person, act: Act<'viewSubmit'>): Promise<Outcome> {
  const { workspace, transport, triggers } = context;
  const view = stackOf(workspace, person.id).find((one) => one.id === act.view_id);
  if (view === undefined) return fail(NOT_OPEN);
  view.errors = enter(workspace, view, act.values);
  workspace.changed();
  if (Object.keys(view.errors).length > 0) return { ok: true };
  const own = {
    type: 'view_submission',
    trigger_id: triggers.issue(person.id, view.id),
    view: viewWire(workspace, view),
    response_urls: [],
  };
  const acked = await transport.deliver({ type: 'interactive', body: { ...payloadBase(workspace, person), ...own } });
  try {
    return acked.ok ? await follow(workspace, view, acked.payload) : fail(TROUBLE);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return fail(`${TROUBLE} (${error.message})`);
  }
}

/** Closes a modal, or with `all` the whole stack; the app is told where it asked to be, without what was entered. */
export async function actClose(context: Context, person: Person, act: Act<'viewClose'>): Promise<Outcome> {
  const { workspace, transport } = context;
  const view = stackOf(workspace, person.id).find((one) => one.id === act.view_id);
  if (view === undefined) return fail(NOT_OPEN);
  const isCleared = act.all === true || view.source.clear_on_close === true;
  const told = closeView(workspace, view, isCleared).filter((one) => one.source.notify_on_close === true);
  const bodies = told.map((one) => ({
    type: 'view_closed',
    ...payloadBase(workspace, person),
    view: viewWire(workspace, one, false),
    is_cleared: isCleared,
  }));
  await Promise.all(bodies.map((body) => transport.deliver({ type: 'interactive', body })));
  return { ok: true };
}
