import { expect, test } from 'vitest';
import { debtReminder } from '../../src/notifications/notes-debts.ts';
import { FILED_AT, THE_CLOCK, anActor, liveThrough } from '../support/a-change.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';
import { AFTER_THE_WATCH, implemented } from '../support/lives.ts';
import { aMouth, at, begin, end } from './a-mouth.ts';

const policy = aPolicy();
const REVIEW = {
  type: 'writePir',
  former: 0,
  texts: { happened: 'It went in.', well: 'All.', better: 'Nothing.', recommended: '' },
  actions: [{ text: 'Measure the index.', owner: 'U0BOB', due: '2026-12-01' }],
} as const;

test('whoever owes is reminded in person and in the thread; what is overdue the channel sees, with whom to turn to', async () => {
  const mouth = await aMouth();
  await mouth.file();
  await end(mouth, await begin(mouth));
  const instead = { type: 'overrideGate', gate: 'approval', reason: 'Now.', revision: 1, schedule: 1 } as const;
  await mouth.hear(instead, 'U0BOB');
  await at(mouth, FILED_AT + 4 * DAY);
  await mouth.hear({ type: 'chaseDebt', debt: 1, at: 'half' }, THE_CLOCK);
  await mouth.sayAll();
  const { channels } = mouth.sandbox.workspace;
  const direct = () =>
    [...channels.values()].find((c) => c.kind === 'im' && c.members.includes('U0BOB'))?.messages ?? [];
  expect(direct().map((m) => m.text)).toEqual([
    expect.stringMatching(/^\*You still owe CHG-001 .*Press \*Paid\* and say how\.$/),
  ]);
  expect(JSON.stringify(direct()[0]?.blocks)).toContain('"paid"');
  const ofThread = (words: string) => mouth.messages('C0CHANGES').filter((m) => m.text.includes(words));
  expect(ofThread('<@U0BOB>, still owed: putting right what was overridden')).toHaveLength(1);
  await at(mouth, FILED_AT + 8 * DAY);
  await mouth.hear({ type: 'chaseDebt', debt: 1, at: 'due' }, THE_CLOCK);
  await mouth.sayAll();
  expect(ofThread('*Overdue since')).toMatchObject([
    { text: expect.stringContaining('infrastructure lead (<@U0BOB>'), broadcast: true },
  ]);
  await mouth.hear({ type: 'payDebt', debt: 1, note: 'The vote was held.' }, 'U0BOB');
  await mouth.sayAll();
  expect(direct().map((m) => m.text)).toEqual([
    expect.stringMatching(/^\*No longer owed: .*of CHG-001 .*<@U0BOB> .*: The vote was held\.$/),
  ]);
  expect(JSON.stringify(direct()[0]?.blocks)).not.toContain('"paid"');
});

test('the reminder of an action has the button that says it is done', () => {
  const written = liveThrough(
    policy,
    [
      [REVIEW, anActor('U0ADA', policy), AFTER_THE_WATCH],
      [{ type: 'chaseDebt', debt: 1, at: 'half' }, THE_CLOCK, AFTER_THE_WATCH + 10 * DAY],
    ],
    implemented(),
  );
  const [debt] = written.change.debts;
  if (!debt) throw new Error('nothing is owed');
  const { text, blocks } = debtReminder(written.change, debt, AFTER_THE_WATCH + 10 * DAY);
  expect(text).toMatch(/the action “Measure the index\.”.*Press \*Done\* and say how\.$/);
  expect(JSON.stringify(blocks)).toMatch(/"Done".*"paid.*debt\\":1/);
});
