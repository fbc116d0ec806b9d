import { expect, test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { livedToEnd } from './lived.ts';

test('with the PostgreSQL that comes with it, a bot that keeps dying brings a change to its end', async () => {
  const play = await aMortalPlayground({ embedded: true, plan: deathAtEveryEffect(30) });
  await livedToEnd(play, 'v1.2.0');

  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.2.0']);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
});
