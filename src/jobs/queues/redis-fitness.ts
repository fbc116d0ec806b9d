import type { Redis } from 'ioredis';

export interface Fitness {
  /** Why this server cannot be used at all. */
  refusal?: string;
  /** What an operator should hear of. */
  warnings: readonly string[];
}

/**
 * Looks whether a Redis server is fit for queues. Any eviction policy but `noeviction` is refused, for such a server acknowledges jobs
 * and throws them away (https://docs.bullmq.io/guide/going-to-production). INFO carries the policy; CONFIG is often forbidden.
 */
export async function redisFitness(redis: Redis): Promise<Fitness> {
  let info: string;
  try {
    info = await redis.info();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      warnings: [`Redis does not tell its settings (${reason}): see to it that maxmemory-policy is noeviction.`],
    };
  }
  return readFitness(info);
}

/** Reads the answer to INFO. */
export function readFitness(info: string): Fitness {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    return {
      refusal: `Redis may throw jobs away: its maxmemory-policy is ${policy}. Set it to noeviction.`,
      warnings: [],
    };
  }
  const warnings: string[] = [];
  if (policy === undefined) {
    warnings.push('Redis does not tell its maxmemory-policy: see to it that it is noeviction.');
  }
  if (!/^aof_enabled:1/m.test(info)) {
    warnings.push(
      'Redis keeps no append-only file: waiting jobs are lost when it restarts, and the sweep has to find them again.',
    );
  }
  return { warnings };
}
