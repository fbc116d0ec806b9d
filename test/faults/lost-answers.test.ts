import { expect, onTestFinished, test } from 'vitest';
import { badSlack, MISHAPS, type BadSlack, type Mishap } from '../support/bad-slack.ts';
import { aMortalPlayground, type MortalPlay, type MortalPlayOptions } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';

const METHODS = ['chat.postMessage', 'chat.update', 'files.completeUploadExternal'];

/** Every third answer is lost, of whatever was done. */
const everyThirdLost = (call: number): Mishap | undefined => (call % 3 === 0 ? 'lost' : undefined);

/** Three of ten calls come to grief, each in the next way there is. */
function threeOfTen(call: number): Mishap | undefined {
  const nth = [2, 5, 8].indexOf(call % 10);
  return nth < 0 ? undefined : MISHAPS[(Math.floor(call / 10) * 3 + nth) % MISHAPS.length];
}

/** A story lived to its good end behind a Slack of which some calls come to grief. */
async function livedBehind(
  fate: (call: number) => Mishap | undefined,
  options: MortalPlayOptions = {},
): Promise<{ readonly play: MortalPlay; readonly mishaps: ReturnType<BadSlack['mishaps']> }> {
  let real = '';
  const bad = await badSlack(() => real, { methods: METHODS, fate });
  onTestFinished(bad.close);
  const play = await aMortalPlayground({
    ...options,
    between(apiUrl) {
      real = apiUrl;
      return bad.apiUrl;
    },
  });
  await livedToEnd(play, 'v1.2.0');

  await expectGoodEnd(play, 'v1.2.0');
  const mishaps = bad.mishaps();
  process.stderr.write(`of Slack: ${JSON.stringify(mishaps)}\n`);
  return { play, mishaps };
}

test('of a story in which every third answer of Slack is lost, nothing is said twice, nothing is missing and each step was spawned once', async () => {
  const { play, mishaps } = await livedBehind(everyThirdLost);
  expect(mishaps.lost).toBeGreaterThan(15);
  await play.bot.stop();
  const spawned = play.bot.lives().flatMap(({ passed }) => passed.filter((point) => point === 'after:command.spawn'));
  // Preflight, backup, two plans in the window, apply, verify and watch; the plan of the filing, and the preflights then and a day ahead.
  expect(spawned).toHaveLength(10);
  expect((await play.ran('plan.ts')).length).toBe(3);
});

test('where the bot dies again and again besides, still nothing is said twice and nothing is missing', async () => {
  const { mishaps } = await livedBehind(everyThirdLost, { plan: deathAtEveryEffect(40) });
  expect(mishaps.lost).toBeGreaterThan(15);
});

test('where three of ten calls are lost, too many, refused by a broken Slack or never answered, and the bot dies at every effect, all is said once', async () => {
  const { mishaps } = await livedBehind(threeOfTen, { plan: deathAtEveryEffect(40) });
  for (const mishap of MISHAPS) expect(mishaps[mishap], mishap).toBeGreaterThan(1);
});
