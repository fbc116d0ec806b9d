import { appliesTo, situationOf } from './applies.ts';
import type { ChangeContent } from './model.ts';
import type { Pattern, Patterns } from './pattern.ts';
import type { Policy } from './policy.ts';

/**
 * The name of the pattern that a change follows where nobody chose one: among those for that purpose which fit its kind, its services and
 * their criticality, the one that asks least of it (research: type by criticality by number of services); undefined where none fits.
 */
export function lightestPattern(patterns: Patterns, content: ChangeContent, policy: Policy): string | undefined {
  const situation = situationOf(content, policy);
  const asks = (pattern: Pattern): number =>
    pattern.phases.flatMap(({ items }) => items).filter(({ when }) => appliesTo(when, situation)).length;
  const [lightest] = Object.entries(patterns)
    .filter(([, { byDefault }]) => byDefault && appliesTo(byDefault, situation))
    .map(([name, pattern]) => ({ name, asks: asks(pattern) }))
    .toSorted((a, b) => a.asks - b.asks || (a.name < b.name ? -1 : 1));
  return lightest?.name;
}
