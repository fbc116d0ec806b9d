import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOB, HOSTING } from '../support/a-story.ts';
import { aPlayground, whenReady } from '../support/a-playground.ts';
import { hasTofu } from '../support/tofu.ts';

// Most of the time of a story is the second that Slack wants between two messages of a channel: three bots live theirs side by side.
const IN_TURN = { concurrent: false, timeout: 120_000 } as const;

/** What is seen stands in the thread of the incident of CHG-002; what mends it is an emergency that names it and so is not stopped. */
async function mendByEmergency(play: Play, thread: string): Promise<void> {
  const { ada, bob, answer, headline, told } = play.storyOf('CHG-003');
  await bob.say('The old schema is in the last dump.', 'incidents', thread);
  const incident = /^Incident on Orders \(CHG-002\)/;
  await ada.press(await ada.findMessage(incident, { channel: 'incidents' }), 'Emergency');
  await answer(ada, 'Emergency', { Title: 'Put the former schema back', Justification: 'Outage' });
  await told(/^Emergency work has started/);
  await headline(/For the incident\*\n<http:[^>]*\/archives\/[^>]*\|CHG-002>/);
  await bob.findMessage(/CHG-003 Put the former schema back was begun/, { channel: 'incidents', thread });
  await ada.press(await headline(/: Under way/), 'Start');
  await answer(ada, 'Start CHG-003', { 'Change id': 'CHG-3' });
  await ada.press(await headline(/does the work, then presses Solved/), 'Solved');
  await headline(/: Done, being watched/);
  await ada.command('/change show 2', 'operator');
  await ada.findMessage(/The old schema is in the last dump/, { channel: 'operator' });
}

type Play = Awaited<ReturnType<typeof aPlayground>>;

describe.concurrent('over Socket Mode', () => {
  const bot = aBot('socket');

  test(
    'a planned change is filed, approved, gone ahead with, announced, backed up, applied once, verified and ended',
    IN_TURN,
    () => wholeLife(bot.play()),
  );

  test('an apply that fails half-way stops everything, and is handed over as an incident', IN_TURN, async () => {
    const story = bot.play().storyOf('CHG-002');
    const { ada, answer, bob, headline, thread, told } = story;
    await story.untilReady({ release: 'v1.4.0-broken' });
    await story.start();
    const asked = await thread(/^\*Apply failed.*The work may be half done/);
    expect(asked.buttons).toEqual(expect.arrayContaining(['Roll back', 'Incident']));
    await ada.press(asked, 'Incident');
    await answer(ada, 'Incident: CHG-002', { Reason: 'The schema is new and the service is old.' });
    await headline(/Failed, handed over as an incident/);
    await told(/^Incident: Orders/);
    const message = await bob.findMessage(/CHG-002.*The schema is new/, { channel: 'incidents', withinMs: 10_000 });
    await mendByEmergency(bot.play(), message.ts);
    await ada.press(await headline(/Failed, handed over as an incident/), 'Resolved');
    await answer(ada, 'Incident over: CHG-002', { 'How it ended': 'The former schema is back.' });
    await told(/^Incident over: Orders.*The former schema is back/);
  });

  test(
    'a standard change takes from its pattern what was left empty, and is announced without a vote',
    IN_TURN,
    async () => {
      const { ada, answer, headline, noon, skipPast, told } = bot.play().storyOf('CHG-004');
      await ada.command('/change', 'changes');
      await answer(ada, 'File a change', {
        Title: 'Newer packages for Orders',
        Type: 'Standard',
        Pattern: 'Scheduled update',
        Description: 'The kernel and what goes with it. '.repeat(80),
        'Systems affected': ['Orders'],
        'Proposed date': await noon(30),
        'Estimated duration': '2h',
      });
      const filed = await headline(/: Approved/);
      expect(filed.buttons).not.toContain('Approve');
      await ada.command('/change show CHG-4', 'changes');
      const details = await ada.findMessage(/Pattern.*scheduled-update 1\.1\.0.*go back to the snapshot/s, {
        channel: 'changes',
      });
      await ada.press(details, 'Preview notices');
      await ada.findMessage(/Planned maintenance: Orders.*subject of its mail: \[CHG-004\] Planned/s, {
        channel: 'changes',
      });
      await ada.command('/change show CHG-4 markdown', 'changes');
      await ada.findMessage(/CHG-004 as Markdown.*direct messages/, { channel: 'changes' });
      const file = await ada.findMessage(({ message }) => message.files?.some((f) => f.name === 'CHG-004.md') ?? false);
      expect(file.channel).toMatch(/^D/);
      await ada.command('/change show CHG-1 markdown', 'changes');
      await ada.findMessage(/CHG-001 as Markdown\..*# Change Request.*Approved By:\*\* Bob/s, { channel: 'changes' });
      await skipPast('announce');
      await told(/^Planned maintenance/);
    },
  );

  test(
    'a form opened for a pattern is filled with it; a pattern nobody wrote is answered with those there are',
    IN_TURN,
    async () => {
      const { ada } = bot.play().story;
      await ada.command('/change new network-configuration', 'changes');
      const { view } = await ada.modal('File a change');
      expect(JSON.stringify(view.state.values)).toMatch(/Open a console.*"4h"/s);
      await ada.closeModal();
      await ada.command('/change new coffee', 'changes');
      await ada.findMessage(/no pattern .?coffee.?; there are .*routine-maintenance/, { channel: 'changes' });
    },
  );
});

const withStack = hasTofu('the stack that is changed by a plan');

describe.concurrent('over HTTP', () => {
  const bot = aBot('http');

  test.runIf(withStack)(
    'a stack is changed by the plan that was agreed to and no other, and taken back by the previous code when it fails its checks',
    IN_TURN,
    async () => {
      const story = bot.play().storyOf('CHG-001');
      const { ada, answer, bob, cyd, headline, thread, told } = story;
      const stack = aStackOf(bot.play().demo);
      const before = await stack.stands();
      await story.file({ ...HOSTING, release: 'v2.1.0-bad' });
      const replaced = /database` is replaced, the old one destroyed first.* Forced by `triggers_replace`/;
      const read = await thread(/Plan for the review: succeeded.*1 to replace, 1 to create, 1 output to change/);
      expect(read.text).toMatch(replaced);
      const asked = await bob.findMessage(
        ({ text }) => /CHG-001.*Approval is asked of you/s.test(text) && replaced.test(text),
        {
          withinMs: 10_000,
        },
      );
      await bob.press(asked, 'Approve');
      await story.go();
      await story.prepare();

      // Somebody marks a server as damaged: the plan of the start is another one than Cyd has seen.
      await stack.tofu('taint', 'terraform_data.web["a"]');
      await story.start();
      await thread(/fresh plan is not the one that was agreed to.*Nothing was applied.*GO is asked again/);
      const again = await headline(/Waiting for GO or NO-GO/);
      await cyd.press(again, 'GO');
      await ada.press(await thread(/The window is open/), 'Start');
      await answer(ada, 'Start CHG-001', { 'Change id': 'CHG-1' });

      await thread(/Verification: failed.*The database, engine 17, takes no connections/s);
      await ada.press(await thread(/^\*Verification failed/), 'Roll back');
      await answer(ada, 'Roll back CHG-001', { Scope: 'Infrastructure', Reason: 'The new engine is not ready.' });
      await thread(/Rollback of the infrastructure: succeeded/);
      await headline(/: Rolled back/);
      await told(/ended without the change/);
      expect(await stack.stands()).toEqual(before);
    },
  );

  test.runIf(withStack)('and by a good one, after which a second plan has nothing left to do', IN_TURN, async () => {
    const story = bot.play().storyOf('CHG-002');
    await story.untilReady({ ...HOSTING, release: 'v2.0.0' });
    await story.start();
    await story.thread(/Plan after the apply: succeeded.*nothing to do/);
    await story.headline(/: Done, being watched/);
    expect(await aStackOf(bot.play().demo).stands()).toMatchObject({ release: 'v2.0.0' });
  });
});

describe.concurrent('where it does not go as planned', () => {
  const bot = aBot('socket');

  test(
    'NO-GO with its reason returns a change to draft, and mended and submitted again it is asked for GO at once',
    IN_TURN,
    async () => {
      const { story } = bot.play();
      const { ada, answer, cyd, headline, skipPast, thread, told } = story;
      await story.file({ release: 'v1.1.0' });
      await story.approveInPerson();
      await skipPast('goNogo');
      await cyd.press(await headline(/Waiting for GO or NO-GO/), 'Ask');
      await answer(cyd, 'Ask about CHG-001', { Question: 'Is the night shift told?' });
      await thread(/asks, before answering \(GO\/NO-GO\): Is the night shift told\? .*the vote stays open/);
      await cyd.press(await headline(/Waiting for GO or NO-GO/), 'Delegate');
      await answer(cyd, 'Delegate CHG-001', { 'Delegate to': BOB });
      await thread(/delegates their vote as validator \(GO\/NO-GO\) to/);
      await cyd.press(await headline(/Waiting for GO or NO-GO/), 'NO-GO');
      await answer(cyd, 'No to CHG-001', { Reason: 'The night shift is not told.' });
      await thread(/says NO-GO as validator: The night shift is not told.*draft again with everything kept/);
      const draft = await headline(/: Draft/);
      await ada.press(draft, 'Edit');
      await answer(ada, 'Edit CHG-001', { Mitigation: 'A backup that was tested; the night shift is told.' });
      await thread(/Edited by.*Mitigation/s);
      await ada.press(draft, 'Submit');
      await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
      await told(/^Planned maintenance/);
      await headline(/: Ready/);
    },
  );

  test('a change moved after it was announced is corrected and asked for GO again', IN_TURN, async () => {
    const { ada, answer, headline, noon, thread, told } = bot.play().story;
    await ada.press(await headline(/: Ready/), 'Reschedule');
    await answer(ada, 'Reschedule CHG-001', { 'Proposed date': await noon(20) });
    await thread(/The approval stands; GO or NO-GO is asked for the new window/);
    await told(/^New time for the maintenance of Orders.*it was to be.*still to be confirmed/);
    await headline(/: Approved/);
  });

  test('a change withdrawn after it was announced is called off to those who were told', IN_TURN, async () => {
    const { ada, answer, headline, thread, told } = bot.play().story;
    await ada.press(await headline(/: Approved/), 'Withdraw');
    await answer(ada, 'Withdraw CHG-001', { Reason: 'The supplier withdrew the release.' });
    await thread(/Withdrawn by.*The supplier withdrew the release.*hear that it is off/);
    await told(/^Maintenance called off: Orders.*does not take place/);
    expect((await headline(/: Withdrawn/)).buttons).toEqual(['Details', 'File another like this']);
  });

  test(
    'a release that fails its checks is rolled back by a person, and the people affected hear that it was undone',
    IN_TURN,
    async () => {
      const story = bot.play().storyOf('CHG-002');
      const { ada, answer, headline, skipPast, thread, told } = story;
      await story.untilReady({ release: 'v1.3.0-bad' });
      await story.start();
      await thread(/^\*To go back to:\* Orders: what ran before is not known; the backup made/);
      await ada.press(await thread(/^\*Verification failed/), 'Roll back');
      await answer(ada, 'Roll back CHG-002', { Scope: 'Application', Reason: 'The price list is gone.' });
      await thread(/Rollback of the application, decided by.*The price list is gone/);
      await thread(/Rollback of the application: succeeded/);
      await headline(/: Rolled back/);
      await told(/ended without the change.*Checks passed: the service is as it was before/);
      expect(await bot.play().health()).toEqual({ status: 'healthy', version: 'v1.0.0' });
      await ada.press(await headline(/the post-implementation review, by/), 'PIR');
      await answer(ada, 'Review of CHG-002', {
        'What worked well': 'The way back.',
        'What could be better': 'The price list was not migrated.',
      });
      await thread(/\*What could be better\*\s+The price list was not migrated/);
      await skipPast('mayClose');
      await ada.press(await headline(/: Rolled back/), 'Close');
      await headline(/: Closed/);
    },
  );
});

/** The stack of the demo: what its state and its world say stands, and OpenTofu for whoever works by hand. */
function aStackOf({ dir }: Play['demo']) {
  const cwd = join(dir, 'hosting');
  const tofu = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('./tofu', args, { cwd, env: { PATH: process.env['PATH'] } })).stdout;
  return {
    tofu,
    async stands() {
      const { values } = JSON.parse(await tofu('show', '-json')) as ShownState;
      const world = (await readdir(join(cwd, 'world'))).toSorted();
      return {
        release: values.outputs['release']?.value,
        resources: values.root_module.resources.map(({ address, values: { input } }) => ({ address, input })),
        world: await Promise.all(world.map(async (file) => [file, await readFile(join(cwd, 'world', file), 'utf8')])),
      };
    },
  };
}

interface ShownState {
  readonly values: {
    readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
    readonly root_module: {
      readonly resources: readonly { readonly address: string; readonly values: { readonly input: unknown } }[];
    };
  };
}

async function wholeLife(play: Play): Promise<void> {
  const { story } = play;
  const { ada, headline, skipPast, thread, told } = story;
  await story.file({ release: 'v1.2.0' });
  await story.approveAfterReply();
  await story.go();
  await skipPast('remind');
  await told(/^Reminder/);
  await story.prepare();
  await story.start();
  await told(/^Maintenance has started/);
  await thread(/Watch: succeeded/);
  await skipPast('watchOver');
  await headline(/: Implemented/);
  await told(/^Maintenance has ended.*Checks passed/);
  expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
  const steps = await ada.messages(/^CHG-001 [\w ]+: (?!pre-check)/, {
    channel: 'changes',
    thread: (await headline()).ts,
  });
  const said = steps.map(({ message }) => message.text?.replace(/ in \d.*/, ''));
  expect([...said.slice(0, 2).toSorted(), ...said.slice(2)]).toEqual(
    [...LOOKS, 'Preflight', 'Backup', 'Plan', 'Plan', 'Apply', 'Verification', 'Watch'].map(
      (step) => `CHG-001 ${step}: succeeded`,
    ),
  );
}

/** What only looks before the day of the work; the first two are asked for at once, and begin in any order. */
const LOOKS = ['Plan for the review', 'Preflight for the review', 'Preflight ahead of the window'];

/** A sandbox with a bot of its own for a group of tests. */
function aBot(mode: 'socket' | 'http'): { play(): Play } {
  let play: Play | undefined;
  beforeAll(async () => {
    play = await aPlayground({ mode });
    await whenReady(play);
  });
  afterAll(() => play?.close());
  return {
    play() {
      if (play === undefined) throw new Error('the bot has not started');
      return play;
    },
  };
}
