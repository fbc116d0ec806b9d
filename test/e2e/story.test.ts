import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPlayground, whenReady } from '../support/a-playground.ts';

describe.each(['socket', 'http'] as const)('over %s mode', (mode) => {
  let play: Awaited<ReturnType<typeof aPlayground>>;

  beforeAll(async () => {
    play = await aPlayground({ mode });
    await whenReady(play);
  });
  afterAll(() => play.close());

  test('a planned change is filed, approved, gone ahead with, announced, backed up, applied once, verified and ended', async () => {
    const { story } = play;
    await story.file({ release: 'v1.2.0' });
    await story.approve();
    await story.skipUntil(/GO or NO-GO/);
    await story.go();
    await story.skip();
    await story.told(/[Rr]eminder/);
    await story.skip();
    await story.thread(/Plan .*succeeded|Plan succeeded/);
    await story.skip();
    await story.start();
    await story.headline(/Implemented/, 60_000);
    await story.told(/CHG-001.*(done|finished|complete|over|end)/i);
    expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
  }, 120_000);
});
