import { join } from 'node:path';
import type { Policy } from '../change/policy.ts';
import type { Strategy } from '../change/strategy.ts';
import { readFolders, SHIPPED } from './read-folders.ts';
import { readShape, type ShapeReading, type ShapeSource } from './read-shape.ts';
import { StrategyFile } from './strategy-file.ts';

const KEPT = { part: 'strategies', expected: 'a strategy' };

/** The policy with the shipped strategies under those in the team's own folder of patterns, which replace them by name; or all that is wrong with any. */
export async function withStrategies(policy: Policy): Promise<ShapeReading<Policy>> {
  const read = await readFolders([join(SHIPPED, KEPT.part), strategyFolder(policy.patterns)], KEPT, readStrategy);
  return read.ok ? { ok: true, value: { ...policy, strategies: read.value } } : read;
}

/** Where a team's own strategies lie. */
export function strategyFolder(patterns: string): string {
  return join(patterns, KEPT.part);
}

/** The text of a strategy, or everything that is wrong with it in the order of the text. */
export function readStrategy(text: string, source: ShapeSource): ShapeReading<Strategy> {
  return readShape(text, source, StrategyFile);
}
