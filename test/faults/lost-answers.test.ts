import { expect, onTestFinished, test } from 'vitest';
import { lossySlack } from '../support/lossy-slack.ts';
import { aMortalPlayground } from './a-mortal-playground.ts';
import { livedToEnd } from './lived.ts';

test('of a story in which every third answer of Slack is lost, nothing is said twice and nothing is missing', async () => {
  let real = '';
  const lossy = await lossySlack(() => real, {
    methods: ['chat.postMessage', 'chat.update', 'files.completeUploadExternal'],
    every: 3,
  });
  onTestFinished(lossy.close);
  const play = await aMortalPlayground({
    between(apiUrl) {
      real = apiUrl;
      return lossy.apiUrl;
    },
  });
  await livedToEnd(play, 'v1.2.0');

  expect(await play.findings()).toEqual([]);
  expect(lossy.lost()).toBeGreaterThan(15);
  process.stderr.write(`${lossy.lost()} answers were lost\n`);
});
