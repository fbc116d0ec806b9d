import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/jobs/command/outcome.ts';
import { runWatch } from '../../src/jobs/command/run-watch.ts';

async function watched(results: readonly CheckResult[]) {
  const next = results.values();
  const task = { kind: 'watch', everyMs: 1, passes: 3, checks: [{ kind: 'command', argv: ['x'] }] } as const;
  const verdict = await runWatch(
    task,
    async () => ({ result: next.next().value ?? 'fail', sentence: 'So it was.' }),
    new AbortController().signal,
  );
  return [verdict.result, verdict.rounds];
}

test('a watch wants its passes in a row: a check that cannot tell starts the count again, a failed one ends it', async () => {
  expect(await watched(['pass', 'pass', 'pass'])).toEqual(['pass', 3]);
  expect(await watched(['pass', 'pass', 'inconclusive', 'pass', 'pass', 'pass'])).toEqual(['pass', 6]);
  expect(await watched(['pass', 'pass', 'fail', 'pass'])).toEqual(['fail', 3]);
  expect(await watched(Array(100).fill('inconclusive'))).toEqual(['inconclusive', 14]);
});
