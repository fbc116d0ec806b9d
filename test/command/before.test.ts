import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPlaces } from '../../src/jobs/command/take-before.ts';
import { anHttpServer, LOOPBACK } from './loopback.ts';
import { aRun, carryOut, script } from './runs.ts';

test('an apply notes where logs stand and what queries give, and goes on where one gives nothing', async () => {
  const host = await anHttpServer((request, answer) =>
    answer
      .writeHead(request.url?.endsWith('query=up') ? 200 : 500)
      .end('{"status":"success","data":{"resultType":"scalar","result":[1,"12.5"]}}'),
  );
  const ask = { url: `http://${host}`, allow: LOOPBACK, timeoutMs: 2000 };
  const queries = [
    { check: 'a', query: 'up', ...ask },
    { check: 'b', query: 'down', ...ask },
    { check: 'c', query: 'up', ...ask, allow: [] },
  ];
  const run = await aRun(() => [
    { kind: 'before', logs: ['app.log', 'new.log'], queries },
    script(`require('fs').appendFileSync('app.log', 'ERROR of the apply')`),
  ]);
  writeFileSync(join(run.cwd, 'app.log'), 'before\n');
  const { outcome, output } = await carryOut(run);
  expect(outcome).toMatchObject({
    outcome: 'succeeded',
    facts: [{ kind: 'before', readings: { a: 12.5 } }, { kind: 'command' }],
  });
  expect(output).toContain('Noted for the checks after it: 2 logs, 1 of 3 queries.');
  const places = await readPlaces(run.dir);
  expect(places).toEqual({ 'app.log': expect.objectContaining({ size: 7 }), 'new.log': null });

  const check = { kind: 'log', file: 'app.log', finds: { fragment: 'ERROR' }, atMost: 0 } as const;
  const after = await aRun(() => [{ ...check, from: places?.['app.log'] ?? null }], { cwd: run.cwd });
  appendFileSync(join(run.cwd, 'app.log'), '\n');
  expect((await carryOut(after)).outcome).toMatchObject({ outcome: 'failed', facts: [{ kind: 'log' }] });
});

test('a watch reads a log on from round to round, and asks for its passes in a row', async () => {
  const log = { kind: 'log', file: 'app.log', finds: { fragment: 'ERROR' }, atMost: 0 } as const;
  const noise = script(`require('fs').appendFileSync('app.log', 'fine\\n')`);
  if (noise.kind !== 'command') throw new Error('a script is a command');
  const quiet = await aRun(() => [{ kind: 'watch', everyMs: 1, passes: 3, checks: [noise, log] }]);
  writeFileSync(join(quiet.cwd, 'app.log'), 'an old ERROR\n');
  expect((await carryOut(quiet)).outcome).toMatchObject({ outcome: 'succeeded', facts: [{ rounds: 3, passes: 3 }] });
  const absent = await aRun(() => [{ kind: 'watch', everyMs: 1, passes: 1, checks: [log] }]);
  expect((await carryOut(absent)).outcome).toMatchObject({
    outcome: 'unknown',
    reason: 'The watch could not tell in 12 of 12 rounds. The last time: app.log is not there.',
  });
});
