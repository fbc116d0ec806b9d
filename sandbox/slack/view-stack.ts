import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { ViewSource } from './check-payload.ts';
import { withIds } from './controls.ts';
import { VIEW_STACK_MAX } from './limits.ts';
import { startValues } from './state-values.ts';
import { newId, type OpenView, type Workspace } from './workspace.ts';

async function newHash(workspace: Workspace): Promise<string> {
  return `${Math.floor((await workspace.now()) / 1000)}.${randomBytes(4).toString('hex')}`;
}

function allViews(workspace: Workspace): OpenView[] {
  return [...workspace.modals.values()].flat().concat([...workspace.homes.values()]);
}

function refuseDoubleExternalId(workspace: Workspace, source: ViewSource, self?: string): void {
  const id = source.external_id ?? '';
  if (id !== '' && allViews(workspace).some((view) => view.id !== self && view.source.external_id === id))
    throw new ApiError('duplicate_external_id');
}

function newView(user: string, given: ViewSource, hash: string, below?: OpenView): OpenView {
  const source = { ...given, blocks: withIds(given.blocks) };
  const id = newId('V');
  const place = { rootId: below?.rootId ?? id, previousId: below?.id ?? null };
  return { id, user, source, values: startValues(source.blocks), hash, ...place, errors: {} };
}

/** The modals a person has open, the one in front last. */
export function stackOf(workspace: Workspace, user: string): OpenView[] {
  return workspace.modals.get(user) ?? [];
}

/** Finds an open modal, a pushed-over one included, or a Home. */
export function findView(workspace: Workspace, test: (view: OpenView) => boolean): OpenView | undefined {
  return allViews(workspace).find(test);
}

/** Opens a modal; it takes the place of what the person had open. @throws ApiError `duplicate_external_id`. */
export async function openView(workspace: Workspace, user: string, source: ViewSource): Promise<OpenView> {
  const hash = await newHash(workspace);
  refuseDoubleExternalId(workspace, source);
  const view = newView(user, source, hash);
  workspace.modals.set(user, [view]);
  workspace.changed();
  return view;
}

/** Lays a modal over those open. @throws ApiError `push_limit_reached` over three, `not_found` when none is open. */
export async function pushView(workspace: Workspace, user: string, source: ViewSource): Promise<OpenView> {
  const hash = await newHash(workspace);
  const stack = stackOf(workspace, user);
  const below = stack.at(-1);
  if (below === undefined) throw new ApiError('not_found');
  if (stack.length >= VIEW_STACK_MAX) throw new ApiError('push_limit_reached');
  refuseDoubleExternalId(workspace, source);
  const view = newView(user, source, hash, below);
  workspace.modals.set(user, [...stack, view]);
  workspace.changed();
  return view;
}

/** Gives a view new contents; what was entered stays where block_id and action_id stay. @throws ApiError `hash_conflict`. */
export async function updateView(
  workspace: Workspace,
  view: OpenView,
  given: ViewSource,
  hash?: string,
): Promise<OpenView> {
  const next = await newHash(workspace);
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict');
  refuseDoubleExternalId(workspace, given, view.id);
  const source = { ...given, blocks: withIds(given.blocks) };
  Object.assign(view, { source, values: startValues(source.blocks, view.values), errors: {}, hash: next });
  workspace.changed();
  return view;
}

/** Publishes a person's Home. @throws ApiError `hash_conflict`. */
export async function publishHome(
  workspace: Workspace,
  user: string,
  source: ViewSource,
  hash?: string,
): Promise<OpenView> {
  const first = await newHash(workspace);
  const home = workspace.homes.get(user);
  if (home !== undefined) return updateView(workspace, home, source, hash);
  refuseDoubleExternalId(workspace, source);
  const view = newView(user, source, first);
  workspace.homes.set(user, view);
  workspace.changed();
  return view;
}

/** Takes a modal away: only this one, or with `all` the whole stack. Answers with those that went. */
export function closeView(workspace: Workspace, view: OpenView, all = false): OpenView[] {
  const stack = stackOf(workspace, view.user);
  if (!stack.includes(view)) return [];
  workspace.modals.set(view.user, all ? [] : stack.filter((one) => one !== view));
  workspace.changed();
  return all ? stack : [view];
}
