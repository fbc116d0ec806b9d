import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openOrders, ordersFile } from '../../sandbox/demo/orders.ts';
import { aMortalPlayground, type MortalPlay } from './a-mortal-playground.ts';
import { expectGoodEnd, livedToStart } from './lived.ts';

const SOON = { timeout: 30_000, interval: 100 };

/** So many orders that applying takes a while: 60 are migrated in a second. */
function addOrders({ demo }: MortalPlay, more: number): void {
  const orders = openOrders(ordersFile(demo.dir));
  orders.exec(`begin;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${more})
    insert into orders (goods, pieces, placed_on) select 'mugs', 1, '2026-01-01' from n;
    commit`);
  orders.close();
}

/** Waits until apply has migrated something; its folder. */
async function midApply({ dataDir }: MortalPlay): Promise<string> {
  const runs = join(dataDir, 'runs');
  return vi.waitFor(async () => {
    const name = (await readdir(runs)).find((run) => run.includes('apply'));
    const output = name === undefined ? '' : await readFile(join(runs, name, 'output.log'), 'utf8');
    if (name === undefined || !output.includes('Migrated')) throw new Error('apply has not begun');
    return join(runs, name);
  }, SOON);
}

/** The wrapper of a run and everything it started, the wrapper first. */
async function processesOf(run: string): Promise<readonly number[]> {
  const { pid } = JSON.parse(await readFile(join(run, 'started', 'alive.json'), 'utf8')) as { pid: number };
  const below = async (parent: number): Promise<readonly number[]> => {
    const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
    const children = text
      .split(' ')
      .filter((id) => id !== '')
      .map(Number);
    return [parent, ...(await Promise.all(children.map(below))).flat()];
  };
  return below(pid);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('when bot, wrapper and command die in mid-apply nobody knows what it did, nothing runs by itself, and people find the way out', async () => {
  const play = await aMortalPlayground();
  const { people, bot } = play;
  addOrders(play, 1_200);
  await livedToStart(play, 'v1.2.0');
  await people.start();
  const run = await midApply(play);
  bot.kill();
  for (const pid of await processesOf(run)) process.kill(pid, 'SIGKILL');
  await play.settled();

  const before = await play.ran();
  const [alarm] = await people.ada.messages('CHG-001', { channel: 'operator' });
  expect(alarm?.text).toContain('nobody can prove how');
  await people.lookAgain();
  await play.settled();
  expect(await play.ran()).toEqual([...before, 'plan.ts v1.2.0']);
  await people.sayWhatHappened('It was not applied');
  await people.rollBack();
  await people.sees(/: Rolled back/);
  await play.settled();

  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.2.0']);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.0.0' });
});

/** The newest live report of the apply, as it reads now. */
async function liveReport({ people }: MortalPlay): Promise<string> {
  const [report] = await people.ada.messages(/CHG-001 Apply: running/, { channel: 'changes' });
  if (report === undefined) throw new Error('there is no live report');
  return report.text;
}

/** Waits until the live report moves on; how long that took, in ms. */
async function reportingAgain(play: MortalPlay): Promise<number> {
  const began = performance.now();
  const before = await liveReport(play);
  await vi.waitFor(async () => expect(await liveReport(play)).not.toBe(before), { timeout: 30_000, interval: 50 });
  return performance.now() - began;
}

test('an apply goes on while its bot is stopped, and later killed in the middle of a report, and is reported live again within 15 s', async () => {
  const play = await aMortalPlayground({ quick: false });
  const { people, bot } = play;
  addOrders(play, 3_600);
  await livedToStart(play, 'v1.2.0');
  await people.start();
  const run = await midApply(play);
  const [wrapper = 0] = await processesOf(run);
  await vi.waitFor(() => liveReport(play), SOON);

  expect(await bot.stop()).toBeLessThan(10_000);
  expect(isThere(wrapper)).toBe(true);
  bot.start();
  const afterStop = await reportingAgain(play);
  bot.dieAt({ point: 'after:slack.update' });
  await vi.waitFor(() => expect(bot.lives()).toHaveLength(2), SOON);
  const afterDeath = await reportingAgain(play);
  process.stderr.write(
    `reported again ${Math.round(afterStop)} ms after a stop, ${Math.round(afterDeath)} ms after a death\n`,
  );
  expect(isThere(wrapper)).toBe(true);
  expect(afterStop).toBeLessThan(15_000);
  expect(afterDeath).toBeLessThan(15_000);

  await people.sees(/: Done, being watched/);
  await play.settled();
  await people.skip();
  await people.sees(/: Implemented/);
  await play.settled();
  await expectGoodEnd(play, 'v1.2.0');
});
