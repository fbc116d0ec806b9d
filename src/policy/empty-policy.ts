import type { Policy } from '../change/policy.ts';
import { DEFAULTS } from './policy-file.ts';

/**
 * The policy of a bot that has tokens and no policy file: nobody holds a role, there is no channel to post in, nothing can be filed that
 * would run. It exists so that the bot can start and say what is missing.
 */
export function emptyPolicy(timezone = 'UTC'): Policy {
  const channels = { changes: '', incidents: '', operator: '' };
  return { ...DEFAULTS, timezone, channels, services: {}, runbooks: {} };
}
