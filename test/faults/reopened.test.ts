import { test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';

test('a change that ended is reopened, checked and ended anew by a bot that keeps dying, and was applied once', async () => {
  const play = await aMortalPlayground({ plan: deathAtEveryEffect(300) });
  const { people } = play;
  await livedToEnd(play, 'v1.2.0');
  await people.reopen();
  await play.settled();
  await people.solved();
  await play.settled();
  await people.skip();
  await people.sees(/: Implemented, with issues/);
  await play.settled();

  await expectGoodEnd(play, 'v1.2.0', {
    stands: 'Implemented, with issues',
    toldToo: ['Work goes on', 'Maintenance has ended'],
  });
});
