import { readPolicy } from '../../src/policy/read-policy.ts';
import type { PolicyReading } from '../../src/policy/read-policy.ts';

/** The required sections, on lines 1 to 8; a test adds its own below, from line 9. */
export const REQUIRED = `timezone: Europe/Zurich
channels: { changes: C0CHANGES, incidents: C0INCIDENTS, operator: C0OPS }
roles:
  infrastructure-lead: { members: [U0BOB] }
  management: { members: [S0MGMT] }
  validator: { members: [U0CYD] }
  security: { members: [U0EVE] }
  implementer: { members: [U0ADA] }
`;

export const BASE = '/etc/gonogo';

export function read(text: string): PolicyReading {
  return readPolicy(text, { file: 'gonogo.yaml', baseDir: BASE });
}

/** The policy of a text that is expected to be valid; the problems are thrown otherwise. */
export function policyOf(text: string) {
  const reading = read(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems, null, 1));
  return reading.policy;
}
