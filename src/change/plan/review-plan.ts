import { isChange, isMove } from './change-set-entries.ts';
import type { PlanDocument, PlanUnit } from './document.ts';
import { effectOf } from './effect-of.ts';
import { likelyRenames } from './likely-renames.ts';
import { planFault } from './plan-fault.ts';
import { isDrift, planItems } from './plan-items.ts';
import { PLAN_ACTIONS, type PlanAction, type PlanCounts, type PlanItem, type PlanReview } from './plan-review.ts';
import type { PlanWatch } from './plan-watch.ts';
import { withinRoom } from './within-room.ts';

/** What is kept of each list, in entries and in characters of JSON: a review is a fact, and every reading of its change reads it. */
const ITEMS = { entries: 100, characters: 20_000 };
const UNITS = { entries: 40, characters: 6000 };
const RENAMES = { entries: 20, characters: 4000 };

/** Reviews what all units of one planning would do; what is wrong with one stands with it. `set` is their canonical change set by its digests. */
export function reviewPlan(
  units: readonly PlanUnit[],
  watch: PlanWatch,
  set: Pick<PlanReview, 'digest' | 'entries'>,
): PlanReview {
  const reviewed = units.map((unit) => reviewUnit(unit, watch));
  const items = reviewed.flatMap((unit) => unit.items).toSorted(byGravity);
  const named = reviewed.filter((unit) => unit.name !== undefined || unit.fault !== undefined || units.length > 1);
  const lines = named
    .map(({ name = 'without a name', counts, fault }) => ({ name, counts, ...(fault === undefined ? {} : { fault }) }))
    .toSorted((a, b) => Number(b.fault !== undefined) - Number(a.fault !== undefined) || compare(a.name, b.name));
  const keptItems = withinRoom(items, ITEMS);
  const keptUnits = withinRoom(lines, UNITS);
  return {
    ...set,
    counts: sum(reviewed.map(({ counts }) => counts)),
    units: keptUnits,
    unitsOmitted: lines.length - keptUnits.length,
    items: keptItems,
    itemsOmitted: items.length - keptItems.length,
    renames: withinRoom(
      reviewed.flatMap((unit) => unit.renames).toSorted((a, b) => compare(a.from, b.from)),
      RENAMES,
    ),
  };
}

interface Reviewed extends Pick<PlanReview, 'counts' | 'items' | 'renames'> {
  readonly name: string | undefined;
  readonly fault?: string;
}

function reviewUnit(unit: PlanUnit, watch: PlanWatch): Reviewed {
  const none = { counts: {}, items: [], renames: [] };
  if ('fault' in unit) return { ...none, ...unit };
  const { name, plan } = unit;
  const fault = planFault(plan, watch.mocks);
  if (fault !== undefined) return { ...none, name, fault };
  const place = name === undefined ? {} : { unit: name };
  return {
    name,
    counts: countsOf(plan),
    items: planItems(plan, watch).map((item) => ({ ...place, ...item })),
    renames: likelyRenames(plan.resources).map((rename) => ({ ...place, ...rename })),
  };
}

/** Each resource counts once for its action, and again where it moves or is taken over from outside. */
function countsOf({ resources, drift, outputs, invocations }: PlanDocument): PlanCounts {
  const each: readonly PlanAction[] = [
    ...resources.flatMap((resource): PlanAction[] => {
      const { action, createsAnew } = effectOf(resource.actions);
      return [
        ...(action === 'unchanged' && isChange(resource) ? [] : [action]),
        ...(createsAnew ? (['create'] as const) : []),
        ...(isMove(resource) ? (['move'] as const) : []),
        ...(resource.importing === undefined ? [] : (['import'] as const)),
      ];
    }),
    ...drift.filter(isDrift).map(() => 'drift' as const),
    ...outputs.filter(({ actions }) => effectOf(actions).action !== 'unchanged').map(() => 'output' as const),
    ...invocations.map(() => 'invoke' as const),
  ];
  return sum(each.map((action) => ({ [action]: 1 })));
}

function sum(all: readonly PlanCounts[]): PlanCounts {
  const total: Partial<Record<PlanAction, number>> = {};
  for (const counts of all)
    for (const action of PLAN_ACTIONS) {
      const more = counts[action];
      if (more !== undefined) total[action] = (total[action] ?? 0) + more;
    }
  return total;
}

function byGravity(a: PlanItem, b: PlanItem): number {
  return gravity(a) - gravity(b) || compare(placeOf(a), placeOf(b));
}

/** Loss of data first, then what nobody understands, then other losses, then the rest in the order of the actions. */
function gravity(item: PlanItem): number {
  const goes = item.action === 'destroy' || item.action === 'replace';
  if (goes && (item.holdsData || item.critical)) return -4;
  if (item.unknown) return -3;
  if (goes) return -2;
  return item.unprotected ? -1 : PLAN_ACTIONS.indexOf(item.action);
}

function placeOf({ unit = '', address, deposed = '' }: PlanItem): string {
  return JSON.stringify([unit, address, deposed]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
