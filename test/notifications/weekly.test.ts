import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { writeDueBulletins } from '../../src/jobs/bulletins.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { DEBTS } from '../../src/change/debt.ts';
import type { Record } from '../../src/journal/record.ts';
import { dueBulletins } from '../../src/notifications/bulletins.ts';
import { weeklyDebts, type WeeklyDebts } from '../../src/notifications/weekly-debts.ts';
import { anEmergency, overridden, paid } from '../journal/a-debt.ts';
import { filed, reopened } from '../journal/a-journal.ts';
import { FILED_AT } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { aMouth, at, type Mouth } from './a-mouth.ts';
import { HOSTILE } from './stories.ts';

/** The Monday after the one on which everything begins. */
const MONDAY = FILED_AT + 7 * DAY;

/** What a process does every few seconds. */
async function tick({ policy }: Mouth, record: Record): Promise<void> {
  await writeDueBulletins({ record, policy: () => policy, due: dueBulletins });
}

/** The bot as it was on the first Monday, when nothing was owed yet; then an emergency and an override. */
async function owing(policy = aPolicy()): Promise<Mouth> {
  const mouth = await aMouth({ policy });
  const { journal } = mouth;
  await tick(mouth, journal.record);
  await mouth.sayAll();
  await anEmergency(journal.hear);
  await overridden(journal.hear, await filed(journal));
  await mouth.sayAll();
  return mouth;
}

function weekly(mouth: Mouth, channel = 'C0CHANGES'): readonly string[] {
  return mouth
    .messages(channel)
    .map((m) => m.text)
    .filter((text) => text.startsWith('Owed this week'));
}

test('on Monday everybody reads once what is owed, however many processes there are and however often they start', async () => {
  const mouth = await owing();
  const { journal } = mouth;
  await at(mouth, MONDAY - MINUTE);
  await tick(mouth, journal.record);
  await mouth.sayAll();
  expect(weekly(mouth)).toEqual([]);
  await at(mouth, MONDAY);
  const other = reopened(journal);
  await Promise.all(Array.from({ length: 12 }, (_, i) => tick(mouth, i % 2 === 0 ? journal.record : other)));
  await mouth.sayAll();
  await tick(mouth, reopened(journal));
  await mouth.sayAll();
  const [text, ...more] = weekly(mouth);
  expect(more).toEqual([]);
  expect(text).toBe(
    'Owed this week: 5 debts, 4 overdue: CHG-001 (the full request, <@U0ADA>), CHG-001 (the retrospective vote, <@U0ADA>), CHG-001 (the post-implementation review, <@U0ADA>), CHG-002 (putting right what was overridden, <@U0BOB>), CHG-001 (the procedures brought up to date, <@U0ADA>). A change cannot be closed while it owes, actions of its review apart; Home shows each of you what you owe.',
  );
  const message = mouth.messages('C0CHANGES').find((m) => m.text === text);
  expect(message?.thread_ts).toBeUndefined();
  const shown = JSON.stringify(message?.blocks);
  expect(shown).toMatch(
    /CHG-001.*the full request, by <@U0ADA> overdue since.*CHG-002.*\(without the approval: Now.\), by <@U0BOB>/,
  );
  expect(await checkRecord(journal.record, { graceMs: HOUR })).not.toContainEqual(
    expect.objectContaining({ place: 'bulletins' }),
  );
});

test('where nothing is owed nothing is said, and what comes to be owed waits for the next Monday', async () => {
  const mouth = await owing();
  expect(weekly(mouth)).toEqual([]);
  expect(await mouth.state('debts/2026-W41')).toMatchObject({ state: 'superseded', lastError: 'nothing is owed' });
  await at(mouth, MONDAY - 4 * DAY);
  await tick(mouth, mouth.journal.record);
  await mouth.sayAll();
  expect(weekly(mouth)).toEqual([]);
});

test('a clock that passes over several Mondays brings the newest week alone, and what waited since an older one is not said', async () => {
  const mouth = await owing();
  await at(mouth, MONDAY);
  await tick(mouth, mouth.journal.record);
  await at(mouth, MONDAY + 30 * DAY);
  await tick(mouth, mouth.journal.record);
  await mouth.sayAll();
  expect(weekly(mouth)).toEqual([expect.stringContaining('5 debts, 5 overdue')]);
  expect(await mouth.state('debts/2026-W42')).toMatchObject({
    state: 'skippedLate',
    lastError: 'a newer week has begun',
  });
  expect(await mouth.state('debts/2026-W46')).toMatchObject({ state: 'sent' });
});

test('what was paid after it was written down is not said', async () => {
  const mouth = await owing();
  await at(mouth, MONDAY);
  await tick(mouth, mouth.journal.record);
  await paid(mouth.journal.hear, 'CHG-1', 4);
  await mouth.sayAll();
  expect(weekly(mouth)).toEqual([expect.stringMatching(/^Owed this week: 4 debts, 4 overdue: (?!.*procedures)/)]);
});

test('a record that does not know of the message, being restored from before it, finds it in Slack', async () => {
  const mouth = await owing();
  const { record } = mouth.journal;
  await at(mouth, MONDAY);
  await tick(mouth, record);
  await mouth.sayAll();
  await sql`delete from deliveries where key = 'debts/2026-W42'`.execute(record.db);
  await tick(mouth, record);
  await mouth.sayAll();
  expect(weekly(mouth)).toHaveLength(1);
  expect(await mouth.state('debts/2026-W42')).toMatchObject({ state: 'sent' });
});

test('where it cannot be said the operator is told, once for each', async () => {
  const mouth = await owing();
  const { record } = mouth.journal;
  await at(mouth, MONDAY);
  const lost = aPolicy({ channels: { ...mouth.policy.channels, changes: 'C0CLOSED' } });
  await writeDueBulletins({ record, policy: () => lost, due: dueBulletins });
  await mouth.sayAll();
  const alarms = mouth.messages('C0OPS').map((m) => m.text);
  expect(alarms).toEqual([
    expect.stringMatching(
      /^The weekly message of what is owed could not be told in <#C0CLOSED> .*not_in_channel.*Invite/,
    ),
  ]);
});

test('without a channel to say it in nothing is written down', () => {
  const channels = { changes: '', incidents: '', operator: '' };
  expect(dueBulletins(MONDAY, aPolicy({ channels }))).toEqual([]);
});

test('the check tells a bulletin that claims what was not sent, and one that is late', async () => {
  const mouth = await owing();
  const { record } = mouth.journal;
  await at(mouth, MONDAY);
  await tick(mouth, record);
  await sql`update deliveries set state = 'sent' where key = 'debts/2026-W41'`.execute(record.db);
  await at(mouth, MONDAY + 2 * HOUR);
  const found = (await checkRecord(record, { graceMs: HOUR })).filter((f) => f.place === 'bulletins');
  expect(found.map((f) => `${f.rule} ${f.sentence}`)).toEqual([
    'deliveries debts/2026-W41 counts as sent, and no message is known for it.',
    expect.stringMatching(/^overdue debts\/2026-W42 has been due for 2 h/),
  ]);
});

test('Slack takes it whatever people typed and however much is owed, and the rest is counted', () => {
  const owed = Array.from({ length: 20 }, (_, i): WeeklyDebts['owed'][number] => ({
    id: `CHG-${1 + (i % 7)}`,
    status: 'implementing',
    title: HOSTILE.repeat(20),
    kind: 'emergency',
    risk: 'high',
    services: [],
    requester: 'U0ADA',
    opensAt: 0,
    closesAt: 0,
    debt: i,
    what: DEBTS[i % DEBTS.length] ?? 'pir',
    detail: HOSTILE.repeat(20),
    owner: i % 2 === 0 ? 'U0ADA' : HOSTILE,
    dueAt: FILED_AT + i,
  }));
  for (const [count, rest] of [
    [{ open: 27, overdue: 3, more: false }, 'and 7 more'],
    [{ open: 1000, overdue: 3, more: true }, 'and more than 980 more'],
  ] as const) {
    const { text, blocks } = weeklyDebts({ owed, count }, FILED_AT + 3);
    expect(() => readMessageBlocks(blocks)).not.toThrow();
    expect(JSON.stringify(blocks)).toContain(rest);
    expect(text).not.toContain('\n');
    expect(JSON.stringify(blocks)).not.toMatch(/<!(channel|here|everyone)/);
  }
});
