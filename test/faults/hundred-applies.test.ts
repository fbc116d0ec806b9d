import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { StepRun } from '../../src/change/model.ts';
import { hasRedis } from '../support/redis.ts';
import { aFleet } from './a-fleet.ts';

const APPLIES = 100;
/** Somebody dies at most so long after an apply was seen at work, ms; an apply takes two seconds. */
const PAUSE_MAX_MS = 1_000;
const SOON = { timeout: 120_000, interval: 50 };

test.runIf(hasRedis('a hundred applies under kill -9'))(
  'of a hundred applies, while bot, worker and wrappers are killed a hundred times, none runs twice, none is lost, none is cut, and of none more is said than is known',
  async () => {
    const fleet = await aFleet();
    const changes: ChangeId[] = [];
    const orphaned = new Set<string>();
    const deaths = { bot: 0, worker: 0, wrapper: 0 };
    const killOne = async (): Promise<void> => {
      await vi.waitFor(async () => expect(await fleet.wrappers()).not.toEqual([]), SOON);
      await delay(randomInt(PAUSE_MAX_MS));
      const wrappers = await fleet.wrappers();
      const victim = wrappers[randomInt(Math.max(1, wrappers.length))];
      const who = (['bot', 'worker', 'wrapper'] as const)[randomInt(victim ? 3 : 2)] ?? 'bot';
      if (who === 'wrapper' && victim) {
        orphaned.add(victim.change);
        process.kill(victim.pid, 'SIGKILL');
      } else if (who !== 'wrapper') fleet[who].kill();
      deaths[who] += 1;
    };
    for (let nth = 1; nth <= APPLIES; nth += 1) {
      changes.push(await fleet.apply(nth));
      await killOne();
    }

    const runOf = async (): Promise<readonly (StepRun | undefined)[]> =>
      (await fleet.changes(changes)).map((change) => change?.runs.find(({ step }) => step === 'apply'));
    await vi.waitFor(async () => expect((await runOf()).filter((run) => run?.state !== 'ended')).toEqual([]), {
      timeout: 300_000,
      interval: 1_000,
    });
    const [runs, written] = [await runOf(), await fleet.written()];
    const wrong = runs.flatMap((run, i) => {
      const [begun, done] = [written.get(`begun ${i + 1}`) ?? 0, written.get(`done ${i + 1}`) ?? 0];
      const isTrue =
        run?.outcome === 'succeeded'
          ? begun === 1 && done === 1
          : run?.outcome === 'unknown' && orphaned.has(changes[i] ?? '') && begun <= 1 && done === begun;
      return isTrue ? [] : [`${changes[i]}: ${run?.outcome} (${run?.reason}), begun ${begun}, done ${done}`];
    });
    process.stderr.write(
      `${JSON.stringify(deaths)}; ${runs.filter((run) => run?.outcome === 'unknown').length} of ${APPLIES} ended as unknown\n`,
    );
    expect(wrong).toEqual([]);
    expect(Math.min(...Object.values(deaths))).toBeGreaterThan(10);
  },
);
