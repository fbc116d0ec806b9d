import { expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { calendarView } from '../../src/commands/calendar/calendar-view.ts';
import type { Listed } from '../../src/journal/listed.ts';
import { CLOSES_AT, FILED_AT, OPENS_AT } from '../support/a-change.ts';
import { aDeclared } from '../support/a-freeze.ts';
import { aDayOff } from '../support/a-holiday.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { HOSTILE, hostilePolicy } from '../notifications/stories.ts';

const listed: Listed = {
  id: 'CHG-7',
  status: 'ready',
  title: 'Release of the website',
  kind: 'normal',
  risk: 'medium',
  services: ['web'],
  requester: 'U0ADA',
  opensAt: OPENS_AT,
  closesAt: CLOSES_AT,
};
const span = { free: 'Free: Tuesday', from: FILED_AT, to: FILED_AT + 28 * DAY };
const friday = { name: 'Friday afternoon', rrule: 'FREQ=WEEKLY;BYDAY=FR', at: '12:00', forMs: 12 * HOUR };

test('the calendar names changes, freezes, what is better avoided, and its link where there is one', () => {
  const policy = aPolicy({ calendar: { freezes: [], avoid: [friday] } });
  const link = 'https://gonogo.example.net/calendar.ics?token=a_b_c';
  const all = JSON.stringify(calendarView({ changes: [listed], freezes: [aDeclared()], ...span, link }, policy));
  for (const shown of ['CHG-007', 'Website', 'Audit week', 'Friday afternoon', 'Free: Tuesday', `<${link}>`])
    expect(all).toContain(shown);
  const none = calendarView({ changes: [], freezes: [], ...span }, aPolicy());
  expect(none.text).toBe('The next four weeks: no change; no freeze');
  expect(JSON.stringify(none)).not.toContain('Subscribe');
});

test('holidays are named, those better avoided as such, and those that are freezes among the freezes alone', () => {
  const from = '2026-10-26';
  const daysOff = [
    aDayOff({ name: 'National Day', from }),
    aDayOff({ name: 'Fair', from: '2026-10-28', as: 'avoid' }),
    aDayOff({ name: 'Stocktaking', from, as: 'hard' }),
    aDayOff(),
  ];
  const policy = aPolicy({ calendar: { freezes: [], avoid: [], daysOff } });
  const all = JSON.stringify(calendarView({ changes: [], freezes: [], ...span }, policy));
  expect(all).toMatch(/Holidays.*National Day.*Fair.*better avoided/);
  expect(all).not.toMatch(/Stocktaking|Christmas/);
});

test('a full calendar of absurd names is cut by item, and Slack takes it', () => {
  const title = HOSTILE.repeat(20);
  const services = Array.from({ length: 40 }, () => HOSTILE);
  const changes = Array.from({ length: 200 }, () => ({ ...listed, title, services }));
  const freezes = Array.from({ length: 60 }, () => aDeclared({ name: title, services }));
  const avoid = Array.from({ length: 60 }, () => ({ ...friday, name: title }));
  const daysOff = Array.from({ length: 60 }, () => aDayOff({ name: title, from: '2026-10-26' }));
  const policy = { ...hostilePolicy(), calendar: { freezes: [], avoid, daysOff } };
  const { text, blocks } = calendarView({ changes, freezes, ...span, link: 'http://x' }, policy);
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(JSON.stringify(blocks)).toMatch(/and \d+ more/);
  expect(text.length).toBeLessThan(4000);
});
