import { expect, test } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { aMortalPlayground } from '../faults/a-mortal-playground.ts';
import { expectGoodEnd, livedToStart } from '../faults/lived.ts';

const CHANGES = 'C0CHANGES';
const MAINTENANCE = 'C0MAINT';

/** Calls it once, in the very moment in which a message of these words stands in a channel and the bot does not know yet. */
function oncePosted(workspace: Workspace, channel: string, words: RegExp, then: () => void): void {
  const stop = workspace.onChange(() => {
    if (!workspace.channels.get(channel)?.messages.some((m) => words.test(m.text))) return;
    stop();
    then();
  });
}

test('a bot that dies over its filing, its headline, its apply and its last notice says and does each of them once', async () => {
  const play = await aMortalPlayground({
    plan: (lives) => (lives.length === 0 ? [{ point: 'after:journal.commit' }] : []),
  });
  const { people, bot, sandbox } = play;
  oncePosted(sandbox.workspace, CHANGES, /^CHG-001/, () => bot.dieAt({ point: 'after:slack.post' }));
  await livedToStart(play, 'v1.2.0');
  // The first to be spawned is the plan of the start, the second apply.
  bot.dieAt({ point: 'after:command.spawn', nth: 2 });
  await people.start();
  await play.settled();
  oncePosted(sandbox.workspace, MAINTENANCE, /has ended/, () => bot.dieAt({ point: 'before:delivery.mark' }));
  await people.skip();
  await people.sees(/: Implemented/);
  await play.settled();

  expect(bot.lives().map((life) => life.died)).toEqual([
    'after:journal.commit',
    'after:slack.post',
    'after:command.spawn',
    'before:delivery.mark',
  ]);
  await expectGoodEnd(play, 'v1.2.0');
}, 120_000);
