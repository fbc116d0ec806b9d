import { ApiError } from './api-error.ts';
import { optional, required, structured, type Args } from './args.ts';
import { readView } from './check-payload.ts';
import type { Context } from './context.ts';
import type { Json } from './json.ts';
import type { Method } from './method.ts';
import { findView, openView, publishHome, pushView, stackOf, updateView } from './view-stack.ts';
import { viewWire } from './wire.ts';

const viewArgument = (args: Args): unknown => structured(args, 'view', 'invalid_arguments');

/** The view is judged before the trigger is spent. */
async function open({ workspace, triggers }: Context, args: Args): Promise<Json> {
  const source = readView(viewArgument(args), 'modal');
  const { user } = triggers.exchange(required(args, 'trigger_id'));
  return { view: viewWire(workspace, await openView(workspace, user, source)) };
}

async function push({ workspace, triggers }: Context, args: Args): Promise<Json> {
  const source = readView(viewArgument(args), 'modal');
  const { user, viewId } = triggers.exchange(required(args, 'trigger_id'));
  if (viewId === undefined || !stackOf(workspace, user).some((view) => view.id === viewId))
    throw new ApiError('not_found');
  return { view: viewWire(workspace, await pushView(workspace, user, source)) };
}

async function update({ workspace }: Context, args: Args): Promise<Json> {
  const id = optional(args, 'view_id');
  const externalId = optional(args, 'external_id');
  if (id === undefined && externalId === undefined)
    throw new ApiError('invalid_arguments', ['missing required field: view_id']);
  const view = findView(workspace, (one) => (id === undefined ? one.source.external_id === externalId : one.id === id));
  if (view === undefined) throw new ApiError('not_found');
  const source = readView(viewArgument(args), view.source.type);
  return { view: viewWire(workspace, await updateView(workspace, view, source, optional(args, 'hash'))) };
}

async function publish({ workspace }: Context, args: Args): Promise<Json> {
  const user = required(args, 'user_id');
  const source = readView(viewArgument(args), 'home');
  if (!workspace.people.has(user)) throw new ApiError('user_not_found');
  return { view: viewWire(workspace, await publishHome(workspace, user, source, optional(args, 'hash'))) };
}

export const VIEW_METHODS: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
