import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asPerson, type Actor } from '../../sandbox/driver.ts';
import type { Found } from '../../sandbox/seen.ts';
import { CRITERIA } from '../../src/change/criteria.ts';
import type { ReviewKind } from '../../src/change/policy.ts';
import { aPlayground, whenReady } from '../support/a-playground.ts';
import { DAY_MS } from '../support/a-story.ts';

const GUEST = 'U0GUEST';
const HOUR_MS = 3_600_000;

const IN_TURN = { timeout: 120_000 } as const;

describe('kinds of change that ask more, or less', () => {
  let play: Awaited<ReturnType<typeof aPlayground>>;
  const person = (id: string): Actor => asPerson(play.sandbox, id);
  const frozen = dayAhead(30);
  let patterns = '';
  beforeAll(async () => {
    patterns = await mkdtemp(join(tmpdir(), 'gonogo-patterns-'));
    await chmod(patterns, 0o755);
    await writeFile(join(patterns, 'orders-archive.yaml'), PATTERN);
    play = await aPlayground({
      adaptPolicy: (demo) => `${withFreezeAndWorkByHand(demo, frozen)}patterns: ${patterns}\n`,
    });
    play.sandbox.workspace.sendsEventsTwice = true;
    const { people, channels } = play.sandbox.workspace;
    people.set(GUEST, { id: GUEST, name: 'gus', realName: 'Gus Guest', isRestricted: true });
    for (const id of ['C0CHANGES', 'C0MAINT']) channels.get(id)?.members.push(GUEST);
    await whenReady(play);
  });
  afterAll(async () => {
    await play?.close();
    await rm(patterns, { recursive: true, force: true });
  });

  test('a change at high risk is reviewed three times and approved twice; a concern holds it up', IN_TURN, async () => {
    const { ada, bob, answer, headline, noon, skip, thread } = play.story;
    const [mia, eve] = [person('U0MIA'), person('U0EVE')];
    const afternoon = dayAhead(1) + 15 * HOUR_MS;
    await skip(afternoon);
    await ada.command('/change', 'changes');
    await ada.modal('File a change');
    await ada.pressInModal('Details');
    const file = ada.upload('counts.txt', 'before, after');
    const open = () => fetch(new URL(`files/${file}`, play.sandbox.url));
    expect((await open()).status).toBe(404);
    await answer(ada, 'File a change', {
      Attachments: [file],
      Title: 'Split the table of Orders',
      Type: 'Normal',
      Description: 'The table is split in two.',
      'Reason for change': 'It has grown too large.',
      'Expected impact': 'Orders is away for ten minutes.',
      'Systems affected': ['Orders'],
      'Implementation plan': '1. Copy\n2. Switch',
      'Rollback plan': 'Switch back.',
      'Risk level': 'High',
      'Potential impact': 'Orders are lost.',
      Mitigation: 'A copy is kept.',
      'Testing plan': 'Counts of both tables.',
      'Proposed date': await noon(90),
      'Estimated duration': '2h',
    });
    const shared = await thread(/Attached by .*counts\.txt/s);
    expect(shared.message.files?.map(({ name }) => name)).toEqual(['counts.txt']);
    expect(await (await open()).text()).toBe('before, after');
    await bob.findMessage(/is asked of you.*Attachments.*counts\.txt/s, { withinMs: 45_000 });
    const review = (name: string) => thread(new RegExp(`: ${name} review, `));
    const all = async (who: Actor, name: string, what: ReviewKind, number: number): Promise<void> => {
      const prompt = await review(name);
      for (const criterion of CRITERIA[what]) await who.press(prompt, `review:ok:${number}:${criterion}`);
    };
    await mia.findMessage(/Business review is asked of you, 0 of 3 ok/, { withinMs: 45_000 });
    await all(bob, 'technical', 'technical', 1);
    await thread(/Technical review: all ok/);
    await mia.press(await review('business'), 'review:no:2:timeline');
    await answer(mia, 'Concern: CHG-001', { 'Timeline alignment: what is wrong': 'The quarter ends that day.' });
    await thread(/has a concern.*The quarter ends that day.*not approved while it stands/s);
    await all(eve, 'security', 'security', 3);
    const reminder = /Still waiting for your answer: Approval of CHG-001/;
    await skip(afternoon + 8.5 * HOUR_MS);
    await bob.press(await headline(/In review/), 'Approve');
    await headline(/Approved by|approves/);
    await skip(afternoon + 17.1 * HOUR_MS);
    const { ts } = await mia.findMessage(reminder, { withinMs: 10_000 });
    expect(new Date(Number(ts) * 1000).getUTCHours()).toBe(8);
    expect(await bob.messages(reminder)).toEqual([]);
    await mia.press(await headline(/Approved by|approves/), 'Approve');
    await headline(/In review.*The quarter ends that day/s);
    await all(mia, 'business', 'business', 2);
    await headline(/: Approved/);
  });

  test('a change is rehearsed for whoever asks, and nobody and nothing else hears of it', IN_TURN, async () => {
    const { ada, bob, headline } = play.story;
    const eve = person('U0EVE');
    const asItStands = async () => [(await headline()).text, (await play.sandbox.state(eve.id)).nextMilestone];
    const before = await asItStands();
    await eve.command('/change rehearse CHG-1 silence', 'changes');
    await eve.findMessage(/CHG-001 is being rehearsed in your direct messages.*nobody answers in time/, {
      channel: 'changes',
    });
    const { channel } = await eve.findMessage(/^REHEARSAL of CHG-001 is over/, { withinMs: 45_000 });
    expect(channel).toMatch(/^D/);
    const [first, ...others] = await eve.messages(/^REHEARSAL of CHG-001/, { channel });
    expect(first?.text).toMatch(
      /Asked for by Eve Keller: .*nobody answers in time.*Found \(\d\):.*rollback plan at hand/s,
    );
    expect(others.length).toBeLessThan(9);
    expect(others.map(({ message }) => message.thread_ts)).toEqual(others.map(() => first?.ts));
    expect([first, ...others].flatMap((part) => part?.buttons)).toEqual([]);
    const told = others.map(({ text }) => text).join('\n');
    expect(told).toMatch(
      /Bob Favre.*1 channel.*would read.*ended without the change: Orders.*The copy ends as “Closed”/s,
    );
    expect(told).not.toMatch(/<[@#]/);
    expect(await ada.messages(/REHEARSAL/)).toEqual([]);
    expect(await asItStands()).toEqual(before);
    await bob.command('/change show 1', 'changes');
    const details = await bob.findMessage(({ buttons }) => buttons.includes('Rehearse'), { channel: 'changes' });
    await bob.press(details, 'Rehearse');
    await bob.findMessage(/^REHEARSAL of CHG-001 Split the table.*everything succeeds/s, { withinMs: 10_000 });
  });

  test('an emergency begins from one line, and is closed when all it owed is paid', IN_TURN, async () => {
    const { ada, bob, answer, headline, noon, skipPast, thread, told } = play.storyOf('CHG-002');
    await ada.command('/change emergency Restart Orders, its pool is used up', 'changes');
    await answer(ada, 'Emergency', { Justification: 'Outage', 'Systems affected': ['Orders'] });
    await thread(/full request.*until/s);
    const notice = await told(/^Emergency work has started/);
    await ada.press(await headline(/: Under way/), 'Log');
    await answer(ada, 'Log of CHG-002', { 'What was seen or done': 'Connections are at 100 of 100.' });
    await thread(/Connections are at 100 of 100/);
    const gus = person(GUEST);
    await gus.say('My orders are gone, see <!channel>', 'maintenance', notice.ts);
    await thread(/From <#C0MAINT>.*“My orders are gone, see &lt;!channel&gt;”, says <@U0GUEST>.*<@U0ADA>/s);
    const confirmed = await gus.findMessage(/Kept with CHG-002: the team/, {
      channel: 'maintenance',
      thread: notice.ts,
    });
    expect([confirmed.message.ephemeral, confirmed.buttons]).toEqual([true, []]);
    expect(await bob.messages(/Kept with CHG-002: the team/, { channel: 'maintenance' })).toEqual([]);
    const { ts } = await headline(/: Under way/);
    await gus.say('Have you tried to turn it off?', 'changes', ts);
    await bob.say('A report holds them all; it is stopped.', 'changes', ts);
    await vi.waitFor(async () => {
      await ada.command('/change show 2', 'operator');
      const { text } = await ada.findMessage(/it is stopped/, { channel: 'operator', withinMs: 3_000 });
      expect(text).not.toContain('turn it off');
      // Slack sends each event twice here.
      expect(text.match(/it is stopped/g)).toHaveLength(1);
    }, 45_000);
    await ada.press(await headline(/: Under way/), 'Start');
    await answer(ada, 'Start CHG-002', { 'Change id': 'CHG-2' });
    await ada.press(await headline(/does the work, then presses Solved/), 'Solved');
    await skipPast('watchOver');
    await bob.press(await headline(/Retrospective approval/), 'Approve');
    await ada.press(await headline(/: Implemented/), 'Full request');
    await answer(ada, 'Request CHG-002', {
      Description: 'The pool was used up by a report.',
      'Reason for change': 'Nobody could order.',
      'Expected impact': 'A minute without orders.',
      'Implementation plan': 'Restart the service.',
      'Rollback plan': 'None is needed.',
      'Potential impact': 'None.',
      Mitigation: 'The report was stopped.',
      'Testing plan': 'An order was placed.',
    });
    await ada.press(await headline(/Owed before it can be closed/), 'Paid');
    await answer(ada, 'Paid: CHG-002', { 'What was done': 'The runbook says it now.' });
    await thread(/The runbook says it now/);
    await ada.command('/change pir', 'operator');
    await ada.findMessage(/Write `\/change pir CHG-7`, with the change that the review is of/, { channel: 'operator' });
    await ada.press(await headline(/the post-implementation review, by/), 'PIR');
    await ada.modal('Review of CHG-002');
    await ada.fill({
      'What worked well': 'The report was found at once.',
      'What could be better': 'Nobody watched the pool.',
    });
    // Closed by accident, it comes back as it was typed, or as the record has it when that is wished.
    await ada.closeModal();
    await ada.command('/change pir CHG-2', 'operator');
    const again = await ada.modal('Review of CHG-002');
    expect(again.text).toContain('This is what you typed and did not send');
    expect(JSON.stringify(again.view.state.values)).toContain('Nobody watched the pool.');
    await ada.pressInModal('Start afresh');
    await vi.waitFor(async () => {
      const { view, text } = await ada.modal('Review of CHG-002');
      expect(text).not.toContain('This is what you typed');
      expect(JSON.stringify(view.state.values)).not.toContain('Nobody watched the pool.');
    }, 20_000);
    await ada.fill({ 'What worked well': 'The report was found at once.', 'What could be better': 'Nobody watched.' });
    await ada.pressInModal('Another action');
    await ada.modal('Review of CHG-002');
    await ada.fill({ Action: 'Watch the pool.', Owner: 'Bob Favre', Due: '2020-01-01' });
    expect(await ada.submit()).toEqual({ Due: 'Please pick a day that is still ahead.' });
    const due = new Date(await noon(40)).toISOString().slice(0, 10);
    await ada.fill({ Due: due, 'Action 2': 'Limit the report.', 'Owner 2': 'Ada Moser', 'Due 2': due });
    expect(await ada.submit()).toEqual({});
    // What the record knew stood there first, the log of the emergency too, and was kept on every redrawing.
    await thread(
      /What happened\*\s+Planned: .*Connections are at 100 of 100.*What worked well\*\s+The report was found at once.*Actions.*Watch the pool/s,
    );
    await skipPast('mayClose');
    await ada.press(await headline(/: Implemented/), 'Close');
    await headline(/: Closed.*To be done, by its review.*Watch the pool/s);
    await bob.home(/Action:\* Watch the pool/);
    await bob.pressInHome('Done');
    await answer(bob, 'Paid: CHG-002', { 'What was done': 'The pool has an alert.' });
    await thread(/Done: the action “Watch the pool\.”.*The pool has an alert/s);
  });

  test(
    'into a hard freeze management lets a change, and without a GO a second person, who then owes that it is put right; its checklist holds back both',
    IN_TURN,
    async () => {
      const { ada, bob, answer, headline, skipPast, thread, told, approve } = play.storyOf('CHG-003');
      const listed = (words: RegExp) => thread(new RegExp(`^Checklist of CHG-003: ${words.source}`, 's'));
      await ada.command('/change new orders-archive', 'changes');
      await answer(ada, 'File a change', {
        Title: 'Move the orders of last year by hand',
        Type: 'Normal',
        Description: 'The orders of last year go to the archive.',
        'Reason for change': 'The table has grown too large.',
        'Expected impact': 'Orders is slow.',
        'Systems affected': ['Orders'],
        'Implementation plan': '1. Copy\n2. Delete',
        'Rollback plan': 'Put the backup back.',
        'Risk level': 'Low',
        'Potential impact': 'Orders are lost.',
        Mitigation: 'A backup that was tested.',
        'Testing plan': 'Counts of both tables.',
        'Proposed date': frozen + 12 * HOUR_MS,
        'Estimated duration': '2h',
        Runbook: 'orders-by-hand',
      });
      const inFreeze = await headline(/In review.*hard freeze/s);
      await person('U0MIA').press(inFreeze, 'Allow in freeze');
      await thread(/allows it in the freeze/);
      await approve();
      await ada.press(await listed(/0 of 4 done/), 'Skip');
      await answer(ada, 'Skip: CHG-003', {
        Item: 'Planning: Look for room in the archive.',
        'Why it is left out': 'It is empty.',
      });
      await listed(/0 of 4 done, 1 skipped, 3 open.*It is empty/);
      await skipPast('goNogo');
      await thread(/GO or NO-GO is due, but waits for the checklist: “Count the orders of last year”/);
      await headline(/Held back by its checklist.*Count the orders/s);
      await ada.home(/Yours to tick.*CHG-003.*waits for “Count the orders of last year”/s);
      await ada.press(await listed(/.*Count the orders/), 'Done, with evidence');
      await answer(ada, 'Done: CHG-003', { 'What shows it': '12345 orders' });
      await listed(/1 of 4 done, 1 skipped, 2 open/);
      await bob.press(await headline(/Waiting for GO or NO-GO/), 'Override');
      await answer(bob, 'Override CHG-003', {
        'Go on': 'Without the GO',
        Reason: 'Cyd is ill, and the disk is full in a week.',
      });
      await thread(/Override.*by <@U0BOB>.*goes on without the GO.*Cyd is ill/s);
      await told(/^Planned maintenance/);
      await bob.home(/Debts.*CHG-003.*Owed: .*Cyd is ill/s);
      await bob.pressInHome('Paid');
      await answer(bob, 'Paid: CHG-003', { 'What was done': 'Cyd has a delegate now.' });
      await thread(/No longer owed.*<@U0BOB>.*Cyd has a delegate now/s);
      await bob.home(/You owe nothing/);
      await skipPast('backup');
      await thread(/Backup succeeded/);
      await skipPast('opens');
      await ada.press(await thread(/The window is open.*First have it ticked.*The shop is quiet/s), 'Start');
      await ada.findMessage(/The checklist holds it back: “The shop is quiet”/, {
        channel: 'changes',
        withinMs: 10_000,
      });
      await ada.press(await listed(/.*The shop is quiet/), 'Done');
      await listed(/2 of 4 done/);
      await ada.press(await thread(/The window is open/), 'Start');
      await answer(ada, 'Start CHG-003', { 'Change id': 'CHG-003' });
      await headline(/: Under way/);
      await listed(/3 of 4 done, 1 skipped\./);
    },
  );

  test(
    'a freeze declared in Slack stops what it touches until it is lifted, and stands in the calendar and its feed',
    IN_TURN,
    async () => {
      const { ada, answer, thread } = play.story;
      const mia = person('U0MIA');
      const [changes, operator] = [{ channel: 'changes', withinMs: 45_000 }, { channel: 'operator' }];
      await ada.command('/change freeze', 'operator');
      await ada.findMessage(/Freezes.*Year end.*policy.*Only the management may declare/s, operator);
      await mia.command('/change freeze', 'operator');
      await answer(mia, 'Declare a freeze', {
        Name: 'Stocktaking',
        From: frozen + 10 * DAY_MS,
        Until: frozen + 65 * DAY_MS,
        Reason: 'The shelves are counted.',
      });
      await ada.findMessage(/^\*Freeze “Stocktaking”\*.*without an exception.*The shelves are counted/s, changes);
      await thread(/“Stocktaking” was declared.*starts only with an exception/s);

      await ada.command('/change calendar', 'operator');
      const { text } = await ada.findMessage(/four weeks.*CHG-003.*Under way.*Year end.*Stocktaking/s, operator);
      const isPicture = ({ message }: Found): boolean => message.files?.[0]?.name === 'calendar.png';
      const handedOver = await ada.findMessage(isPicture, { withinMs: 10_000 });
      expect(handedOver.channel).toMatch(/^D/);
      const picture = await fetch(new URL(handedOver.message.files?.[0]?.url ?? '', play.sandbox.url));
      expect(Buffer.from(await picture.arrayBuffer()).toString('latin1')).toMatch(/^.PNG.*IEND/s);
      const link = /http\S+\/calendar\.ics\?token=[\w-]+/.exec(text)?.[0] ?? '';
      const feed = async (): Promise<string> => (await fetch(link)).text();
      expect(await feed()).toMatch(/SUMMARY:CHG-003 Move the orders.*SUMMARY:Freeze: Stocktaking/s);
      expect((await fetch(`${link}x`)).status).toBe(404);

      await mia.command('/change freeze list', 'operator');
      await mia.press(await mia.findMessage(({ buttons }) => buttons.includes('Lift'), operator), 'Lift');
      await answer(mia, 'Lift a freeze', { Reason: 'All is counted.' });
      await ada.findMessage(/^\*Freeze “Stocktaking” is lifted\*.*All is counted/s, changes);
      await thread(/“Stocktaking” is lifted.*It stops this change no more/s);
      expect(await feed()).toMatch(/SUMMARY:Freeze: Stocktaking((?!END:VEVENT).)*STATUS:CANCELLED/s);
    },
  );

  test('work that is not finished asks for a decision, first of whoever works, then of all', IN_TURN, async () => {
    const { ada, answer, bob, headline, skipPast, thread, told } = play.storyOf('CHG-003');
    await skipPast('lastSafe');
    await ada.press(await thread(/^\*Last safe rollback\./), 'Keep working');
    await thread(/keeps working/);
    await skipPast('decide');
    await ada.press(await thread(/^\*Decision point\./), 'More time');
    await ada.modal('More time: CHG-003');
    await ada.fill({ Minutes: '150', 'What to tell the people affected': 'There are more orders than we thought.' });
    expect(await ada.submit()).toEqual({ Minutes: expect.stringContaining('take at most 2 h') });
    await ada.fill({ Minutes: '45' });
    expect(await ada.submit()).toEqual({});
    await thread(/More time, taken by <@U0ADA>/);
    await told(/^The work takes longer: Orders.*more orders than we thought/);
    await skipPast('decide');
    await skipPast('unanswered');
    await bob.findMessage(/A decision is needed on CHG-003.*Nobody has answered/s, { withinMs: 10_000 });
    await skipPast('closes');
    await told(/^The work takes longer: Orders.*not finished yet/);
    await ada.press(await thread(/The extra time is over/), 'Solved');
    await ada.press(await thread(/Verification.*: running/), 'Stop');
    await answer(ada, 'Stop CHG-003', { 'Why it must stop': 'It waits for ever.' });
    await thread(/<@U0ADA> asked verification.* to stop: It waits for ever\./);
    await ada.press(await thread(/Verification.* stopped after.*It was stopped by hand: It waits for ever/s), 'Solved');
    await thread(/The service is watched/);
    await skipPast('watchOver');
    await told(/^Maintenance has ended.*Checks passed/);
    await headline(/: Implemented/);
  });

  test('the new is built, then used, and the old is taken away a week later and not before', IN_TURN, async () => {
    const file = async (id: string, daysAhead: number, how: Record<string, string>, duration = '2h') => {
      const change = play.storyOf(id);
      const { ada, answer, headline, noon } = change;
      await ada.command('/change', 'changes');
      await ada.modal('File a change');
      await ada.pressInModal('Details');
      await answer(ada, 'File a change', {
        Strategy: 'Expand and contract',
        ...how,
        Title: `${how['Step of the strategy']} the list of orders`,
        Type: 'Standard',
        Pattern: 'Routine maintenance',
        Description: 'A new list stands beside the old.',
        'Systems affected': ['Orders'],
        'Proposed date': await noon(daysAhead),
        'Estimated duration': duration,
      });
      await headline(/: (?:Approved|Ready)/);
      return change;
    };
    const live = async ({ ada, answer, headline, skipPast, thread }: Awaited<ReturnType<typeof file>>, id: string) => {
      await skipPast('opens');
      await ada.press(await thread(/The window is open/), 'Start');
      await answer(ada, `Start ${id}`, { 'Change id': id });
      await ada.press(await headline(/does the work, then presses Solved/), 'Solved');
      await skipPast('watchOver');
      await headline(/: Implemented/);
    };
    const step = (title: string, after?: string) => ({
      'Step of the strategy': title,
      ...(after === undefined ? {} : { 'Comes after': after }),
    });
    await live(await file('CHG-004', 10, step('Expand')), 'CHG-004');
    await live(await file('CHG-005', 10, step('Switch', 'CHG-4')), 'CHG-005');
    const contract = await file('CHG-006', 2, step('Contract', 'CHG-5'), '240h');
    const { ada, answer, headline, skip, skipPast, thread } = contract;
    await ada.command('/change show 6', 'operator');
    await ada.findMessage(/Expand and contract.*step 3 of 3.*Comes after.*CHG-005.*Implemented/s, {
      channel: 'operator',
    });
    await skipPast('opens');
    const early = await thread(/The window is open/);
    await ada.press(early, 'Start');
    await ada.findMessage(/Too early: CHG-005 has not been live for long enough: wait until .*Override/s, {
      channel: 'changes',
    });
    await skip((await play.sandbox.state(ada.id)).now + 6 * DAY_MS);
    await ada.press(early, 'Start');
    await answer(ada, 'Start CHG-006', { 'Change id': 'CHG-006' });
    await headline(/: Under way/);
  });

  test('a critical service switches its rules on by its name, and off with it', IN_TURN, async () => {
    const { ada, bob, cyd, answer, headline, noon, skipPast, thread, told, approve } = play.storyOf('CHG-007');
    const rules =
      /Critical.*Checkout.*back within 5 min: by hand.*outside its low usage.*a tested restore.*watched for 3 d/s;
    await ada.command('/change', 'changes');
    await answer(ada, 'File a change', {
      Title: 'Turn the cache of Checkout on',
      Type: 'Normal',
      Description: 'Prices are kept for a minute.',
      'Reason for change': 'Checkout is slow.',
      'Expected impact': 'None.',
      'Systems affected': ['Checkout'],
      'Implementation plan': 'Turn it on.',
      'Rollback plan': 'Turn it off.',
      'Risk level': 'Low',
      'Potential impact': 'Prices of a minute ago.',
      Mitigation: 'It is turned off.',
      'Testing plan': 'Buy something.',
      'Proposed date': await noon(20),
      'Estimated duration': '1h',
    });
    await bob.findMessage(({ text, buttons }) => buttons.includes('Approve') && rules.test(text), { withinMs: 45_000 });
    await thread(/^Checklist of CHG-007.*By the pattern full-change/s);
    const isOn = async (service: string): Promise<boolean> => {
      await ada.press(await headline(/In review/), 'Edit');
      await answer(ada, 'Edit CHG-007', { 'Systems affected': [service] });
      await thread(new RegExp(`Systems affected: .* → ${service}`));
      // Its buttons are of this revision from then on.
      await headline(new RegExp(`Services.{0,9}${service}`, 's'));
      await ada.command('/change show 7', 'operator');
      const { text } = await ada.findMessage(new RegExp(`CHG-007.*Systems affected.{0,9}${service}`, 's'), {
        channel: 'operator',
      });
      return rules.test(text);
    };
    expect(await isOn('Storefront')).toBe(false);
    expect(await isOn('Checkout')).toBe(true);
    await approve();
    await skipPast('goNogo');
    await thread(/GO or NO-GO is due, but waits for the checklist/);
    const without = async (gate: string): Promise<void> => {
      await bob.press(await headline(/Held back|Waiting for GO/), 'Override');
      await answer(bob, 'Override CHG-007', { 'Go on': `Without ${gate}`, Reason: 'It was tried in staging.' });
      await thread(new RegExp(`Override.*<@U0BOB>.*goes on without ${gate}`, 's'));
    };
    await without('the items of its checklist that hold it back');
    await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
    await cyd.findMessage(/A critical service is touched by hand.*Override/s, { channel: 'changes', withinMs: 10_000 });
    await without('a rollback that is tested to take less than five minutes');
    await without('a window in which few use it');
    await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
    await told(/^Planned maintenance: Checkout/);
  });

  test('what users say afterwards is kept, may be an issue, and reopens the change', IN_TURN, async () => {
    const { ada, bob, answer, headline, skip, thread } = play.storyOf('CHG-005');
    const done = await headline(/: Implemented/);
    await bob.say('Half of my orders are gone from the list.', 'changes', done.ts);
    await bob.press(await bob.findMessage(/Kept with CHG-005 as feedback/, { channel: 'changes' }), 'It is an issue');
    await thread(/An issue after.*found by <@U0BOB>: Half of my orders are gone/s);
    await ada.press(await headline(/: Implemented, with issues/), 'Reopen');
    await answer(ada, 'Reopen CHG-005', { 'What was found': 'The new list leaves out orders of before 2020.' });
    const again = await thread(/is reopened.*orders of before 2020.*Its end no longer counts.*Tell people/s);
    await headline(/: Reopened, being worked on/);
    await ada.press(again, 'Solved');
    await headline(/: Done, being watched/);
    await skip((await play.sandbox.state(ada.id)).now + HOUR_MS);
    await headline(/: Implemented, with issues/);
  });

  test('what was made by hand is recorded from the message that tells of it, once for one cause', IN_TURN, async () => {
    const { ada, bob, headline, thread } = play.storyOf('CHG-008');
    await bob.say('Grew the disk of Orders by hand, it was full', 'operator');
    const message = await ada.findMessage(/Grew the disk of Orders by hand/, { channel: 'operator' });
    for (const who of [ada, bob]) {
      await who.messageShortcut('record_change', message);
      await who.modal('A change already made');
      await who.fill({ 'Systems affected': ['Orders'], 'Done by': 'U0BOB' });
      expect(await who.submit()).toEqual({});
      if (who === ada) await headline(/: Made already, recorded afterwards/);
    }
    await thread(/Recorded afterwards by <@U0ADA>: made by <@U0BOB>.*Grew the disk.*Nothing is asked of anybody/s);
    await bob.modal('A change already made');
    await bob.fill({ 'Is this the same?': 'The same cause: add this to CHG-008' });
    expect(await bob.submit()).toEqual({});
    await thread(/Log.*<@U0BOB>: Grew the disk of Orders by hand/s);
    await ada.command('/change log', 'operator');
    await ada.findMessage(/CHG-008.*Completed/s, { channel: 'operator' });
  });
});

/** Its GO waits for a figure, and its start for the shop; that the people affected were told shows the record. */
const PATTERN = `
title: Orders to the archive
version: 1.0.0
owner: Orders team
updated: 2026-09-01
kind: normal
risk: low
duration: 2h
phases:
  - name: planning
    items:
      - { id: count, text: Count the orders of last year., evidence: true, gate: goNogo }
      - { id: room, text: Look for room in the archive. }
  - name: implementation
    items:
      - { id: quiet, text: The shop is quiet., gate: start }
      - { id: told, text: The people affected are told., shownBy: startTold }
`;

/** Ends well, but not the first time: then it waits for ever. */
const WAITS_ONCE =
  'const fs = require("fs"); if (!fs.existsSync("waited")) { fs.writeFileSync("waited", ""); setInterval(() => {}, 1000); }';

/** The demo's policy with a critical service, a hard freeze of one day, and a runbook of all but the work itself, from which going back takes 41 minutes. */
function withFreezeAndWorkByHand(demo: string, frozen: number): string {
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const checkout =
    "checkout: { name: Checkout, critical: true, lowUsage: '02:00-06:00', audience: { channels: [C0MAINT] } }";
  return `${demo.replace('[orders-release]', '[orders-release, orders-by-hand]').replace('services:\n', `services:\n  ${checkout}\n`)}
  orders-by-hand:
    lock: orders
    backup:
      run: [node, runbook/backup.ts]
      estimate: 2m
      proof: { file: backup/orders.gz, minBytes: 1000, maxAge: 4h }
      restoreTest: { run: [node, runbook/restore-test.ts] }
      restore: { estimate: 40m, sources: [backup/orders.gz] }
    verifyEstimate: 1m
    verify:
      - { http: 'http://127.0.0.1:4180/health', expect: { status: 200, json: { status: healthy } } }
      - { run: [node, -e, '${WAITS_ONCE}'] }
    rollback: { application: { run: [node, runbook/rollback.ts] } }
calendar: { freezes: [{ name: Year end, from: ${date(frozen)}, to: ${date(frozen + DAY_MS)} }] }
`;
}

/** The beginning of a day, so many after today. */
function dayAhead(days: number): number {
  return (Math.floor(Date.now() / DAY_MS) + days) * DAY_MS;
}
