import type { ChangeId } from './change-id.ts';
import { outsideLowUsage, withoutAudience } from './critical.ts';
import { binds, freezesTouching } from './freezes.ts';
import { holidaysWithin, type HolidaySpan } from './holidays.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import { openIncidents, stoppingIncidents, type OpenIncident } from './open-incidents.ts';
import type { Policy } from './policy.ts';
import { firstTouching } from './recurring.ts';
import { askedBefore } from './leads.ts';
import { shortfallOf, type Shortfall, type Timed } from './shortfall.ts';
import { backupStartsAt } from './timeline.ts';

/** What of another change matters to the calendar. */
export interface Planned {
  readonly id: ChangeId;
  readonly title: string;
  readonly services: readonly string[];
  readonly runbook?: string;
  readonly implementer: string;
  readonly opensAt: number;
  readonly closesAt: number;
}

/** Why two changes had better not be carried out at once. */
export type Clash =
  | { readonly over: 'service'; readonly service: string }
  /** The first of them leans on the second. */
  | { readonly over: 'dependency'; readonly service: string; readonly dependsOn: string }
  | { readonly over: 'lock'; readonly lock: string }
  | { readonly over: 'person'; readonly person: string };

/** What speaks against a window, or makes it tight. A hard freeze stops it, and so do an incident and the hours of a critical service; the rest is for people to weigh. */
export type Conflict =
  | { readonly kind: 'overlap'; readonly other: Planned; readonly clashes: readonly Clash[] }
  /** A service of its own is on it: it stops the change; one that leans on it, or it on one: it does not. */
  | { readonly kind: 'incident'; readonly incident: OpenIncident; readonly over: Clash }
  | {
      readonly kind: 'freeze';
      readonly name: string;
      readonly hard: boolean;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'avoid'; readonly name: string; readonly from: number; readonly to: number }
  /** Days off that are neither to be avoided nor a freeze. */
  | { readonly kind: 'holiday'; readonly name: string; readonly from: number; readonly to: number }
  | { readonly kind: 'lowUsage'; readonly service: string; readonly lowUsage: string }
  /** A critical service of which nobody would hear. */
  | { readonly kind: 'noAudience'; readonly service: string }
  /** The work, its checks and the way back take longer than the window. */
  | { readonly kind: 'tooShort'; readonly shortfall: Shortfall }
  /** The backup would have had to begin by `startsAt`; there is time for it before a window that opens at `possibleAt`. */
  | {
      readonly kind: 'backupLate';
      readonly startsAt: number;
      readonly estimateMs: number;
      readonly marginMs: number;
      readonly possibleAt: number;
    }
  | { readonly kind: 'filedLate'; readonly missed: 'go' | 'announcement' };

/** As far as it is chosen: what a form knows while it is filled in. */
export type Plan = Timed &
  Pick<ChangeContent, 'services' | 'incident'> & {
    readonly implementer: string;
  };

/** What another change must have to matter: who looks for such changes asks for no others. */
export interface Reach {
  readonly services: readonly string[];
  readonly runbooks: readonly string[];
  readonly implementer: string;
}

/** The services it leans on and that lean on it, its own, and every runbook that takes the same lock. */
export function reachOf(plan: Plan, policy: Policy): Reach {
  const lock = lockOf(plan.runbook, policy);
  const leansOnIt = Object.keys(policy.services).filter((s) => {
    const base = dependenciesOf(s, policy);
    return plan.services.some((own) => base.has(own));
  });
  return {
    services: [
      ...new Set([...plan.services, ...plan.services.flatMap((s) => [...dependenciesOf(s, policy)]), ...leansOnIt]),
    ],
    runbooks: lock === undefined ? [] : Object.keys(policy.runbooks).filter((name) => lockOf(name, policy) === lock),
    implementer: plan.implementer,
  };
}

/** Everything known to speak against a window, the gravest first; `others` are changes still ahead or under way. */
export function conflictsOf(plan: Plan, others: readonly Planned[], policy: Policy, now: number): readonly Conflict[] {
  return [
    ...incidentsOver(plan, policy),
    ...freezesOver(plan, policy),
    ...others.flatMap((other) => overlap(plan, other, policy)),
    ...outsideLowUsage(plan, policy).map((missed) => ({ kind: 'lowUsage', ...missed }) as const),
    ...withoutAudience(plan, policy).map((service) => ({ kind: 'noAudience', service }) as const),
    ...avoided(plan, policy),
    ...tooShort(plan, policy),
    ...backupLate(plan, policy, now),
    ...filedLate(plan, policy, now),
  ];
}

function freezesOver(plan: Plan, policy: Policy): readonly Conflict[] {
  return freezesTouching(policy, plan.opensAt, plan.closesAt)
    .filter((freeze) => binds(freeze, plan))
    .map(({ name, hard, from, to }) => ({ kind: 'freeze', name, hard, from, to }));
}

/** Nobody knows when an incident ends, so that it speaks against every time until it has. */
function incidentsOver(plan: Plan, policy: Policy): readonly Conflict[] {
  const stopping = stoppingIncidents(plan, policy);
  return openIncidents(policy).flatMap((incident): Conflict[] => {
    const own = incident.services.find((s) => plan.services.includes(s));
    if (own !== undefined)
      return stopping.includes(incident)
        ? [{ kind: 'incident', incident, over: { over: 'service', service: own } }]
        : [];
    const leans = [
      ...leaning(plan.services, incident.services, policy),
      ...leaning(incident.services, plan.services, policy),
    ];
    return leans.slice(0, 1).map((over) => ({ kind: 'incident', incident, over }));
  });
}

function overlap(plan: Plan, other: Planned, policy: Policy): readonly Conflict[] {
  if (other.opensAt >= plan.closesAt || plan.opensAt >= other.closesAt) return [];
  const clashes = clashesOf(plan, other, policy);
  return clashes.length === 0 ? [] : [{ kind: 'overlap', other, clashes }];
}

function clashesOf(plan: Plan, other: Planned, policy: Policy): readonly Clash[] {
  const shared = plan.services.filter((s) => other.services.includes(s));
  const lock = lockOf(plan.runbook, policy);
  return [
    ...shared.map((service) => ({ over: 'service', service }) as const),
    ...leaning(plan.services, other.services, policy),
    ...leaning(other.services, plan.services, policy),
    ...(lock !== undefined && lock === lockOf(other.runbook, policy) ? [{ over: 'lock', lock } as const] : []),
    ...(plan.implementer === other.implementer ? [{ over: 'person', person: plan.implementer } as const] : []),
  ];
}

function lockOf(runbook: string | undefined, policy: Policy): string | undefined {
  return runbook === undefined ? undefined : named(policy.runbooks, runbook)?.lock;
}

/** Services that lean on others, directly or through what lies between. */
function leaning(services: readonly string[], on: readonly string[], policy: Policy): readonly Clash[] {
  return services.flatMap((service) => {
    const base = dependenciesOf(service, policy);
    return on
      .filter((other) => other !== service && base.has(other))
      .map((dependsOn) => ({ over: 'dependency', service, dependsOn }) as const);
  });
}

function dependenciesOf(service: string, policy: Policy): ReadonlySet<string> {
  const found = new Set<string>();
  const ahead = [...(named(policy.services, service)?.dependsOn ?? [])];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    ahead.push(...(named(policy.services, next)?.dependsOn ?? []));
  }
  return found;
}

function avoided({ opensAt, closesAt }: Plan, policy: Policy): readonly Conflict[] {
  const times = policy.calendar.avoid.flatMap((avoid): Conflict[] => {
    const span = firstTouching(avoid, opensAt, closesAt, policy);
    return span ? [{ kind: 'avoid', name: avoid.name, ...span }] : [];
  });
  return [...times, ...holidaysWithin(policy, opensAt, closesAt).flatMap(holiday)];
}

/** One that is a freeze too is said as that. */
function holiday({ as, ...span }: HolidaySpan): readonly Conflict[] {
  switch (as) {
    case 'dayOff':
      return [{ kind: 'holiday', ...span }];
    case 'avoid':
      return [{ kind: 'avoid', ...span }];
    case 'soft':
    case 'hard':
      return [];
  }
}

function tooShort(plan: Plan, policy: Policy): readonly Conflict[] {
  const shortfall = shortfallOf(plan, policy);
  return shortfall ? [{ kind: 'tooShort', shortfall }] : [];
}

/** A backup that is not done in time by the policy's estimate. An emergency asks for nothing beforehand. */
function backupLate({ kind, opensAt, runbook: name }: Plan, policy: Policy, now: number): readonly Conflict[] {
  const runbook = name === undefined ? undefined : named(policy.runbooks, name);
  const startsAt = backupStartsAt(opensAt, runbook, policy);
  if (kind === 'emergency' || !runbook?.backup || startsAt === undefined || startsAt > now) return [];
  const { estimateMs } = runbook.backup;
  const possibleAt = now + opensAt - startsAt;
  return [{ kind: 'backupLate', startsAt, estimateMs, marginMs: policy.leads.backupMarginMs, possibleAt }];
}

function filedLate({ kind, opensAt }: Plan, policy: Policy, now: number): readonly Conflict[] {
  if (kind === 'emergency') return [];
  const lead = kind === 'normal' ? policy.leads.goNogo : policy.leads.announce;
  return askedBefore(opensAt, lead, policy) <= now
    ? [{ kind: 'filedLate', missed: kind === 'normal' ? 'go' : 'announcement' }]
    : [];
}
