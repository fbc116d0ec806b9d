import type { PlanAction } from './plan-review.ts';

/** What a list of action words does to a resource. */
export interface Effect {
  readonly action: PlanAction;
  readonly createsFirst?: true;
  readonly createsAnew?: true;
  /** The words mean nothing known: the worst is taken for true. */
  readonly isUnknown?: true;
}

const EFFECTS: ReadonlyMap<string, Effect> = new Map(
  (
    [
      [['no-op'], { action: 'unchanged' }],
      [['create'], { action: 'create' }],
      [['read'], { action: 'read' }],
      [['update'], { action: 'update' }],
      [['delete'], { action: 'destroy' }],
      [['delete', 'create'], { action: 'replace' }],
      [['create', 'delete'], { action: 'replace', createsFirst: true }],
      [['forget'], { action: 'forget' }],
      [['create', 'forget'], { action: 'forget', createsAnew: true }],
    ] as const
  ).map(([words, effect]) => [keyOf(words), effect]),
);

/** The whole list says what happens; any other than those known counts as a destroy, and says that it is unknown. */
export function effectOf(words: readonly string[]): Effect {
  return EFFECTS.get(keyOf(words)) ?? { action: 'destroy', isUnknown: true };
}

function keyOf(words: readonly string[]): string {
  return JSON.stringify(words);
}
