/** What may happen to a resource; several may at once, as a move with an update. `unchanged` ones stand in no list. */
export const PLAN_ACTIONS = [
  'destroy',
  'replace',
  'forget',
  'update',
  'create',
  'invoke',
  'import',
  'move',
  'read',
  'output',
  'drift',
  'unchanged',
] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

/** How many resources each happens to; what is left out happens to none. Of the outputs those that change count. */
export type PlanCounts = Readonly<Partial<Record<PlanAction, number>>>;

/** One thing that a person should read before agreeing. It names attributes and never their values. */
export interface PlanItem {
  readonly unit?: string;
  readonly address: string;
  readonly type: string;
  readonly action: PlanAction;
  /** The tool's own word for why, such as `replace_because_tainted`: an open set. */
  readonly reason?: string;
  /** Of a replacement: the attributes that force it. */
  readonly forcedBy?: readonly string[];
  /** Of a replacement: the new one is made before the old one goes. */
  readonly createsFirst?: true;
  /** Something new is made in its place. */
  readonly createsAnew?: true;
  /** What goes is an object that an interrupted replacement left behind. */
  readonly deposed?: string;
  /** Where it stood in the code before. */
  readonly from?: string;
  /** What it does outside of the plan's doing: it was removed there, not only changed. */
  readonly removedOutside?: true;
  /** The tool's words for the action, which nobody here knows: counted as a destroy. */
  readonly unknown?: readonly string[];
  /** Of a type that holds data. */
  readonly holdsData?: true;
  /** Of a type whose loss takes others with it, or locks people out. */
  readonly critical?: true;
  /** Attributes by which it loses a protection against being deleted or going without a copy. */
  readonly unprotected?: readonly string[];
}

/** One resource goes and one much like it comes: likely the same under another name, for a `moved` block to say. */
export interface PlanRename {
  readonly unit?: string;
  readonly from: string;
  readonly to: string;
}

export interface UnitReview {
  readonly name: string;
  readonly counts: PlanCounts;
  /** Why this unit has no plan that counts; its counts are then nothing. */
  readonly fault?: string;
}

/**
 * What a plan would do, as people judge it and the record keeps it: bounded, and without any attribute's value. Fields are only
 * ever added, as optional ones.
 */
export interface PlanReview {
  /** SHA-256, hex, of the canonical change set (`changeSetEntries`) over all units; where one has a fault nothing can bind to it. */
  readonly digest: string;
  /** A short digest of each entry of that set, so that a later set can be seen to lie within it; absent where there are too many. */
  readonly entries?: readonly string[];
  /** Over all units. */
  readonly counts: PlanCounts;
  /** Those with a fault first; none where one plan stands alone. */
  readonly units: readonly UnitReview[];
  readonly unitsOmitted: number;
  /** The worst first. */
  readonly items: readonly PlanItem[];
  /** Further items, which stand in the counts alone. */
  readonly itemsOmitted: number;
  readonly renames: readonly PlanRename[];
}

/** Whether apply would change anything; reading and what drifted outside are no changes. */
export function isEmptyPlan({ counts, units }: Pick<PlanReview, 'counts' | 'units'>): boolean {
  const harmless: readonly PlanAction[] = ['read', 'drift', 'unchanged'];
  return (
    units.every(({ fault }) => fault === undefined) &&
    PLAN_ACTIONS.every((action) => harmless.includes(action) || (counts[action] ?? 0) === 0)
  );
}
