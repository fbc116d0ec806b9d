import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/change/long-watch.ts';
import { formerDurations } from '../../src/journal/run-rows.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { carriedOut } from './carried-out.ts';
import { tempFolder } from './runs.ts';

test('a worker looks on after the end: the first check that fails is told once, and so is that all are well again', async () => {
  const cwd = await tempFolder();
  const { backup: _backup, plan: _plan, ...rest } = aRunbook();
  const looks = `process.exit(require('fs').existsSync('bad') ? 1 : 0)`;
  const checks = [{ run: [process.execPath, '-e', looks] }] as const;
  const runbook = {
    ...rest,
    cwd,
    destructive: false,
    preflight: [],
    apply: { run: [process.execPath, '-e', ''] as const },
    verify: [],
    watch: { everyMs: 20, passes: 3, checks, long: { everyMs: 1 } },
  };
  const base = aPolicy({ runbooks: { 'web-release': runbook } });
  const { record, wake, change } = await carriedOut(cwd, { ...base, watch: { ...base.watch, shortMs: 0 } });
  expect((await change()).status).toBe('implemented');
  const told = async (): Promise<readonly string[]> => {
    const { rows } = await sql<{ key: string }>`
      select key from deliveries where kind <> 'headline' and key like 'CHG-1%' order by key`.execute(record.db);
    return rows.map(({ key }) => key);
  };
  const news = async (round: number): Promise<readonly string[]> => {
    const before = await told();
    await wake('longLook', round);
    return (await told()).filter((key) => !before.includes(key));
  };
  const issue = (round: number): string => `CHG-1/prompt/CHG-1-r1-w1-long-watch-${round}`;

  expect(await news(0)).toEqual([]);
  writeFileSync(join(cwd, 'bad'), '');
  expect(await news(1)).toContain(issue(2));
  expect(await news(2)).toEqual([]);
  rmSync(join(cwd, 'bad'));
  expect(await news(3)).toEqual([expect.stringMatching(/\/note$/)]);
  expect(await news(4)).toEqual([]);

  const after = await change();
  expect(after.runs.filter((r) => r.occasion === 'long').map((r) => r.outcome)).toEqual([
    'succeeded',
    'failed',
    'failed',
    'succeeded',
    'succeeded',
  ]);
  expect(after.issues).toMatchObject([{ by: 'worker:deploy-1', run: 'CHG-1-r1-w1-long-watch-2' }]);
  expect(after.issues[0]?.text).toContain('exit');
  expect(outcomeOf(after)).toBe('withIssues');
  expect(await formerDurations(record, runbook.digest, 'watch')).toHaveLength(1);
}, 120_000);
