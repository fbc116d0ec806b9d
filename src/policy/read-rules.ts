import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { readDaysOff } from './days-off.ts';
import type { Problem } from './problem.ts';
import { readPatterns } from './read-patterns.ts';
import { readPolicyFile } from './read-policy-file.ts';
import { withNotices } from './with-notices.ts';
import { withPlaybooks } from './with-playbooks.ts';
import { withStrategies } from './with-strategies.ts';

/** What the bot goes by: the policy with its notices, playbooks, strategies and holidays, and the patterns that go with it, read together so that neither is of another day. */
export type RulesReading =
  | { readonly ok: true; readonly policy: Policy; readonly patterns: Patterns }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a policy file, its patterns, its playbooks, its strategies, its notices and its calendars of holidays; what is wrong with one is wrong with all. */
export async function readRules(policyFile: string): Promise<RulesReading> {
  const read = await readPolicyFile(policyFile);
  if (!read.ok) return read;
  const { policy } = read;
  const [patterns, worded, guided, chosen, dated] = await Promise.all([
    readPatterns(policy),
    withNotices(policy),
    withPlaybooks(policy),
    withStrategies(policy),
    readDaysOff(policy),
  ]);
  if (patterns.ok && worded.ok && guided.ok && chosen.ok && dated.ok) {
    const calendar = { ...policy.calendar, daysOff: dated.daysOff };
    const { playbooks = [] } = guided.value;
    const { strategies = {} } = chosen.value;
    const inForce = { ...worded.policy, playbooks, strategies, calendar, knownPatterns: patterns.value };
    return { ok: true, policy: inForce, patterns: patterns.value };
  }
  return {
    ok: false,
    problems: [patterns, worded, guided, chosen, dated].flatMap((part) => (part.ok ? [] : part.problems)),
  };
}
