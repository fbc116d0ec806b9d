import { expect, onTestFinished, test } from 'vitest';
import { lossySlack } from '../support/lossy-slack.ts';
import { aMortalPlayground, type MortalPlay, type MortalPlayOptions } from './a-mortal-playground.ts';
import { deathAtEveryEffect } from './deaths.ts';
import { expectGoodEnd, livedToEnd } from './lived.ts';

/** A story in which Slack does everything it is asked and every third of its answers is lost. */
async function livedWithLostAnswers(options: MortalPlayOptions = {}): Promise<MortalPlay> {
  let real = '';
  const lossy = await lossySlack(() => real, {
    methods: ['chat.postMessage', 'chat.update', 'files.completeUploadExternal'],
    every: 3,
  });
  onTestFinished(lossy.close);
  const play = await aMortalPlayground({
    ...options,
    between(apiUrl) {
      real = apiUrl;
      return lossy.apiUrl;
    },
  });
  await livedToEnd(play, 'v1.2.0');

  await expectGoodEnd(play, 'v1.2.0');
  process.stderr.write(`${lossy.lost()} answers were lost\n`);
  expect(lossy.lost()).toBeGreaterThan(15);
  return play;
}

test('of a story in which every third answer of Slack is lost, nothing is said twice, nothing is missing and each step was spawned once', async () => {
  const { bot, ran } = await livedWithLostAnswers();
  await bot.stop();
  const spawned = bot.lives().flatMap(({ passed }) => passed.filter((point) => point === 'after:command.spawn'));
  // Preflight, backup, two plans in the window, apply, verify and watch, and the plan of the filing.
  expect(spawned).toHaveLength(8);
  expect((await ran('plan.ts')).length).toBe(3);
});

test('where the bot dies again and again besides, still nothing is said twice and nothing is missing', async () => {
  await livedWithLostAnswers({ plan: deathAtEveryEffect(40) });
});
