import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { onAsk } from '../../src/jobs/ask.ts';
import { FILED_AT, GO_AT, THE_CLOCK, aContent } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { concern, moved, ok, PRE_CHECK_AT } from '../support/lives.ts';
import { aMouth, at, begin, end, type Mouth } from './a-mouth.ts';
import { ask, direct, openAskings } from './askings.ts';

/** The technical review is asked of security, so that its messages are not among those of the vote. */
function reviewedBy(members: readonly string[], more: Partial<Policy> = {}): Policy {
  const policy = aPolicy();
  return aPolicy({
    roles: { ...policy.roles, security: { members, delegates: [] } },
    reviews: { normal: ['technical'], high: [] },
    reviewers: { ...policy.reviewers, technical: 'security' },
    ...more,
  });
}

const edited = (content: ChangeContent) => ({ type: 'editChange', content, revision: 1 }) as const;

/** Filed with its first plan made; its approval and its review are open and put to people. */
async function filed(mouth: Mouth): Promise<void> {
  await mouth.file();
  await end(mouth, await begin(mouth));
  await ask(mouth);
}

const texts = (mouth: Mouth, person: string): readonly string[] => direct(mouth, person).map((m) => m.text);
const blocksOf = (mouth: Mouth, person: string, nth = 0): string => JSON.stringify(direct(mouth, person)[nth]?.blocks);

test('whoever holds the role of a review is asked in person, with the criteria, the evidence and why, until all is ok', async () => {
  const mouth = await aMouth({ policy: reviewedBy(['S0SEC', 'U0ADA']) });
  mouth.sandbox.workspace.userGroups.set('S0SEC', { id: 'S0SEC', handle: 'sec', members: ['U0CYD'] });
  const cyd = { kind: 'person', user: 'U0CYD', outsider: false, roster: { security: ['U0CYD'] } } as const;
  await filed(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0ADA')).toEqual([]);
  const of = (words: RegExp): number => texts(mouth, 'U0CYD').findIndex((text) => words.test(text));
  const nth = of(/Technical review is asked of you, 0 of 3 ok/);
  for (const words of ['asked as security, because the policy asks it of a normal change', 'Users ask for it'])
    expect(blocksOf(mouth, 'U0CYD', nth)).toContain(words);
  expect(blocksOf(mouth, 'U0CYD', nth).match(/"OK"/g)).toHaveLength(3);
  expect(blocksOf(mouth, 'U0CYD', nth)).toMatch(/"Concern".*not approved, and cannot start.*"Details"/s);
  await mouth.hear(concern(1, 'risk', 'Too late.'), cyd);
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0CYD', nth)).toMatch(/Not ok, says <@U0CYD>.*Too late/s);
  for (const criterion of ['feasibility', 'impact', 'risk'] as const) await mouth.hear(ok(1, criterion), cyd);
  await mouth.sayAll();
  expect(texts(mouth, 'U0CYD')[nth]).toMatch(/Technical review: done, all ok/);
  expect(blocksOf(mouth, 'U0CYD', nth)).not.toMatch(/"OK"|"Concern"/);
});

test('a review of a former version and of a change that is off loses its buttons, and the new one is asked in a message of its own', async () => {
  const mouth = await aMouth({ policy: reviewedBy(['U0DAN']) });
  mouth.sandbox.workspace.people.set('U0DAN', { id: 'U0DAN', name: 'dan', realName: 'Dan' });
  await filed(mouth);
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0DAN')).toContain('"OK"');
  await mouth.hear(edited(aContent({ rollbackPlan: 'Another way back.' })), 'U0ADA');
  await end(mouth, await begin(mouth));
  await ask(mouth);
  await mouth.sayAll();
  expect(texts(mouth, 'U0DAN')).toEqual([
    expect.stringMatching(/of a former version/),
    expect.stringMatching(/is asked of you, 0 of 3 ok/),
  ]);
  expect(blocksOf(mouth, 'U0DAN')).not.toContain('"OK"');
  expect(blocksOf(mouth, 'U0DAN', 1)).toMatch(/Another way back.*"OK"/s);
  await mouth.hear({ type: 'withdraw', reason: 'Not needed.' }, 'U0ADA');
  await mouth.sayAll();
  expect(texts(mouth, 'U0DAN')[1]).toMatch(/over; no more answers are asked for/);
  expect(blocksOf(mouth, 'U0DAN', 1)).not.toContain('"OK"');
});

test('whoever has not answered a review is reminded by day of what is open, until it closes; the thread says so once', async () => {
  const mouth = await aMouth({ policy: reviewedBy(['U0DAN']) });
  mouth.sandbox.workspace.people.set('U0DAN', { id: 'U0DAN', name: 'dan', realName: 'Dan' });
  const { policy } = mouth;
  const dan = { kind: 'person', user: 'U0DAN', outsider: false, roster: { security: ['U0DAN'] } } as const;
  await filed(mouth);
  await mouth.hear(ok(1, 'impact'), dan);
  await at(mouth, FILED_AT + policy.voting.remindEveryMs + MINUTE);
  await ask(mouth);
  await mouth.sayAll();
  expect(texts(mouth, 'U0DAN').slice(1)).toEqual([
    expect.stringMatching(
      /Waiting for your answer: Technical review.*Open: Technical feasibility.* Risk.*not approved/,
    ),
  ]);
  expect(texts(mouth, 'U0DAN')[1]).not.toContain('Impact');
  // It falls due in the night.
  await at(mouth, FILED_AT + 15 * HOUR);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0DAN')).toHaveLength(2);
  await at(mouth, FILED_AT + 23 * HOUR);
  await ask(mouth);
  await mouth.sayAll();
  expect(direct(mouth, 'U0DAN')).toHaveLength(3);
  const reminded = mouth
    .messages('C0CHANGES')
    .filter((m) => /Technical review: .* reminded, and again every/.test(m.text));
  expect(reminded).toHaveLength(1);
  for (const criterion of ['feasibility', 'risk'] as const) await mouth.hear(ok(1, criterion), dan);
  const { rows } = await sql`select key from follow_ups
    where kind = 'ask' and data ? 'review' and state = 'pending'`.execute(mouth.journal.record.db);
  expect(rows).toEqual([]);
});

test('where a group cannot be read, and where nobody can be asked for a review, the thread and the operator hear of it', async () => {
  const mouth = await aMouth({ policy: reviewedBy(['S0SEC']) });
  await mouth.file();
  await end(mouth, await begin(mouth));
  const holders = () => Promise.resolve({ people: { 'infrastructure-lead': ['U0BOB'] }, unread: ['S0SEC'] });
  const work = onAsk({ ...mouth.journal, policy: () => mouth.policy, holders, log: pino({ level: 'silent' }) });
  for (const key of await openAskings(mouth)) await work(`${key}#1`);
  await mouth.sayAll();
  const said = mouth.messages('C0CHANGES').map((m) => m.text);
  expect(said).toContainEqual(expect.stringMatching(/S0SEC> cannot be read.*Nobody can be asked as security/s));
  expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringMatching(/put to nobody as security/)]);
});

test('a correction is asked of whoever carries the change in a message of their own, and the validator hears when it was made', async () => {
  const mouth = await aMouth();
  await filed(mouth);
  await mouth.hear({ type: 'castVote', ballot: 1, answer: 'yes' }, 'U0BOB');
  await at(mouth, PRE_CHECK_AT);
  await mouth.hear({ type: 'reachMilestone', milestone: 'preCheck', schedule: 1 }, THE_CLOCK);
  await ask(mouth);
  await mouth.sayAll();
  const asking = texts(mouth, 'U0CYD').findIndex((text) => text.includes('Pre-check is asked of you'));
  expect(blocksOf(mouth, 'U0CYD', asking)).toMatch(
    /asked as validator.*"Correction".*GO is asked for.*cannot open before/s,
  );
  await mouth.hear(concern(1, 'tested', 'Nobody tests the search.'), 'U0CYD');
  await mouth.sayAll();
  expect(texts(mouth, 'U0ADA')).toEqual([
    expect.stringMatching(/A correction is asked.*Nobody tests the search.*Corrected.*GO cannot open before/),
  ]);
  await mouth.hear({ type: 'correct', review: 1, criterion: 'tested', text: 'A search is tested too.' }, 'U0ADA');
  await mouth.sayAll();
  expect(texts(mouth, 'U0CYD').at(-1)).toMatch(/was made.*<@U0ADA>.*A search is tested too.*no longer waits/);
  expect(texts(mouth, 'U0ADA')).toHaveLength(1);
  await at(mouth, GO_AT);
  await mouth.hear({ type: 'reachMilestone', milestone: 'goNogo', schedule: 1 }, THE_CLOCK);
  await mouth.sayAll();
  expect(blocksOf(mouth, 'U0CYD', asking)).not.toContain('"Correction"');
});

test('a correction taken back before it could be said is not said', async () => {
  const mouth = await aMouth();
  await filed(mouth);
  await at(mouth, PRE_CHECK_AT);
  await mouth.hear({ type: 'reachMilestone', milestone: 'preCheck', schedule: 1 }, THE_CLOCK);
  await mouth.hear(concern(1, 'tested'), 'U0CYD');
  await mouth.hear(edited(moved(aContent(), 30 * DAY)), 'U0ADA');
  await mouth.sayAll();
  expect(direct(mouth, 'U0ADA')).toEqual([]);
});
