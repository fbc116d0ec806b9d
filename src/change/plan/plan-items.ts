import { isMove } from './change-set-entries.ts';
import type { PlanDocument, PlannedResource } from './document.ts';
import { effectOf } from './effect-of.ts';
import type { PlanItem } from './plan-review.ts';
import { isAmong, type PlanWatch } from './plan-watch.ts';
import { protectionsLost } from './protections.ts';

/** Of one item no more attributes, or words, are named. */
const NAMED_MAX = 6;

/** Everything in a plan that a person should read before agreeing, in the plan's order; plain creates and updates are only counted. */
export function planItems(plan: PlanDocument, watch: PlanWatch): readonly PlanItem[] {
  return [
    ...plan.resources.flatMap((resource) => resourceItem(resource, watch)),
    ...plan.drift.flatMap((resource) => driftItem(resource, watch)),
    ...plan.invocations.map(({ address, type }): PlanItem => ({ address, type, action: 'invoke' })),
  ];
}

function resourceItem(resource: PlannedResource, watch: PlanWatch): readonly PlanItem[] {
  const { address, previousAddress, type, actions, reason, deposed, importing } = resource;
  const { action, isUnknown, ...how } = effectOf(actions);
  const unprotected = action === 'update' || action === 'replace' ? protectionsLost(resource).slice(0, NAMED_MAX) : [];
  const from = isMove(resource) ? previousAddress : undefined;
  const goes = action === 'destroy' || action === 'replace' || action === 'forget';
  const shown = shownAs(resource, goes || unprotected.length > 0);
  if (shown === undefined) return [];
  const forcedBy = resource.replacePaths.slice(0, NAMED_MAX).map(attributeName);
  return [
    {
      address,
      type,
      action: shown,
      ...how,
      ...(reason === undefined ? {} : { reason }),
      ...(action === 'replace' && forcedBy.length > 0 ? { forcedBy } : {}),
      ...(deposed === undefined ? {} : { deposed }),
      ...(from === undefined ? {} : { from }),
      ...(isUnknown ? { unknown: actions.slice(0, NAMED_MAX) } : {}),
      ...(unprotected.length > 0 ? { unprotected } : {}),
      ...(importing === undefined && !goes && unprotected.length === 0 ? {} : flags(type, watch)),
    },
  ];
}

/** The action to show it under; undefined where counting it is enough. */
function shownAs(
  { actions, importing, ...resource }: PlannedResource,
  isGrave: boolean,
): PlanItem['action'] | undefined {
  const { action } = effectOf(actions);
  if (isGrave) return action;
  if (importing !== undefined) return 'import';
  return isMove(resource) ? 'move' : undefined;
}

/** Drift that the plan's own moves make is none. */
function driftItem(resource: PlannedResource, watch: PlanWatch): readonly PlanItem[] {
  if (!isDrift(resource)) return [];
  const { address, type, actions } = resource;
  return [
    {
      address,
      type,
      action: 'drift',
      ...(actions.includes('delete') ? { removedOutside: true as const } : {}),
      ...flags(type, watch),
    },
  ];
}

export function isDrift({ actions }: PlannedResource): boolean {
  return effectOf(actions).action !== 'unchanged';
}

function flags(type: string, { holdsData, critical }: PlanWatch): Pick<PlanItem, 'holdsData' | 'critical'> {
  return {
    ...(isAmong(holdsData, type) ? { holdsData: true as const } : {}),
    ...(isAmong(critical, type) ? { critical: true as const } : {}),
  };
}

/** `network[0].id` of a path as the plan writes it. */
function attributeName(path: readonly (string | number)[]): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}
