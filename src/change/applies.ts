import type { Applies } from './checklist.ts';
import type { ChangeContent, Kind, Risk } from './model.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';

/** What decides which parts of a pattern are for a change. */
export interface Situation {
  /** Whether one of its services is. */
  readonly critical: boolean;
  readonly kind: Kind;
  readonly risk: Risk;
  readonly strategy?: string;
  readonly services: number;
}

export function situationOf(content: ChangeContent, policy: Policy): Situation {
  const { kind, risk, services, strategy } = content;
  const chosen = strategy === undefined ? {} : { strategy };
  return { critical: touchesCritical(content, policy), kind, risk, services: services.length, ...chosen };
}

/** Whether one of its services is critical (000-CHK-05). */
export function touchesCritical({ services }: Pick<ChangeContent, 'services'>, policy: Policy): boolean {
  return services.some((service) => named(policy.services, service)?.critical);
}

/** Whether something of a pattern is for a change; what it does not say does not matter. */
export function appliesTo(when: Applies | undefined, situation: Situation): boolean {
  const { critical, kinds, risks, strategies, services: { from = 0, to = Infinity } = {} } = when ?? {};
  return (
    (critical === undefined || critical === situation.critical) &&
    (kinds?.includes(situation.kind) ?? true) &&
    (risks?.includes(situation.risk) ?? true) &&
    (strategies === undefined || (situation.strategy !== undefined && strategies.includes(situation.strategy))) &&
    situation.services >= from &&
    situation.services <= to
  );
}

/** Whether all changes of critical services that `narrow` is for are among those that `wide` is for. */
export function coversCritical(wide: Applies = {}, narrow: Applies = {}): boolean {
  const holds = <T>(whole: readonly T[] | undefined, part: readonly T[] | undefined): boolean =>
    whole === undefined || (part?.every((one) => whole.includes(one)) ?? false);
  return (
    wide.critical !== false &&
    holds(wide.kinds, narrow.kinds) &&
    holds(wide.risks, narrow.risks) &&
    holds(wide.strategies, narrow.strategies) &&
    (wide.services?.from ?? 1) <= (narrow.services?.from ?? 1) &&
    (wide.services?.to ?? Infinity) >= (narrow.services?.to ?? Infinity)
  );
}
