import type { ChangeId } from './change-id.ts';
import type { Fact } from './facts.ts';
import type { RollbackScopeName } from './model.ts';
import type { WayBack } from './way-back.ts';
import type { Policy, RollbackScope, Runbook } from './policy.ts';

/** How long the newest rollback of each scope took that succeeded, on one target where there are any, ms; by the digest of the runbook. */
export type MeasuredRollbacks = ReadonlyMap<string, Readonly<Partial<Record<RollbackScopeName, number>>>>;

/** The policy as it is in force: with what rollbacks have measured. */
export function withMeasuredRollbacks(policy: Policy, measured: MeasuredRollbacks): Policy {
  if (measured.size === 0) return policy;
  const runbooks = Object.entries(policy.runbooks).map(([name, runbook]) => {
    const { infrastructure, application } = measured.get(runbook.digest) ?? {};
    const rollback = {
      ...runbook.rollback,
      ...withMeasured('infrastructure', runbook, infrastructure),
      ...withMeasured('application', runbook, application),
    };
    return [name, { ...runbook, rollback }] as const;
  });
  return { ...policy, runbooks: Object.fromEntries(runbooks) };
}

/** Of a roll-out one target goes back after the other. */
function withMeasured(
  name: RollbackScopeName,
  { rollback, targets }: Runbook,
  ms: number | undefined,
): Partial<Record<RollbackScopeName, RollbackScope>> {
  const scope = rollback[name];
  if (!scope || ms === undefined) return {};
  return { [name]: { ...scope, measuredMs: ms * (targets?.list.length ?? 1) } };
}

/** A rollback that somebody, or the runbook, decided on. */
export interface DecidedRollback {
  readonly scope: WayBack;
  readonly by: string;
  readonly at: number;
  /** How long it was said to take then. */
  readonly promisedMs?: number;
  /** Changes whose work it takes back too. */
  readonly over?: readonly ChangeId[];
}

type RollbackFact = Extract<Fact, { type: 'rollbackDecided' }>;

/** What a scope promises when it is decided on: what the runbook says, or where it says nothing what the newest took; nothing where neither is known. */
export function promised({ estimateMs, measuredMs }: RollbackScope): Pick<RollbackFact, 'promisedMs'> {
  const promisedMs = estimateMs ?? measuredMs;
  return promisedMs === undefined ? {} : { promisedMs };
}

export function decidedRollback({ scope, decider, promisedMs, over }: RollbackFact, at: number): DecidedRollback {
  const more = { ...(promisedMs === undefined ? {} : { promisedMs }), ...(over === undefined ? {} : { over }) };
  return { scope, by: decider, at, ...more };
}
