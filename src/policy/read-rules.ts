import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import type { Problem } from './problem.ts';
import { readPatterns } from './read-patterns.ts';
import { readPolicyFile } from './read-policy-file.ts';

/** What the bot goes by: the policy and the patterns that go with it, read together so that neither is of another day. */
export type RulesReading =
  | { readonly ok: true; readonly policy: Policy; readonly patterns: Patterns }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a policy file and its patterns; what is wrong with either is wrong with both. */
export async function readRules(policyFile: string): Promise<RulesReading> {
  const read = await readPolicyFile(policyFile);
  if (!read.ok) return read;
  const { policy } = read;
  const patterns = await readPatterns(policy);
  return patterns.ok ? { ok: true, policy, patterns: patterns.patterns } : patterns;
}
