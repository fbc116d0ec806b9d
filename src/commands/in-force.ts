import type { Policy } from '../change/policy.ts';
import { policyInForce } from '../journal/policy-in-force.ts';
import type { CommandDeps } from './deps.ts';
import { inTime } from './hearing.ts';

/** Leaves time to open a modal: a trigger lives three seconds (docs.slack.dev, modals). */
const READ_MS = 1_000;

/** The policy in force, to draw a form by; without the record the file alone, for what is sent is judged by the record again. */
export async function inForceOrFile(deps: CommandDeps): Promise<Policy> {
  try {
    return await inTime(policyInForce(deps.record, deps.policy()), READ_MS);
  } catch (error) {
    deps.log.warn({ err: error }, 'reading what is in force');
    return deps.policy();
  }
}
