import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { requestStop } from '../../src/jobs/command/stop.ts';
import { toldBy } from '../../src/jobs/steps/told-by.ts';
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

test.each<[string, { bytes?: number; ageMs?: number; folder?: true } | undefined, RegExp | undefined]>([
  ['whole and fresh', { bytes: 5, ageMs: 0 }, undefined],
  ['not there', undefined, /^The backup is not proven: core\.snap is not there\.$/],
  ['empty', { bytes: 0, ageMs: 0 }, /^The backup is not proven: core\.snap is empty\.$/],
  [
    'too small',
    { bytes: 4, ageMs: 0 },
    /^The backup is not proven: core\.snap has 4 bytes, fewer than the 5 asked for\.$/,
  ],
  ['too old', { bytes: 5, ageMs: 2 * HOUR_MS }, /core\.snap was written 2 h ago, and 1 h is the oldest that counts\.$/],
  ['of another time', { bytes: 5, ageMs: -HOUR_MS }, /core\.snap is dated in the future, so its age cannot be told\.$/],
  ['no file at all', { folder: true }, /core\.snap is not a regular file\.$/],
])('a backup command that ends well and leaves an artefact that is %s', async (_, left, said) => {
  const made = left && { bytes: 5, ageMs: 0, ...left };
  const leaves = !made
    ? ''
    : made.folder
      ? `require('fs').mkdirSync('core.snap')`
      : `const fs = require('fs'); fs.writeFileSync('core.snap', 'x'.repeat(${made.bytes}));
         const at = (Date.now() - ${made.ageMs}) / 1000; fs.utimesSync('core.snap', at, at)`;
  const proof = { kind: 'proof', file: 'core.snap', minBytes: 5, maxAgeMs: HOUR_MS } as const;
  const restore = script(`require('fs').readFileSync('core.snap'); require('fs').writeFileSync('restored', 'x')`);
  if (restore.kind !== 'command') throw new Error('a script is a command');
  const run = await aRun(() => [script(leaves), proof, { kind: 'restore', argv: restore.argv }]);
  const { outcome } = await carryOut(run);
  expect(outcome).toMatchObject({ outcome: said ? 'failed' : 'succeeded', exitCode: 0 });
  if (said) expect(outcome.reason).toMatch(said);
  expect(existsSync(join(run.cwd, 'restored'))).toBe(said === undefined);
  expect(toldBy(outcome)).toMatchObject(
    said
      ? { reason: outcome.reason }
      : {
          proof: { file: 'core.snap', bytes: 5, sha256: createHash('sha256').update('xxxxx').digest('hex') },
          restoreMs: expect.any(Number),
        },
  );
  if (said) expect(toldBy(outcome)).not.toHaveProperty('proof');
});

test('a backup whose restore test does not pass is a failed one, and says so', async () => {
  const fails = script('process.exit(3)');
  if (fails.kind !== 'command') throw new Error('a script is a command');
  const { outcome } = await carryOut(await aRun(() => [script(''), { kind: 'restore', argv: fails.argv }]));
  expect(outcome).toMatchObject({
    outcome: 'failed',
    exitCode: 3,
    reason: expect.stringMatching(
      /^The backup is not proven: its restore test did not pass\. \S+ exited with code 3\.$/,
    ),
  });
  expect(toldBy(outcome)).not.toHaveProperty('restoreMs');
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
