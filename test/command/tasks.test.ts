import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { requestStop } from '../../src/jobs/command/stop.ts';
import { aRun, carryOut, endOf, script, textOf } from './runs.ts';

const HOUR_MS = 3_600_000;

test('tasks run in order, each under its command line, and the first failure ends the run', async () => {
  const run = await aRun(() => [
    script(`console.log('one')`, "it's"),
    script('process.exit(3)'),
    script(`require('fs').writeFileSync('third', '')`),
  ]);
  const { outcome, output } = await carryOut(run);
  expect(outcome).toMatchObject({
    outcome: 'failed',
    exitCode: 3,
    failedTask: 1,
    facts: [{ result: 'pass' }, { result: 'fail' }],
  });
  expect(output).toMatch(/^\$ \S+ -e 'console\.log\('\\''one'\\''\)' -- 'it'\\''s'\none\n\$ /);
  expect(existsSync(join(run.cwd, 'third'))).toBe(false);
});

test('a program that is not there, and one that may not be executed, fail with words', async () => {
  const missing = await carryOut(await aRun(() => [{ kind: 'command', argv: ['no-such-program-here'] }]));
  expect(missing.outcome).toMatchObject({
    outcome: 'failed',
    reason: 'The program no-such-program-here was not found.',
  });
  const folder = await carryOut(await aRun((cwd) => [{ kind: 'command', argv: [cwd] }]));
  expect(folder.outcome.reason).toMatch(/may not be executed\.$/);
  const nowhere = await carryOut(await aRun(() => [script('')], { cwd: '/no/such/folder' }));
  expect(nowhere.outcome.reason).toBe('The folder /no/such/folder is not there.');
});

test('a backup proves itself by a file that is there, large enough, fresh and of this time', async () => {
  const proof = { kind: 'proof', file: 'core.snap', minBytes: 5, maxAgeMs: HOUR_MS } as const;
  const cases: [number, number, string][] = [
    [5, 0, 'succeeded'],
    [4, 0, 'failed'],
    [5, -2 * HOUR_MS, 'failed'],
    [5, HOUR_MS, 'failed'],
  ];
  for (const [bytes, shiftMs, expected] of cases) {
    const run = await aRun(() => [proof]);
    writeFileSync(join(run.cwd, 'core.snap'), 'x'.repeat(bytes));
    const modifiedAt = new Date(Date.now() + shiftMs);
    utimesSync(join(run.cwd, 'core.snap'), modifiedAt, modifiedAt);
    const { outcome } = await carryOut(run);
    expect(outcome).toMatchObject({
      outcome: expected,
      facts: [{ kind: 'proof', bytes, modifiedAt: modifiedAt.getTime() }],
    });
    if (expected === 'succeeded')
      expect(outcome.facts).toMatchObject([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  }
  expect((await carryOut(await aRun(() => [proof]))).outcome.reason).toBe('core.snap is not there.');
});

test('a check without an answer leaves the outcome unknown, one with a wrong answer fails', async () => {
  const server = createServer((request, answer) => request.url === '/ill' && answer.writeHead(503).end()).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const http = (path: string) =>
    ({
      kind: 'http',
      url: `http://127.0.0.1:${port}${path}`,
      expect: { status: 200 },
      allow: ['127.0.0.1/32'],
      timeoutMs: 300,
    }) as const;
  try {
    const ill = await carryOut(await aRun(() => [http('/ill')]));
    expect(ill.outcome).toMatchObject({ outcome: 'failed', facts: [{ kind: 'http', status: 503, result: 'fail' }] });
    const silent = await carryOut(await aRun(() => [script(''), http('/silent')]));
    expect(silent.outcome).toMatchObject({
      outcome: 'unknown',
      failedTask: 1,
      exitCode: 0,
      facts: [{}, { result: 'inconclusive' }],
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a watch runs its commands again and again, and a stop ends it between two of them', async () => {
  const counts = script(`require('fs').appendFileSync('rounds', 'x')`);
  if (counts.kind !== 'command') throw new Error('a script is a command');
  const passing = await aRun(() => [{ kind: 'watch', everyMs: 10, passes: 2, checks: [counts] }]);
  expect((await carryOut(passing)).outcome).toMatchObject({
    outcome: 'succeeded',
    facts: [{ kind: 'watch', rounds: 2, passes: 2 }],
  });
  expect(readFileSync(join(passing.cwd, 'rounds'), 'utf8')).toBe('xx');
  const stopped = await aRun(() => [{ kind: 'watch', everyMs: 60_000, passes: 2, checks: [counts] }]);
  await launchRun({ ...stopped, env: {} });
  await textOf(join(stopped.cwd, 'rounds'));
  await requestStop(stopped.dir, { by: 'U0ADA', at: 1, reason: '' });
  expect((await endOf(stopped.dir)).outcome).toMatchObject({
    outcome: 'stopped',
    facts: [{ result: 'inconclusive', rounds: 1 }],
  });
});
