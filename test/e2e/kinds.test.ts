import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asPerson, type Actor } from '../../sandbox/driver.ts';
import { CRITERIA } from '../../src/change/criteria.ts';
import type { ReviewKind } from '../../src/change/policy.ts';
import { aPlayground, whenReady } from '../support/a-playground.ts';

const IN_TURN = { timeout: 120_000 } as const;

describe('kinds of change that ask more, or less', () => {
  let play: Awaited<ReturnType<typeof aPlayground>>;
  const person = (id: string): Actor => asPerson(play.sandbox, id);
  beforeAll(async () => {
    play = await aPlayground();
    await whenReady(play);
  });
  afterAll(() => play?.close());

  test('a change at high risk is reviewed three times and approved twice; a concern holds it up', IN_TURN, async () => {
    const { ada, bob, answer, headline, noon, thread } = play.story;
    const [mia, eve] = [person('U0MIA'), person('U0EVE')];
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
      'Proposed date': await noon(30),
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
    await bob.press(await headline(/In review/), 'Approve');
    await mia.press(await headline(/Approved by|approves/), 'Approve');
    await headline(/In review.*The quarter ends that day/s);
    await all(mia, 'business', 'business', 2);
    await headline(/: Approved/);
  });

  test('an emergency begins from one line, and is closed when all it owed is paid', IN_TURN, async () => {
    const { ada, bob, answer, headline, skipPast, thread, told } = play.storyOf('CHG-002');
    await ada.command('/change emergency Restart Orders, its pool is used up', 'changes');
    await answer(ada, 'Emergency', { Justification: 'Outage', 'Systems affected': ['Orders'] });
    await thread(/full request.*until/s);
    await told(/^Emergency work has started/);
    await ada.press(await headline(/: Under way/), 'Log');
    await answer(ada, 'Log of CHG-002', { 'What was seen or done': 'Connections are at 100 of 100.' });
    await thread(/Connections are at 100 of 100/);
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
    for (const debt of ['review', 'procedures']) {
      await ada.press(await headline(/Owed before it can be closed/), 'Paid');
      await answer(ada, 'Paid: CHG-002', { 'What was done': `The ${debt} is written down.` });
      await thread(new RegExp(`The ${debt} is written down`));
    }
    await skipPast('mayClose');
    await ada.press(await headline(/: Implemented/), 'Close');
    await headline(/: Closed/);
  });
});
