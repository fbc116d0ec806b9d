import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect, summary } from './deaths.ts';
import { livedToStart } from './lived.ts';

let play: Awaited<ReturnType<typeof aMortalPlayground>> | undefined;
afterEach(async (ctx) => {
  if (play) {
    process.stderr.write(`${ctx.task.name}: ${summary(play.bot.lives())}\n`);
    if (ctx.task.result?.state === 'fail')
      process.stderr.write((await readFile(join(play.dir, 'bot.log'), 'utf8')).slice(-6000));
  }
  await play?.close();
  play = undefined;
});

test('a bot killed at every effect', async () => {
  play = await aMortalPlayground({ death: deathAtEveryEffect(400) });
  const { people } = play;
  const t0 = performance.now();
  const lap = (w: string) => process.stderr.write(`LAP ${w} ${Math.round(performance.now() - t0)} lives ${play?.bot.lives().length}\n`);
  await livedToStart(play, 'v1.2.0'); lap('open');
  await people.strangerStarts(); lap('stranger');
  await people.start(); lap('start');
  await play.settled(); lap('settled');
  await people.skip(); lap('watched');
  await people.sees(/Implemented/); lap('implemented');
  await play.settled();
  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.2.0']);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
});
