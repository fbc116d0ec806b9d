import ICAL from 'ical.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { STATUSES, type Status } from '../../src/change/statuses.ts';
import { feedToken, opensFeed } from '../../src/feed-token.ts';
import { existingFeedKey, feedKey } from '../../src/journal/feed-key.ts';
import { changesOnCalendar, type OnCalendar } from '../../src/journal/read-calendar.ts';
import { changeUid } from '../../src/ical/change-uid.ts';
import { calendarFeed, feedText, type Feed } from '../../src/web/calendar-feed.ts';
import { openWeb } from '../../src/web/server.ts';
import { aJournal, codeOf, filed } from '../journal/a-journal.ts';
import { FILED_AT, OPENS_AT, CLOSES_AT, aContent, anActor } from '../support/a-change.ts';
import { aDayOff } from '../support/a-holiday.ts';
import { aDeclared, declaring } from '../support/a-freeze.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { moved } from '../support/lives.ts';

const policy = aPolicy();

function listed(overrides: Partial<OnCalendar> = {}): OnCalendar {
  return {
    id: 'CHG-7',
    status: 'ready',
    title: 'Release; of "the" website, v2\\4',
    kind: 'normal',
    risk: 'medium',
    services: ['web'],
    requester: 'U0ADA',
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
    version: 5,
    filedAt: FILED_AT,
    saidAt: FILED_AT + DAY,
    ...overrides,
  };
}

/** The entries of a feed as another program reads them. */
function eventsOf(text: string): readonly ICAL.Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

function feed(overrides: Partial<Feed> = {}): string {
  return feedText({ team: 'T0TEAM', changes: [], declared: [], policy, now: FILED_AT, ...overrides });
}

function statusOf(event: ICAL.Event | undefined): unknown {
  return event?.component.getFirstPropertyValue('status');
}

describe('the feed', () => {
  test('is read by another program as it was written', () => {
    const [event] = eventsOf(feed({ changes: [listed()] }));
    expect(event?.uid).toBe(changeUid({ id: 'CHG-7', filedAt: FILED_AT }, 'T0TEAM'));
    expect(event?.sequence).toBe(5);
    expect(event?.summary).toBe('CHG-007 Release; of "the" website, v2\\4');
    expect(event?.startDate.toJSDate().getTime()).toBe(OPENS_AT);
    expect(event?.endDate.toJSDate().getTime()).toBe(CLOSES_AT);
    expect(event?.description).toContain('Website');
  });

  test('keeps to the lines of RFC 5545, whatever a title holds', () => {
    const title = `${'ü'.repeat(60)}\r\nBEGIN:VALARM\nEND:VEVENT,;`;
    const text = feed({ changes: [listed({ title }), listed({ id: 'CHG-8', title: '🎉'.repeat(60) })] });
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    expect(eventsOf(text).map((e) => e.summary)).toEqual([
      `CHG-007 ${title.replace('\r\n', '\n')}`,
      `CHG-008 ${'🎉'.repeat(60)}`,
    ]);
  });

  test('calls off what will not be, and is sure of what was given everything it takes', () => {
    const statuses = STATUSES.map((status): [Status, unknown] => [
      status,
      statusOf(eventsOf(feed({ changes: [listed({ status })] }))[0]),
    ]);
    const of = (value: string): readonly Status[] => statuses.flatMap(([s, v]) => (v === value ? [s] : []));
    expect(of('CANCELLED')).toEqual(['missed', 'rejected', 'withdrawn']);
    expect(of('TENTATIVE')).toEqual(['draft', 'inReview', 'approved', 'goNogo']);
    expect(of('CONFIRMED')).toHaveLength(8);
  });

  test('shows holidays of the next years by name, those that are freezes as freezes', () => {
    const daysOff = [
      aDayOff({ from: '2020-12-25', rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25' }),
      aDayOff({ name: 'Stocktaking', from: '2026-12-30', days: 2, as: 'hard' }),
    ];
    const events = eventsOf(feed({ policy: aPolicy({ calendar: { freezes: [], avoid: [], daysOff } }) }));
    expect(events.map((e) => [e.summary, e.startDate.toJSDate().toISOString().slice(0, 10)])).toEqual([
      ['Freeze: Stocktaking', '2026-12-30'],
      ['Christmas Day', '2026-12-25'],
      ['Christmas Day', '2027-12-25'],
      ['Christmas Day', '2028-12-25'],
    ]);
    expect(new Set(events.map((e) => e.uid)).size).toBe(4);
  });

  test('shows freezes of the policy and declared ones, lifted ones called off, and forgets old ones', () => {
    const freezes = [
      { name: 'Year end', from: '2026-12-20', to: '2027-01-04', hard: true },
      { name: 'Summer', from: '2026-07-01', to: '2026-08-01', hard: true },
    ];
    const lifted = aDeclared({ declared: 2, hard: false, lifted: { by: 'U0MGR', at: FILED_AT, reason: 'They left.' } });
    const events = eventsOf(
      feed({ declared: [aDeclared(), lifted], policy: aPolicy({ calendar: { freezes, avoid: [] } }) }),
    );
    expect(events.map((e) => [e.summary, statusOf(e), e.sequence])).toEqual([
      ['Freeze: Year end', 'CONFIRMED', 0],
      ['Freeze: Audit week', 'CONFIRMED', 0],
      ['Soft freeze: Audit week', 'CANCELLED', 1],
    ]);
    expect(new Set(events.map((e) => e.uid)).size).toBe(3);
  });
});

test('a reschedule keeps the entry and grows its sequence', async () => {
  const journal = await aJournal({ policy });
  const { record, hear } = journal;
  await filed(journal);
  const seen = async (): Promise<OnCalendar | undefined> =>
    (await changesOnCalendar(record, { from: FILED_AT, to: OPENS_AT + 60 * DAY, most: 10 }))[0];
  const before = await seen();
  const { runbook: _by, ...rest } = aContent({ params: {} });
  const content = { ...rest, ...moved(rest, 4 * HOUR), params: {} };
  const intent = { type: 'editChange', content, revision: 1 } as const;
  const said = { change: 'CHG-1', intent, actor: anActor('U0ADA', policy), id: 'edit', surface: 'modal' } as const;
  expect(codeOf(await hear(said))).toBe('ok');
  const after = await seen();
  expect(after).toMatchObject({ id: 'CHG-1', opensAt: OPENS_AT + 4 * HOUR, filedAt: before?.filedAt });
  expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
});

describe('the link', () => {
  test('opens with the token of this record and no other', () => {
    const token = feedToken('one key');
    expect(opensFeed(token, 'one key')).toBe(true);
    for (const other of [feedToken('another'), token.slice(1), `${token}x`, '', 'é', token.toLowerCase()])
      expect(opensFeed(other, 'one key')).toBe(false);
  });

  test('is made once, of a key that stays', async () => {
    const { record } = await aJournal({ policy });
    expect(await existingFeedKey(record)).toBeUndefined();
    const keys = await Promise.all(Array.from({ length: 5 }, () => feedKey(record)));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(await existingFeedKey(record)).toBe(keys[0]);
  });

  test('gives the calendar over HTTP, and nothing at all without its token', async () => {
    const journal = await aJournal({ policy });
    const { record, hear } = journal;
    await filed(journal);
    await hear({
      change: 'calendar',
      intent: declaring(),
      actor: anActor('U0MGR', policy),
      id: 'freeze',
      surface: 'modal',
    });
    const calendar = (token: string): Promise<string | undefined> => calendarFeed(record, policy, token);
    const ready = () => Promise.resolve({ ok: true, lines: [] });
    const web = await openWeb({ port: 0, host: '127.0.0.1', ready, calendar });
    onTestFinished(() => web.close());
    const asked = (query: string, method = 'GET'): Promise<Response> =>
      fetch(`http://127.0.0.1:${web.port}/calendar.ics${query}`, { method });
    expect((await asked('?token=x')).status).toBe(404);
    const token = feedToken(await feedKey(record));
    const answer = await asked(`?token=${token}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(eventsOf(await answer.text()).map((e) => e.uid)).toEqual([
      expect.stringMatching(new RegExp(`^CHG-1\\.\\d+\\.${record.team}@gonogo$`)),
      `freeze.1.${record.team}@gonogo`,
    ]);
    for (const query of ['', '?token=', `?token=${token}x`, `?token=${'x'.repeat(300)}`, `?TOKEN=${token}`])
      expect((await asked(query)).status).toBe(404);
    expect((await asked(`?token=${token}`, 'POST')).status).toBe(405);
  });
});
