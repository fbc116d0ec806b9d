import { test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';

test('with the PostgreSQL that comes with it, a bot that keeps dying brings a change to its end', async () => {
  const play = await aMortalPlayground({ embedded: true, plan: deathAtEveryEffect(30) });
  await livedToEnd(play, 'v1.2.0');

  await expectGoodEnd(play, 'v1.2.0');
});
