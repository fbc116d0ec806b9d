import type { Policy } from '../change/policy.ts';
import { listOf, quoted } from '../slack/blocks.ts';

/** A word of a command that cannot be understood, and what could stand there; what stands there is of ours. */
export function notUnderstood({ word, expected }: { readonly word: string; readonly expected: string }): string {
  return `“${quoted(word, 60)}” cannot be understood here: write ${expected}.`;
}

/** No service has this name, and those that there are. */
export function unknownService(service: string, services: Policy['services']): string {
  const known = listOf(
    Object.keys(services).map((s) => quoted(s, 60)),
    20,
  );
  return `The policy names no service ${quoted(service, 60)}; it names ${known || 'none yet'}.`;
}
