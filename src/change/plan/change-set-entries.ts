import type { PlannedResource, PlannedValues, PlanUnit } from './document.ts';
import { effectOf } from './effect-of.ts';
import { isMarked, plannedValue } from './planned-value.ts';
import { isObject, isSameValue, memberOf } from './same-value.ts';

/**
 * The canonical change set of a plan: one entry for each thing that apply would do, in no order, so that two plans of the same
 * code give the same entries and another address, action or planned value gives others. Times, versions, what was read and what
 * stays as it is are left out. So are sensitive values, altogether: a digest of a password could be tried out, word by word. A
 * change of nothing but a sensitive value is the same entry whatever the value.
 */
export function changeSetEntries(units: readonly PlanUnit[]): readonly unknown[] {
  return units.flatMap((unit): unknown[] => {
    const name = unit.name ?? null;
    if ('fault' in unit) return [{ unit: name, fault: true }];
    const { resources, outputs, invocations } = unit.plan;
    return [
      ...resources.filter(isChange).map((resource) => ({ unit: name, ...resourceEntry(resource) })),
      ...outputs
        .filter(({ actions }) => effectOf(actions).action !== 'unchanged')
        .map((output) => ({ unit: name, output: output.name, actions: output.actions, value: whole(output) })),
      ...invocations.map(({ address, type }) => ({ unit: name, invoke: address, type })),
    ];
  });
}

/** Whether apply does anything about a resource, if only in its own books. */
export function isChange({ actions, importing, ...resource }: PlannedResource): boolean {
  const { action } = effectOf(actions);
  return (action !== 'unchanged' && action !== 'read') || importing !== undefined || isMove(resource);
}

export function isMove({ address, previousAddress }: Pick<PlannedResource, 'address' | 'previousAddress'>): boolean {
  return previousAddress !== undefined && previousAddress !== address;
}

function resourceEntry(resource: PlannedResource): Readonly<Record<string, unknown>> {
  const { address, type, provider, actions, deposed, importing } = resource;
  return {
    address,
    type,
    provider,
    actions,
    deposed: deposed ?? null,
    importing: importing ?? null,
    from: isMove(resource) ? resource.previousAddress : null,
    value: valueOf(resource),
  };
}

/** What stays as it is, when only its address moves, may be found otherwise the next time. */
function valueOf(resource: PlannedResource): unknown {
  const { action } = effectOf(resource.actions);
  if (action === 'unchanged') return null;
  return action === 'update' ? whatChanges(resource) : whole(resource);
}

function whole({ after, afterUnknown, beforeSensitive, afterSensitive }: PlannedValues): unknown {
  return plannedValue(after, afterUnknown, [beforeSensitive, afterSensitive]) ?? null;
}

/** Of an update the attributes that change: others are as they were found, and may be found otherwise the next time. */
function whatChanges(values: PlannedValues): unknown {
  const { before, after, afterUnknown } = values;
  if (!isObject(before) || !isObject(after)) return whole(values);
  const names = new Set([
    ...Object.keys(before),
    ...Object.keys(after),
    ...Object.keys(isObject(afterUnknown) ? afterUnknown : {}),
  ]);
  const changing = [...names].filter(
    (name) => !isSameValue(memberOf(before, name), memberOf(after, name)) || isMarked(memberOf(afterUnknown, name)),
  );
  if (changing.length === 0) return {};
  const all = whole(values);
  return isObject(all) ? Object.fromEntries(changing.map((name) => [name, memberOf(all, name) ?? null])) : all;
}
