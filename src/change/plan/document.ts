/**
 * A plan as `tofu show -json` describes it, under our names. Whoever reads one has looked at its shape; values of attributes are
 * as they came, secrets in clear, and leave this room in no other form than the canonical change set's.
 */
export interface PlanDocument {
  /** As in `1.2`; only its major number says whether we understand it. */
  readonly formatVersion: string;
  /** The plan stopped half-way, and was saved all the same. */
  readonly errored: boolean;
  /** False where changes were put off, or only targets were planned; undefined where the tool does not say. */
  readonly complete?: boolean;
  readonly deferred: number;
  readonly resources: readonly PlannedResource[];
  /** What was changed or removed outside, since the tool last looked. */
  readonly drift: readonly PlannedResource[];
  readonly outputs: readonly PlannedOutput[];
  /** Side effects that no resource stands for. */
  readonly invocations: readonly { readonly address: string; readonly type: string }[];
  /** Values of the root module's variables, by their names. */
  readonly inputs: readonly (readonly [name: string, value: unknown])[];
}

/** Before and after as values; the masks have their shape, with `true` where something is unknown yet, or sensitive. */
export interface PlannedValues {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

export interface PlannedResource extends PlannedValues {
  readonly address: string;
  readonly previousAddress?: string;
  readonly type: string;
  readonly provider: string;
  /** The key of an object that an interrupted replacement left behind. */
  readonly deposed?: string;
  /** Why, as the tool says it: an open set of words. */
  readonly reason?: string;
  /** The attributes that force a replacement; none where it was asked for or triggered. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** The id of what is taken over from outside. */
  readonly importing?: string;
}

export interface PlannedOutput extends PlannedValues {
  readonly name: string;
}

/** One unit of the infrastructure: what it plans, or why it has no plan that counts. A plan that stands alone has no name. */
export type PlanUnit =
  { readonly name?: string; readonly plan: PlanDocument } | { readonly name: string; readonly fault: string };
