import { expect, test } from 'vitest';
import { FILED_AT, THE_CLOCK } from '../support/a-change.ts';
import { DAY } from '../support/a-policy.ts';
import { aMouth, at, begin, end } from './a-mouth.ts';

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
  const direct = [...channels.values()].find((c) => c.kind === 'im' && c.members.includes('U0BOB'))?.messages ?? [];
  expect(direct.map((m) => m.text)).toEqual([
    expect.stringMatching(/^\*You still owe CHG-001 .*Press \*Paid\* on the message/),
  ]);
  const ofThread = (words: string) => mouth.messages('C0CHANGES').filter((m) => m.text.includes(words));
  expect(ofThread('<@U0BOB>, still owed: putting right what was overridden')).toHaveLength(1);
  await at(mouth, FILED_AT + 8 * DAY);
  await mouth.hear({ type: 'chaseDebt', debt: 1, at: 'due' }, THE_CLOCK);
  await mouth.sayAll();
  expect(ofThread('*Overdue since')).toMatchObject([
    { text: expect.stringContaining('infrastructure lead (<@U0BOB>'), broadcast: true },
  ]);
});
