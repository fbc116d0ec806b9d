import { expect, test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { livedToStart } from './lived.ts';

test('a release that fails its verification is rolled back once, by a bot that dies at every effect from Start on', async () => {
  const worst = deathAtEveryEffect(150);
  let begun = false;
  const play = await aMortalPlayground({ plan: (lives) => (begun ? worst(lives) : []) });
  const { people, bot } = play;
  await livedToStart(play, 'v1.3.0-bad');
  begun = true;
  bot.kill();
  await people.start();
  await play.settled();
  await people.rollBack();
  await people.sees(/: Rolled back/);
  await play.settled();

  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.3.0-bad']);
  expect(await play.ran('rollback.ts')).toHaveLength(1);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.0.0' });
});
