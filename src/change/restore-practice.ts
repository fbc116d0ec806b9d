import type { ChangeId } from './change-id.ts';
import type { Policy } from './policy.ts';

/** The last time that data of a service were brought back, in a rehearsal or by a restore test (003-DR-02, 003-DR-07). */
export interface Practice {
  readonly service: string;
  readonly change: ChangeId;
  readonly at: number;
  /** How long it took, where that was measured. */
  readonly ms?: number;
}

/** A service whose rhythm asks for a rehearsal. */
export interface DuePractice {
  readonly service: string;
  readonly everyMs: number;
  readonly last?: Practice;
}

/** The services that have a rhythm. */
export function practising({ services }: Pick<Policy, 'services'>): readonly string[] {
  return Object.keys(services).filter((name) => services[name]?.rehearseRestoreEveryMs !== undefined);
}

/** The services whose last rehearsal is longer ago than their rhythm allows, or that never had one; those without any first, then the longest ago. */
export function duePractice(
  { services }: Pick<Policy, 'services'>,
  practised: readonly Practice[],
  now: number,
): readonly DuePractice[] {
  return Object.entries(services)
    .flatMap(([service, { rehearseRestoreEveryMs: everyMs }]) => {
      const last = practised.filter((p) => p.service === service).toSorted((a, b) => b.at - a.at)[0];
      if (everyMs === undefined || (last !== undefined && now - last.at < everyMs)) return [];
      return [{ service, everyMs, ...(last === undefined ? {} : { last }) }];
    })
    .toSorted((a, b) => (a.last?.at ?? 0) - (b.last?.at ?? 0));
}
