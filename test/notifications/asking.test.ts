import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { atEffects } from '../../src/effect.ts';
import { onAsk } from '../../src/jobs/ask.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, GO_AT, THE_CLOCK } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { aMouth, at, begin, end, type Mouth } from './a-mouth.ts';
import { ask, direct, openAskings } from './askings.ts';

const GROUPED = aPolicy({
  roles: { ...aPolicy().roles, 'infrastructure-lead': { members: ['S0LEADS', 'U0ADA'], delegates: ['U0CYD'] } },
});

/** Filed with its first plan made; its approval is open. */
async function filed(mouth: Mouth): Promise<void> {
  await mouth.file();
  await end(mouth, await begin(mouth));
}

function grouped(members: readonly string[]): Policy {
  const policy = aPolicy();
  return aPolicy({ roles: { ...policy.roles, 'infrastructure-lead': { members, delegates: [] } } });
}

const blocksOf = (mouth: Mouth, person: string): string => JSON.stringify(direct(mouth, person)[0]?.blocks);

test('whoever may answer is asked in person, with the evidence and why, and every surface loses its buttons when it is decided', async () => {
  const mouth = await aMouth({ policy: GROUPED });
  mouth.sandbox.workspace.userGroups.set('S0LEADS', { id: 'S0LEADS', handle: 'leads', members: ['U0BOB'] });
  await filed(mouth);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0ADA')).toEqual([]);
  for (const person of ['U0BOB', 'U0CYD']) {
    expect(direct(mouth, person).map((m) => m.text)).toEqual([expect.stringContaining('Approval is asked of you')]);
    const blocks = blocksOf(mouth, person);
    for (const words of [
      'asked as infrastructure lead, because this is a normal change',
      'Users ask for it',
      'no normal change was carried out in the last 90 days',
      'Tested in staging',
    ])
      expect(blocks).toContain(words);
    for (const words of [
      'succeeded',
      'not made yet',
      'cannot start in its window',
      '"Approve"',
      '"Reject"',
      '"Details"',
    ])
      expect(blocks).toContain(words);
  }
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0CYD');
  await mouth.sayAll();
  for (const person of ['U0BOB', 'U0CYD']) {
    expect(direct(mouth, person).map((m) => m.text)).toEqual([expect.stringMatching(/Approved by <@U0CYD>/)]);
    expect(blocksOf(mouth, person)).not.toContain('"Approve"');
  }
});

test('a question that arrived though its answer was lost, and was decided before it was looked for, loses its buttons', async () => {
  const mouth = await aMouth();
  await filed(mouth);
  await mouth.sayAll();
  await ask(mouth);
  mouth.between(async (method, pass) => {
    const given = await pass();
    if (method === 'chat.postMessage') throw new TypeError('fetch failed');
    return given;
  });
  await sql`delete from paces`.execute(mouth.journal.record.db);
  await mouth.pass();
  expect(blocksOf(mouth, 'U0BOB')).toContain('"Approve"');
  mouth.between(undefined);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await mouth.sayAll();
  expect(direct(mouth, 'U0BOB').map((m) => m.text)).toEqual([expect.stringMatching(/Approved by <@U0BOB>/)]);
  expect(blocksOf(mouth, 'U0BOB')).not.toContain('"Approve"');
});

test('of a change whose GO is asked in its time nobody reads that it was filed late', async () => {
  const mouth = await aMouth();
  await filed(mouth);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await at(mouth, GO_AT);
  await mouth.hear({ type: 'reachMilestone', milestone: 'goNogo', schedule: 1 }, THE_CLOCK);
  await ask(mouth);
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0CYD')).toContain('GO or NO-GO?');
  expect(blocksOf(mouth, 'U0CYD')).not.toContain('Filed late');
});

test('whoever has answered reads what they said, and may still change it while it is open', async () => {
  const policy = aPolicy({
    roles: { ...aPolicy().roles, 'infrastructure-lead': { members: ['U0BOB', 'U0CYD'], delegates: [] } },
    approvals: { ...aPolicy().approvals, normal: [{ role: 'infrastructure-lead', need: 'all' }] },
  });
  const mouth = await aMouth({ policy });
  await filed(mouth);
  await ask(mouth);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0BOB')).toMatch(/You approved.*may change that.*"Reject"/);
  expect(blocksOf(mouth, 'U0CYD')).toMatch(/<@U0BOB> approves.*"Approve"/);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'no', reason: 'Not this week.' }, 'U0BOB');
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0CYD')).toMatch(/Rejected by <@U0BOB>.*Not this week/);
});

test('nobody is asked on a guess: while Slack does not say who is in a group the question waits', async () => {
  const mouth = await aMouth({ policy: grouped(['S0LEADS']) });
  const { workspace } = mouth.sandbox;
  await filed(mouth);
  const work = onAsk({
    ...mouth.journal,
    policy: () => mouth.policy,
    holders: () => Promise.reject(new Error('ratelimited')),
    log: pino({ level: 'silent' }),
  });
  for (const key of await openAskings(mouth)) await work(`${key}#1`);
  expect(await openAskings(mouth)).toHaveLength(1);
  workspace.userGroups.set('S0LEADS', { id: 'S0LEADS', handle: 'leads', members: ['U0BOB'] });
  await ask(mouth);
  expect(await openAskings(mouth)).toEqual([]);
  await mouth.sayAll();
  expect(direct(mouth, 'U0BOB')).toHaveLength(1);
});

test('a bot killed between the asking and the message, and one whose answer was lost, asks each person once', async () => {
  const mouth = await aMouth({ leaseMs: 400 });
  await filed(mouth);
  let kills = 0;
  atEffects((point) => {
    if (point !== 'after:journal.commit' || kills > 0) return;
    kills += 1;
    throw new Error('killed');
  });
  await expect(ask(mouth)).rejects.toThrow('killed');
  await ask(mouth);
  expect(kills).toBe(1);
  let lost = 0;
  mouth.between(async (method, pass) => {
    const answer = await pass();
    if (method !== 'chat.postMessage' || lost >= 3) return answer;
    lost += 1;
    throw new TypeError('fetch failed');
  });
  await mouth.sayAll();
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await mouth.sayAll();
  for (const person of ['U0BOB', 'U0CYD'])
    expect(direct(mouth, person).map((m) => m.text)).toEqual([expect.stringMatching(/Approved by <@U0BOB>/)]);
});

test('a question decided before it was put to somebody is not put to them any more', async () => {
  const mouth = await aMouth();
  await filed(mouth);
  await ask(mouth);
  await at(mouth, FILED_AT + 10 * MINUTE);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0CYD');
  await mouth.sayAll();
  expect(direct(mouth, 'U0BOB')).toEqual([]);
  await expect(mouth.hear({ type: 'askVoters', ballot: 1, nth: 1, people: {} }, THE_CLOCK)).rejects.toThrow(
    /ballotClosed/,
  );
});

test('whoever has not answered is reminded by day, once for each span, until it is decided; the thread says so once', async () => {
  const policy = aPolicy({
    roles: { ...aPolicy().roles, 'infrastructure-lead': { members: ['U0BOB', 'S0LEADS'], delegates: [] } },
    approvals: { ...aPolicy().approvals, normal: [{ role: 'infrastructure-lead', need: 2 }] },
  });
  const mouth = await aMouth({ policy });
  const group = { id: 'S0LEADS', handle: 'leads', members: ['U0CYD'] };
  mouth.sandbox.workspace.userGroups.set('S0LEADS', group);
  await filed(mouth);
  await ask(mouth);
  const bob = {
    kind: 'person',
    user: 'U0BOB',
    outsider: false,
    roster: { 'infrastructure-lead': ['U0BOB', 'U0CYD'] },
  } as const;
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, bob);
  await at(mouth, FILED_AT + 8 * HOUR + MINUTE);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0BOB')).toHaveLength(1);
  expect(direct(mouth, 'U0CYD').map((m) => m.text)).toEqual([
    expect.stringContaining('is asked of you'),
    expect.stringMatching(/Still waiting for your answer: Approval of CHG-001.*cannot start in its window/),
  ]);
  // Three days and a half are skipped into the night: one reminder, in the morning.
  await at(mouth, FILED_AT + 3 * DAY + 15 * HOUR);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0CYD')).toHaveLength(2);
  group.members = ['U0CYD', 'U0ADA', 'U0DAN'];
  mouth.sandbox.workspace.people.set('U0DAN', { id: 'U0DAN', name: 'dan', realName: 'Dan' });
  await at(mouth, FILED_AT + 3 * DAY + 23 * HOUR);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0CYD')).toHaveLength(3);
  expect(direct(mouth, 'U0DAN').map((m) => m.text)).toEqual([expect.stringContaining('is asked of you')]);
  expect(mouth.messages('C0CHANGES').filter((m) => m.text.includes('reminded, and again every'))).toHaveLength(1);
  group.members = ['U0CYD'];
  await at(mouth, FILED_AT + 4 * DAY + 8 * HOUR);
  await ask(mouth);
  await mouth.sayAll();
  expect(JSON.stringify(direct(mouth, 'U0DAN')[0]?.blocks)).toMatch(/no longer asked/);
  expect(blocksOf(mouth, 'U0DAN')).not.toContain('"Approve"');
});

test('where nobody can be asked the thread says why and what to do, and the operator hears of it', async () => {
  const mouth = await aMouth({ policy: grouped(['S0GONE']) });
  await filed(mouth);
  await ask(mouth);
  await mouth.sayAll();
  const said = mouth.messages('C0CHANGES').filter((m) => m.text.includes('Nobody can be asked'));
  expect(said.map((m) => m.text)).toEqual([
    expect.stringMatching(
      /as infrastructure lead.*<!subteam\^S0GONE>.*empty, disabled or deleted.*<@U0ADA>, please ask/,
    ),
  ]);
  expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringContaining('put to nobody')]);
});

test('a user group that Slack does not let the bot read is named, and the others are asked', async () => {
  const mouth = await aMouth({ policy: grouped(['S0LEADS', 'U0BOB']) });
  await filed(mouth);
  const holders = () => Promise.resolve({ people: { 'infrastructure-lead': ['U0BOB'] }, unread: ['S0LEADS'] });
  const work = onAsk({ ...mouth.journal, policy: () => mouth.policy, holders, log: pino({ level: 'silent' }) });
  for (const key of await openAskings(mouth)) await work(`${key}#1`);
  await mouth.sayAll();
  expect(direct(mouth, 'U0BOB')).toHaveLength(1);
  expect(mouth.messages('C0CHANGES').map((m) => m.text)).toContainEqual(
    expect.stringMatching(/<!subteam\^S0LEADS> cannot be read/),
  );
});
