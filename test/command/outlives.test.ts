import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { readChange } from '../../src/journal/read-change.ts';
import type { Record } from '../../src/journal/record.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { carriedOut } from './carried-out.ts';
import { tempFolder } from './runs.ts';

/** Hears its SIGINT, and goes on until the file `go` is there. */
const DEAF = `const fs = require('fs'); process.on('SIGINT', () => {}); setInterval(() => { if (fs.existsSync('go')) process.exit(0); }, 20)`;

test('an apply that outlives the SIGINT of its ceiling is told in the thread and to the operator, once, and is left alive', async () => {
  const cwd = await tempFolder();
  const { backup: _backup, plan: _plan, ...rest } = aRunbook();
  const deaf = { run: [process.execPath, '-e', DEAF], timeoutMs: 300 } as const;
  const policy = aPolicy({
    runbooks: { 'web-release': { ...rest, cwd, destructive: false, preflight: [], apply: deaf } },
  });
  const toldOf = async ({ db }: Record): Promise<readonly string[]> =>
    (
      await sql<{ key: string }>`select key from deliveries where view = 'overdueAlarm' or key like '%/note'`.execute(
        db,
      )
    ).rows.map(({ key }) => key);
  const { change } = await carriedOut(cwd, policy, {
    obeysMs: 100,
    async meanwhile(record) {
      const overdue = async () => {
        const story = await readChange(record, 'CHG-1');
        return story?.facts.filter(({ fact }) => fact.type === 'stepOverdue') ?? [];
      };
      await vi.waitFor(async () => expect(await overdue()).toHaveLength(1), { timeout: 30_000 });
      const [{ fact, seq } = { seq: 0 }] = await overdue();
      expect(fact).toMatchObject({ run: expect.stringContaining('apply'), limit: 'timeout' });
      expect(await toldOf(record)).toEqual(expect.arrayContaining([`CHG-1/${seq}/note`, `CHG-1/${seq}/operator`]));
      expect((await readChange(record, 'CHG-1'))?.change.runs.at(-1)).toMatchObject({
        state: 'running',
        overdue: { limit: 'timeout' },
      });
      writeFileSync(join(cwd, 'go'), '');
    },
  });
  expect((await change()).runs.find(({ step }) => step === 'apply')).toMatchObject({
    state: 'ended',
    outcome: 'timedOut',
  });
});
