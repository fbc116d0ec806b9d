import type { Config } from '../../config.ts';
import { sayProblem } from '../../policy/problem.ts';
import { readRules } from '../../policy/read-rules.ts';
import { policyWarnings } from '../../policy/warnings.ts';
import { counted } from '../terminal.ts';
import { notOk, ok, type Line } from './line.ts';

/** The policy file can be read, and what in it is probably not meant. */
export async function policyLines(
  { policyFile, stepLabels }: Config,
  env: NodeJS.ProcessEnv,
): Promise<readonly Line[]> {
  const reading = await readRules(policyFile);
  if (!reading.ok) return reading.problems.map((problem) => notOk(`${sayProblem(problem)}.`));
  const warnings = policyWarnings(reading.policy, { labels: stepLabels, env });
  const more = warnings.length === 0 ? '' : `, with ${counted(warnings.length, 'warning')} that check-config tells`;
  return [ok(`the policy ${policyFile} is valid${more}.`)];
}
