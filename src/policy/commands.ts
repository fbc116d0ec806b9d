import type { Limits } from '../change/policy.ts';
import { Argv } from './argv.ts';
import { LongerThanNothing } from './durations.ts';
import { section } from './shapes.ts';

/** The keys of everything that runs a program: what, and its ceilings in total and in silence. */
export const commandShape = {
  run: Argv.describe('The program and its arguments, one a piece; `{{param}}` stands as an argument or inside one.'),
  timeout: LongerThanNothing.exactOptional().describe('How long it may take in total before it is sent one SIGINT.'),
  quiet: LongerThanNothing.exactOptional().describe('How long it may say nothing before it is sent one SIGINT.'),
};

/** Replaces the ceilings as written by the ceilings in ms. */
export function limited<T extends { timeout?: number; quiet?: number }>({
  timeout,
  quiet,
  ...rest
}: T): Omit<T, 'timeout' | 'quiet'> & Limits {
  return {
    ...rest,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(quiet === undefined ? {} : { quietMs: quiet }),
  };
}

/** Replaces how long it takes as written by that in ms. */
export function estimated<T extends { estimate?: number }>({
  estimate,
  ...rest
}: T): Omit<T, 'estimate'> & { readonly estimateMs?: number } {
  return { ...rest, ...(estimate === undefined ? {} : { estimateMs: estimate }) };
}

export const Command = section(commandShape).transform(limited);
