import type { Seen } from './circumstances.ts';
import type { Shut } from './gates.ts';
import type { Change, ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Policy, Runbook, Service } from './policy.ts';
import type { Refusal } from './refusals.ts';
import { dailyWindowEnd } from './window.ts';

/** Where a service is critical, going back is declared and tested to take no longer (000-CRIT-03). */
export const ROLLBACK_MAX_MS = 5 * 60_000;

export type SlowRollback = Extract<Refusal, { code: 'rollbackNotQuick' }>;
type Concerned = Pick<ChangeContent, 'services'>;

/** A critical service of a change: naming one switches all of these rules on (000-CRIT-02). */
export interface Critical extends Service {
  readonly id: string;
}

export function criticalServices({ services }: Concerned, policy: Policy): readonly Critical[] {
  return services.flatMap((id) => {
    const service = named(policy.services, id);
    return service?.critical ? [{ ...service, id }] : [];
  });
}

/** Whether the work needs a proven backup and a tested restore although nothing in it destroys anything (000-BKP-29). An emergency is not kept waiting for them. */
export function needsExtendedBackup({ content }: Pick<Change, 'content'>, policy: Policy): boolean {
  return content.kind !== 'emergency' && criticalServices(content, policy).length > 0;
}

/** What keeps a change of a critical service from its GO, and from its start, by these rules. An emergency goes on. */
export function criticalGates({ content }: Pick<Change, 'content'>, { policy }: Pick<Seen, 'policy'>): readonly Shut[] {
  if (content.kind === 'emergency') return [];
  const slow = slowRollback(content, policy);
  const busy = outsideLowUsage(content, policy);
  return [
    ...(slow ? [{ gate: 'criticalRollback', refusal: slow } as const] : []),
    ...(busy.length > 0 ? [{ gate: 'lowUsage', refusal: { code: 'outsideLowUsage', services: busy } } as const] : []),
  ];
}

/** Why nothing shows that a critical service would be back within five minutes; undefined where something does, or none is critical. */
export function slowRollback(
  content: Pick<ChangeContent, 'services' | 'runbook'>,
  policy: Policy,
): SlowRollback | undefined {
  if (criticalServices(content, policy).length === 0) return undefined;
  const runbook = content.runbook === undefined ? undefined : named(policy.runbooks, content.runbook);
  if (!runbook) return { code: 'rollbackNotQuick', why: 'byHand' };
  const { declaredMs, testedMs } = wayBackOf(runbook);
  if (declaredMs === 'none') return { code: 'rollbackNotQuick', why: 'none' };
  if (declaredMs === undefined) return { code: 'rollbackNotQuick', why: 'undeclared' };
  if (declaredMs > ROLLBACK_MAX_MS) return { code: 'rollbackNotQuick', why: 'tooLong', tookMs: declaredMs };
  if (testedMs === undefined) return { code: 'rollbackNotQuick', why: 'untested' };
  return testedMs > ROLLBACK_MAX_MS ? { code: 'rollbackNotQuick', why: 'tookLonger', tookMs: testedMs } : undefined;
}

/**
 * How long going back takes by what the runbook says and by what the record has measured, the longest of the ways that a press chooses
 * from; of a runbook that only brings data back, its restore. Undefined where one of them says nothing, or was never tested.
 */
export function wayBackOf({ rollback, backup }: Pick<Runbook, 'rollback' | 'backup'>): {
  readonly declaredMs: number | 'none' | undefined;
  readonly testedMs: number | undefined;
} {
  const scopes = [rollback.infrastructure, rollback.application].filter((scope) => scope !== undefined);
  const ways = scopes.length > 0 ? scopes : backup ? [backup.restore] : [];
  return {
    declaredMs: ways.length === 0 ? 'none' : longest(ways.map(({ estimateMs }) => estimateMs)),
    testedMs: longest(ways.map(({ measuredMs }) => measuredMs)),
  };
}

function longest(each: readonly (number | undefined)[]): number | undefined {
  const known = each.filter((ms) => ms !== undefined);
  return known.length === 0 || known.length < each.length ? undefined : Math.max(...known);
}

/** Critical services are worked on while few use them (000-TML-15, 000-APL-10): those of which the window lies outside those hours. */
export function outsideLowUsage(
  content: Concerned & Pick<ChangeContent, 'opensAt' | 'closesAt'>,
  policy: Policy,
): readonly { readonly service: string; readonly lowUsage: string }[] {
  return criticalServices(content, policy).flatMap(({ id, lowUsage }) => {
    if (lowUsage === undefined) return [];
    const end = dailyWindowEnd(content.opensAt, lowUsage, policy.timezone);
    return end !== undefined && content.closesAt <= end ? [] : [{ service: id, lowUsage }];
  });
}

/** Critical services whose users would hear of nothing, since nobody is in their audience (000-NTF-10). */
export function withoutAudience(content: Concerned, policy: Policy): readonly string[] {
  return criticalServices(content, policy)
    .filter(
      ({ audience: { channels, people, emails, teams } }) => [channels, people, emails, teams].flat().length === 0,
    )
    .map(({ id }) => id);
}
