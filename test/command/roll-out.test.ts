import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Argv } from '../../src/change/check.ts';
import type { Policy } from '../../src/change/policy.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { ROLL_BACK } from '../support/lives.ts';
import { carriedOut } from './carried-out.ts';
import { tempFolder } from './runs.ts';

/** Every command of it writes a line with its arguments; a verification fails where there is a file `bad-` and the name of its target. */
function rolledOut(cwd: string): Policy {
  const { lock: _lock, backup: _backup, plan: _plan, watch: _watch, ...rest } = aRunbook();
  const writes = `const fs = require('fs'); fs.appendFileSync('done.log', process.argv.slice(1).join(' ') + '\\n');`;
  const does = (...args: string[]): Argv => [process.execPath, '-e', writes, ...args];
  const looks = (...args: string[]): Argv => [
    process.execPath,
    '-e',
    `${writes} process.exit(process.argv[1] === 'verify' && fs.existsSync('bad-' + process.argv[2]) ? 1 : 0)`,
    ...args,
  ];
  const list = [1, 2, 3].map((n) => ({ name: `web-${n}`, values: { host: `10.0.0.${n}` } }));
  const runbook = {
    ...rest,
    cwd,
    destructive: false,
    preflight: [],
    apply: { run: does('apply', '{{target}}', '{{target.host}}', '{{release}}') },
    verify: [{ run: looks('verify', '{{target}}') }, { run: looks('health', 'all') }],
    watch: { everyMs: 20, passes: 1, checks: [{ run: looks('watch', '{{target}}') }] },
    targets: {
      list,
      waves: [1, 2],
      soakMs: 20,
      drain: { run: does('drain', '{{target}}') },
      undrain: { run: does('undrain', '{{target}}') },
    },
    rollback: { automatic: false, application: { run: does('rollback', '{{target}}') } },
  };
  return aPolicy({ runbooks: { 'web-release': runbook } });
}

test('processes roll a change out target by target, stop at the one that is not verified, and roll back what they touched', async () => {
  const cwd = await tempFolder();
  const done = (): string[] => readFileSync(join(cwd, 'done.log'), 'utf8').trim().split('\n');
  writeFileSync(join(cwd, 'bad-web-2'), '');
  const { say, change } = await carriedOut(cwd, rolledOut(cwd));
  const first = ['drain web-1', 'apply web-1 10.0.0.1 v2.4.0', 'verify web-1', 'health all', 'undrain web-1'];
  const stuck = [...first, 'watch web-1', 'watch web-1', 'drain web-2', 'apply web-2 10.0.0.2 v2.4.0', 'verify web-2'];
  expect(done()).toEqual(stuck);
  expect((await change()).runs.at(-1)).toMatchObject({ step: 'verify', target: 'web-2', outcome: 'failed' });

  await say(ROLL_BACK);
  expect(done().slice(stuck.length)).toEqual([
    'rollback web-2',
    'undrain web-2',
    'rollback web-1',
    'watch web-1',
    'watch web-2',
    'watch web-3',
  ]);
  expect((await change()).status).toBe('rolledBack');
}, 120_000);
