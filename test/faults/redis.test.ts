import { onTestFinished, test } from 'vitest';
import { aRedis, hasRedis } from '../support/redis.ts';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';

test.runIf(hasRedis('the killed story on Redis'))(
  'on a Redis that is emptied between any two lives, a bot that keeps dying brings a change to its end',
  async () => {
    const redis = await aRedis();
    onTestFinished(redis.stop);
    const play = await aMortalPlayground({
      botEnv: { REDIS_URL: redis.url },
      plan: deathAtEveryEffect(40),
      meanwhile: redis.flush,
    });
    await livedToEnd(play, 'v1.2.0');

    await expectGoodEnd(play, 'v1.2.0');
  },
);
