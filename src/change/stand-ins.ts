import { tally } from './ballot.ts';
import { named } from './named.ts';
import type { Ballot } from './model.ts';
import type { Policy, Requirement } from './policy.ts';
import type { StandIn } from './put-to.ts';

type People = Readonly<Record<string, readonly string[]>>;

/** The roles that are asked where nobody of this one can answer or does, nearest first. */
export function fallbacksOf(role: string, { roles }: Pick<Policy, 'roles'>): readonly string[] {
  const passed = [role];
  for (let next = named(roles, role)?.fallback; next !== undefined && !passed.includes(next);) {
    passed.push(next);
    next = named(roles, next)?.fallback;
  }
  return passed.slice(1);
}

/**
 * Who stands in for which role of a question: for one that nobody able holds at once, for one whose people were silent when `isOverdue`
 * says so. Where all must agree silence is not filled by others. Whoever once stood in goes on doing so.
 */
export function standInsOf(
  question: Pick<Ballot, 'requirements' | 'votes' | 'putTo'>,
  able: People,
  policy: Policy,
  isOverdue: boolean,
): readonly StandIn[] {
  const missing = tally(question, able)
    .filter((t) => t.yes.length < t.needed)
    .map((t) => t.role);
  return question.requirements.flatMap((r) => {
    const former = question.putTo?.standIns.find((s) => s.role === r.role);
    const why = former?.why ?? reasonFor(r, able, isOverdue && missing.includes(r.role));
    if (why === undefined) return [];
    const own = named(able, r.role) ?? [];
    const found = fallbacksOf(r.role, policy)
      .map((fallback) => ({ fallback, people: (named(able, fallback) ?? []).filter((p) => !own.includes(p)) }))
      .find(({ people }) => people.length > 0);
    return found ? [{ role: r.role, why, ...found }] : [];
  });
}

function reasonFor({ role, need }: Requirement, able: People, isSilent: boolean): StandIn['why'] | undefined {
  if ((named(able, role) ?? []).length === 0) return 'nobody';
  return isSilent && need !== 'all' ? 'silence' : undefined;
}
