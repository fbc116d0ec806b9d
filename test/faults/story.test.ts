import { afterEach, expect, test } from 'vitest';
import { aMortalPlayground } from './a-mortal-playground.ts';

let play: Awaited<ReturnType<typeof aMortalPlayground>> | undefined;
afterEach(async () => { await play?.close(); play = undefined; });

test('lived without a death', async () => {
  play = await aMortalPlayground();
  const { people } = play;
  const t0 = performance.now();
  const lap = (w: string) => process.stderr.write(`LAP ${w} ${Math.round(performance.now() - t0)}\n`);
  await people.file('v1.2.0'); lap('filed');
  await people.approve(); lap('approved');
  for (let i = 0; i < 12 && !/GO or/.test((await people.headlineNow())?.message.text ?? ''); i++) await people.skip();
  await people.go(); lap('go');
  await people.skip(); lap('reminder');
  await people.skip(); lap('prepared');
  await people.skip(); lap('open');
  await people.strangerStarts(); lap('stranger');
  await people.start(); lap('start');
  await play.settled(); lap('settled');
  await people.skip(); lap('watched');
  await people.sees(/Implemented/); lap('implemented');
  await play.settled();
  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.2.0']);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
  await play.bot.stop();
  const [life] = play.bot.lives();
  const seen = new Map<string, number>();
  for (const p of life?.passed ?? []) seen.set(p, (seen.get(p) ?? 0) + 1);
  process.stderr.write(`${JSON.stringify([...seen])} ready ${life?.readyMs}\n`);
});
