import { expect, test } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { readFacts } from '../../src/journal/facts-store.ts';
import { aMortalPlayground, type MortalPlay } from './a-mortal-playground.ts';
import { expectGoodEnd, livedToStart } from './lived.ts';
import { DAY_MS } from '../support/a-story.ts';

const CHANGES = 'C0CHANGES';
const MAINTENANCE = 'C0MAINT';
/** Its clocks change twice a year. */
const ZONE = 'Europe/Zurich';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Calls it once, in the very moment in which a message of these words stands in a channel and the bot does not know yet. */
function oncePosted(workspace: Workspace, channel: string, words: RegExp, then: () => void): void {
  const stop = workspace.onChange(() => {
    if (!workspace.channels.get(channel)?.messages.some((m) => words.test(m.text))) return;
    stop();
    then();
  });
}

test('a bot that dies says and does everything once, and the ladder of weeks is lived once through all that stops it', async () => {
  const play = await aMortalPlayground({
    timezone: ZONE,
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
  await ladderOfWeeks(play);
}, 300_000);

/**
 * A change filed 22 days ahead, through restarts, an outage of three days over its pre-check, a new window that lies across a clock
 * change, and that change itself: each rung of its ladder comes exactly once.
 */
async function ladderOfWeeks(play: MortalPlay): Promise<void> {
  const { bot, settled, sandbox } = play;
  const story = play.storyOf('CHG-002');
  const { ada, answer, cyd, headline, told } = story;
  const skip = async (toAt: number): Promise<void> => {
    await settled();
    await story.skip(toAt);
    await settled();
  };
  const restart = async (meanwhile: () => Promise<void> = async () => undefined): Promise<void> => {
    await settled();
    await bot.stop();
    await meanwhile();
    bot.start();
    await settled();
    await headline();
  };
  const change = clockChange((await sandbox.state(ada.id)).now + 25 * DAY_MS);
  const [first, moved] = [change - DAY_MS - 1.5 * HOUR_MS, change - 1.5 * HOUR_MS];
  await skip(first - 22 * DAY_MS);
  await story.file({ release: 'v1.3.0', opensAt: first, duration: '3h' });
  await story.approve();
  await skip(first - 20 * DAY_MS);
  await restart();
  await skip(first - 15 * DAY_MS);
  await restart(() => story.skip(first - 12 * DAY_MS));
  await skip(first - 6.5 * DAY_MS);
  await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
  await told(/^Planned maintenance/);
  await ada.press(await headline(/: Ready/), 'Reschedule');
  await answer(ada, 'Reschedule CHG-002', { 'Proposed date': moved });
  await told(/^New time/);
  await skip(moved - 6.5 * DAY_MS);
  await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
  await headline(/: Ready/);
  await restart(() => story.skip(moved - 10 * HOUR_MS));
  await told(/^Reminder/);
  await skip(moved - 10 * MINUTE_MS);
  await skip(moved + 1000);
  await skip(change + MINUTE_MS);
  await ada.press(await story.thread(/The window is open/), 'Start');
  await answer(ada, 'Start CHG-002', { 'Change id': 'CHG-002' });
  await headline(/: Done, being watched/);
  await skip((await sandbox.state(ada.id)).now + MINUTE_MS);
  await headline(/: Implemented/);
  await settled();

  const { db, team } = await play.record();
  const { facts } = await readFacts({ team }, db, 'CHG-2');
  const rungs = facts.flatMap(({ fact }) =>
    fact.type === 'milestoneReached' || fact.type === 'milestoneSkipped'
      ? [`${fact.schedule} ${fact.milestone}${fact.type === 'milestoneSkipped' ? ' skipped' : ''}`]
      : [],
  );
  expect(rungs).toEqual(RUNGS);
  const notices = facts.flatMap(({ fact }) => (fact.type === 'noticeOrdered' ? [fact.notice] : []));
  expect(notices).toEqual(['planned', 'correction', 'planned', 'reminder', 'start', 'end']);
  const shown = sandbox.workspace.channels.get(MAINTENANCE)?.messages.filter((m) => m.text.includes('CHG-002')) ?? [];
  expect(shown.map((m) => m.text)).toEqual(HEARD.map((words) => expect.stringContaining(words)));
  expect(await play.findings()).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual(['v1.2.0', 'v1.3.0']);
}

/** By window, in order. The first window was left before its deadline; of the second, preparation was past when it was chosen. */
const RUNGS = [
  '1 prepare',
  '1 preCheck',
  '1 goNogo',
  '2 preCheck',
  '2 goNogo',
  '2 remind',
  '2 backup',
  '2 opens',
  '2 watchOver',
] as const;
const HEARD = ['Planned', 'New time', 'Planned', 'Reminder', 'has started', 'has ended'] as const;

/** The next instant at which the clocks of the zone change. */
function clockChange(after: number): number {
  const there = Temporal.Instant.fromEpochMilliseconds(Math.floor(after)).toZonedDateTimeISO(ZONE);
  return there.getTimeZoneTransition('next')?.epochMilliseconds ?? after;
}
