import { touchesCritical } from './applies.ts';
import { runbookOf } from './circumstances.ts';
import type { ChangeContent, Risk } from './model.ts';
import { named } from './named.ts';
import type { PlanReview } from './plan/plan-review.ts';
import type { Policy } from './policy.ts';
import type { ContentProblem } from './refusals.ts';
import { scopesOf } from './way-back.ts';

/** Why a change is thought to be as risky as it is: one thing that is known of it. */
export type RiskPoint =
  | { readonly why: 'critical'; readonly services: readonly string[] }
  | { readonly why: 'services'; readonly count: number }
  | { readonly why: 'emergency' }
  | { readonly why: 'downtime'; readonly ms: number }
  | { readonly why: 'newFormat' }
  | { readonly why: 'writesLost' }
  | { readonly why: 'noWayBack' }
  | { readonly why: 'noReturn' }
  | { readonly why: 'dataGoes'; readonly address: string; readonly others: number }
  | { readonly why: 'resourcesGo'; readonly count: number }
  | { readonly why: 'pattern'; readonly title: string; readonly risk: Risk }
  | { readonly why: 'past'; readonly of: number; readonly well: number };

/** What is known beside what was filed: the newest plan, and how the last changes by the same runbook ended. */
export interface KnownOfRisk {
  readonly plan?: PlanReview | undefined;
  readonly past?: { readonly of: number; readonly well: number } | undefined;
}

export interface SuggestedRisk {
  readonly risk: Risk;
  /** The weightiest first; none where nothing speaks for a risk. */
  readonly points: readonly RiskPoint[];
}

/** From so many services on it is a point, and so long a downtime. */
const MANY_SERVICES = 3;
const LONG_DOWNTIME_MS = 3_600_000;
/** Fewer past changes than these say nothing. */
const PAST_MIN = 3;
/** What the points must weigh together. */
const MEDIUM_FROM = 2;
const HIGH_FROM = 4;

/** How risky a change is thought to be from what is known of it, and by which points (000-RISK-01 to 03, 003-RISK-16 to 21). */
export function suggestRisk(content: ChangeContent, policy: Policy, known: KnownOfRisk = {}): SuggestedRisk {
  const points = [...filedPoints(content, policy), ...planPoints(known), ...pastPoints(known)]
    .map((point) => ({ point, weight: weightOf(point) }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => b.weight - a.weight);
  const sum = points.reduce((weight, one) => weight + one.weight, 0);
  const risk = sum >= HIGH_FROM ? 'high' : sum >= MEDIUM_FROM ? 'medium' : 'low';
  return { risk, points: points.map(({ point }) => point) };
}

/** Whether a risk is below another. */
export function isLower(risk: Risk, than: Risk): boolean {
  return WEIGHT_OF_RISK[risk] < WEIGHT_OF_RISK[than];
}

/**
 * Who files a lower risk than suggested says why; voters read it. Not of a standard change, whose risk its pattern was approved with, and
 * not of an emergency, which does not wait. What stood before the edit stands.
 */
export function lowRiskProblems(
  content: ChangeContent,
  policy: Policy,
  former?: ChangeContent,
): readonly ContentProblem[] {
  const suggested = unexplained(content, policy);
  if (!suggested) return [];
  const stood = former && former.risk === content.risk ? unexplained(former, policy) : undefined;
  if (stood === suggested) return [];
  return [{ field: 'riskReason', problem: `The suggested risk is ${suggested}; say why it is lower.` }];
}

/** The risk that is suggested, where a lower one was chosen without a word. */
function unexplained(content: ChangeContent, policy: Policy): Risk | undefined {
  if (content.kind !== 'normal' || content.riskReason !== undefined) return undefined;
  const { risk } = suggestRisk(content, policy);
  return isLower(content.risk, risk) ? risk : undefined;
}

function filedPoints(content: ChangeContent, policy: Policy): RiskPoint[] {
  const { services, kind, downtimeMs = 0, dataFormat, writes } = content;
  const runbook = runbookOf({ content }, policy);
  const { apply, rollback } = runbook ?? {};
  const pattern = named(policy.knownPatterns ?? {}, content.pattern ?? '');
  return [
    ...(touchesCritical(content, policy)
      ? [{ why: 'critical', services: services.filter((s) => named(policy.services, s)?.critical) } as const]
      : []),
    ...(services.length >= MANY_SERVICES ? [{ why: 'services', count: services.length } as const] : []),
    ...(kind === 'emergency' ? [{ why: 'emergency' } as const] : []),
    ...(downtimeMs >= LONG_DOWNTIME_MS || (downtimeMs > 0 && touchesCritical(content, policy))
      ? [{ why: 'downtime', ms: downtimeMs } as const]
      : []),
    ...(dataFormat === 'incompatible' ? [{ why: 'newFormat' } as const] : []),
    ...(writes === 'lost' ? [{ why: 'writesLost' } as const] : []),
    ...(rollback?.pointOfNoReturn === undefined ? [] : [{ why: 'noReturn' } as const]),
    ...(pattern ? [{ why: 'pattern', title: pattern.title, risk: pattern.risk } as const] : []),
    ...(apply && scopesOf(runbook).length === 0 ? [{ why: 'noWayBack' } as const] : []),
  ];
}

/** What a plan takes away that holds data or carries others weighs alone; the rest of what goes, once. */
function planPoints({ plan }: KnownOfRisk): RiskPoint[] {
  if (!plan) return [];
  const grave = plan.items.filter(
    ({ action, holdsData, critical }) => (action === 'destroy' || action === 'replace') && (holdsData ?? critical),
  );
  const [first] = grave;
  if (first) return [{ why: 'dataGoes', address: first.address, others: grave.length - 1 }];
  const count = (plan.counts.destroy ?? 0) + (plan.counts.replace ?? 0);
  return count > 0 ? [{ why: 'resourcesGo', count }] : [];
}

function pastPoints({ past }: KnownOfRisk): RiskPoint[] {
  return past && past.of >= PAST_MIN ? [{ why: 'past', ...past }] : [];
}

const WEIGHT_OF_RISK: Readonly<Record<Risk, number>> = { low: 0, medium: MEDIUM_FROM, high: HIGH_FROM };

function weightOf(point: RiskPoint): number {
  switch (point.why) {
    case 'dataGoes':
      return HIGH_FROM;
    case 'resourcesGo':
    case 'emergency':
      return MEDIUM_FROM;
    case 'pattern':
      return WEIGHT_OF_RISK[point.risk];
    case 'past':
      // All well speaks for it; more than one in five that was not speaks against it.
      return point.well === point.of ? -1 : point.well * 5 < point.of * 4 ? 1 : 0;
    default:
      return 1;
  }
}
