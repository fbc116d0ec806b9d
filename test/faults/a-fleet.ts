import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { onTestFinished } from 'vitest';
import { shownId, type ChangeId } from '../../src/change/change-id.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { Change } from '../../src/change/model.ts';
import { inspectRun } from '../../src/jobs/command/inspect-run.ts';
import { openEar } from '../../src/journal/hear.ts';
import { readChange } from '../../src/journal/read-change.ts';
import type { Tables } from '../../src/journal/tables.ts';
import { say, sayOfCalendar } from '../../src/notifications/routes.ts';
import { policySource, readPolicy } from '../../src/policy/read-policy.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { freePort } from '../../src/postgres/free-port.ts';
import { anActor } from '../support/a-change.ts';
import { aPlayground, whenReady } from '../support/a-playground.ts';
import { HOUR } from '../support/a-policy.ts';
import { inHaste } from '../support/lives.ts';
import { aDatabase } from '../support/postgres.ts';
import { aRedis } from '../support/redis.ts';
import { aMortalBot, type MortalBot } from './a-mortal-bot.ts';

/** Writes down that it began and that it is done, two seconds later, having talked in between. */
const APPLY = `
const { appendFileSync } = require('node:fs');
const [, , nth] = process.argv;
appendFileSync('applies.log', 'begun ' + nth + '\\n');
let step = 0;
const going = setInterval(() => {
  console.log('step ' + ++step + ' of 10');
  if (step < 10) return;
  clearInterval(going);
  appendFileSync('applies.log', 'done ' + nth + '\\n');
}, 200);
`;

const RUNBOOK = `
  slowly:
    cwd: .
    destructive: false
    params: { nth: { type: number, required: true } }
    apply: { run: [node, slow-apply.cjs, '{{nth}}'] }
`;

/** A bot and a worker for steps, each in a process that can be killed, over one record and one Redis; gone when the test is over. */
export async function aFleet() {
  const [database, redis] = [await aDatabase(), await aRedis()];
  const place = { DATABASE_URL: database.url, REDIS_URL: redis.url };
  const play = await aPlayground({ botEnv: place, spawnBot: false });
  const { sandbox, dir, demo } = play;
  const file = play.env['GONOGO_CONFIG'] ?? '';
  await writeFile(join(demo.dir, 'slow-apply.cjs'), APPLY);
  await appendFile(file, RUNBOOK);
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^( {2}storefront: \{ )/m, '$1runbooks: [slowly], '));
  const read = readPolicy(await readFile(file, 'utf8'), policySource(file));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { policy } = read;

  const process = async (name: string, env: Readonly<Record<string, string>>): Promise<MortalBot> => {
    const folder = join(dir, name);
    await mkdir(folder);
    return aMortalBot({ env, dir: folder, plan: () => [] });
  };
  const bot = await process('bot', { ...play.env, ROLES: 'slack,relay,posts' });
  await whenReady(play);
  const noTokens = Object.fromEntries(Object.entries(play.env).filter(([name]) => !name.startsWith('SLACK_')));
  const worker = await process('worker', { ...noTokens, ROLES: 'steps', PORT: String(await freePort()) });

  const pool = openPool(database.url, { max: 4, name: 'the test' });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const record = { db, team: sandbox.workspace.team.id };
  const hear = openEar({ record, policy: () => policy, patterns: () => [], say, sayOfCalendar });
  onTestFinished(async () => {
    await Promise.all([bot.stop(), worker.stop()]);
    await db.destroy();
    await play.close();
    await redis.stop();
    await database.drop();
  });

  const runs = join(play.dataDir, 'runs');
  const told = async (change: ChangeId | 'new', intent: Intent): Promise<ChangeId> => {
    const actor = anActor('U0ADA', policy);
    const outcome = await hear({ change, intent, actor, id: crypto.randomUUID(), surface: 'modal' });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    return outcome.change as ChangeId;
  };
  return {
    bot,
    worker,
    /** Files an emergency that is applied slowly, and starts it; its name. */
    async apply(nth: number): Promise<ChangeId> {
      const [opensAt, params] = [Date.now(), { nth: String(nth) }];
      const window = { opensAt, closesAt: opensAt + 4 * HOUR };
      const content = inHaste({ ...window, services: ['storefront'], runbook: 'slowly', params });
      const change = await told('new', { type: 'fileChange', content } as Intent);
      return told(change, { type: 'start', typed: shownId(change), revision: 1 });
    },
    async changes(ids: readonly ChangeId[]): Promise<readonly (Change | undefined)[]> {
      return Promise.all(ids.map(async (id) => (await readChange(record, id))?.change));
    },
    /** The wrappers that are alive now, with the change each works for. */
    async wrappers(): Promise<readonly { readonly change: string; readonly pid: number }[]> {
      const names = await readdir(runs).catch(() => []);
      const alive = names.map(async (name) => {
        if ((await inspectRun(join(runs, name))) !== 'running') return [];
        const { pid } = JSON.parse(await readFile(join(runs, name, 'started', 'alive.json'), 'utf8')) as {
          pid: number;
        };
        return [{ change: name.replace(/-r\d.*/, ''), pid }];
      });
      return (await Promise.all(alive)).flat();
    },
    /** What the applies wrote down: how often each began and was done. */
    async written(): Promise<ReadonlyMap<string, number>> {
      const lines = (await readFile(join(demo.dir, 'applies.log'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
      return new Map([...Map.groupBy(lines, (line) => line)].map(([line, all]) => [line, all.length]));
    },
  };
}
