import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { duePractice, type Practice } from '../../src/change/restore-practice.ts';
import { writeDueBulletins } from '../../src/jobs/bulletins.ts';
import { openEar } from '../../src/journal/hear.ts';
import { readPractice } from '../../src/journal/read-practice.ts';
import { dueBulletins } from '../../src/notifications/bulletins.ts';
import { weeklyRestores } from '../../src/notifications/weekly-restores.ts';
import { aJournalAlone, filing, moveClockTo } from '../journal/a-journal.ts';
import { anActor, FILED_AT, THE_CLOCK } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { START } from '../support/lives.ts';
import { aMouth, at } from './a-mouth.ts';
import { HOSTILE } from './stories.ts';

const MONDAY = FILED_AT + 7 * DAY;
const db = aService({ name: 'Core database', rehearseRestoreEveryMs: 90 * DAY });
const policy = aPolicy({ services: { ...aPolicy().services, db } });
const practised = (daysAgo: number): Practice => ({ service: 'db', change: 'CHG-7', at: MONDAY - daysAgo * DAY });

test.each<readonly [string, readonly Practice[], boolean]>([
  ['never', [], true],
  ['90 days ago', [practised(90)], true],
  ['89 days ago', [practised(89)], false],
  ['long ago and again since', [practised(300), practised(3)], false],
])('a service whose data were brought back %s', (_, last, isDue) => {
  expect(duePractice(policy, last, MONDAY).map(({ service }) => service)).toEqual(isDue ? ['db'] : []);
});

test('a rehearsal that ended well counts from its end, and one of another service does not', async () => {
  const { record } = await aJournalAlone({ policy });
  const pattern = 'disaster-recovery-rehearsal';
  const hear = openEar({
    record,
    policy: () => policy,
    patterns: () => [pattern],
    say: () => [],
    sayOfCalendar: () => [],
  });
  const opensAt = FILED_AT + MINUTE;
  const window = { kind: 'standard', pattern, opensAt, closesAt: opensAt + 3 * HOUR } as const;
  const filed = await hear(filing('rehearsal', { ...window, services: ['db'] }));
  if (!filed.ok) throw new Error(JSON.stringify(filed.refusal));
  const change = 'CHG-1';
  const actor = anActor('U0ADA', policy);
  await moveClockTo(record, opensAt + MINUTE);
  await hear({ change, intent: { ...START(1), typed: change }, actor, id: 'start', surface: 'button' });
  await hear({ change, intent: { type: 'solved' }, actor, id: 'solved', surface: 'button' });
  expect(await readPractice(record, ['db', 'web'])).toEqual([]);
  await moveClockTo(record, opensAt + HOUR);
  const over = { type: 'reachMilestone', milestone: 'watchOver', schedule: 1 } as const;
  expect(await hear({ change, intent: over, actor: THE_CLOCK, id: 'over', surface: 'clock' })).toMatchObject({
    ok: true,
  });
  expect(await readPractice(record, ['db', 'web'])).toEqual([
    { service: 'db', change, at: expect.toSatisfy((ended: number) => Math.abs(ended - opensAt - HOUR) < MINUTE) },
  ]);
});

test('on Monday everybody reads for what a rehearsal is due, and nothing where no service has a rhythm', async () => {
  const mouth = await aMouth({ policy });
  const { record } = mouth.journal;
  await at(mouth, MONDAY);
  await writeDueBulletins({ record, policy: () => policy, due: dueBulletins });
  await mouth.sayAll();
  expect(mouth.messages('C0CHANGES').map((m) => m.text)).toEqual([
    'Restore rehearsal due: Core database. File it with /change new disaster-recovery-rehearsal.',
  ]);
  expect(dueBulletins(MONDAY, aPolicy()).map((b) => b.view)).not.toContain('weeklyRestores');
});

test('Slack takes it whatever services are called and however many there are', () => {
  const many = Array.from(
    { length: 60 },
    (_, i) => [`${HOSTILE.slice(0, 40)}${i}`, aService({ name: HOSTILE })] as const,
  );
  const due = many.map(([service], i) => ({
    service,
    everyMs: DAY,
    ...(i % 2 === 0 ? {} : { last: { service, change: 'CHG-7' as const, at: FILED_AT, ms: i } }),
  }));
  const { text, blocks } = weeklyRestores(due, aPolicy({ services: Object.fromEntries(many) }));
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(text).not.toContain('\n');
  expect(JSON.stringify(blocks)).not.toMatch(/<!(channel|here|everyone)/);
});
