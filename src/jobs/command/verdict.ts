import type { CheckResult } from './outcome.ts';

/** What a check found; `sentence` says it in plain words and names what was looked at. */
export interface CheckVerdict {
  readonly result: CheckResult;
  readonly sentence: string;
}

export function pass(sentence: string): CheckVerdict {
  return { result: 'pass', sentence };
}

export function fail(sentence: string): CheckVerdict {
  return { result: 'fail', sentence };
}

/** Nothing can be said: neither that all is well nor that it is not. */
export function inconclusive(sentence: string): CheckVerdict {
  return { result: 'inconclusive', sentence };
}
