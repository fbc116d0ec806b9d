import { describe, expect, test } from 'vitest';
import { conflictsOf, reachOf, type Conflict, type Plan, type Planned } from '../../src/change/calendar.ts';
import { freezesAhead, freezesNow, freezesWithin } from '../../src/change/freezes.ts';
import type { Holiday } from '../../src/change/holiday.ts';
import { firstTouching, recurrence } from '../../src/change/recurring.ts';
import { conflictLines } from '../../src/slack/conflict-words.ts';
import { CLOSES_AT, FILED_AT, OPENS_AT, aContent } from '../support/a-change.ts';
import { aDayOff } from '../support/a-holiday.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';

const policy = aPolicy({
  services: {
    web: aService({ dependsOn: ['api'] }),
    api: aService({ dependsOn: ['core-db'], runbooks: [] }),
    'core-db': aService({ critical: true, lowUsage: '03:00-06:00', runbooks: [] }),
    wiki: aService({ runbooks: [] }),
  },
  runbooks: { 'web-release': aRunbook(), 'db-upgrade': aRunbook(), 'wiki-release': aRunbook({ lock: 'wiki' }) },
});
const plan = (content: Partial<Plan> = {}): Plan => ({ ...aContent(), implementer: 'U0ADA', ...content });
const other = (overrides: Partial<Planned> = {}): Planned => ({
  id: 'CHG-7',
  title: 'Another',
  services: ['wiki'],
  implementer: 'U0DAN',
  opensAt: OPENS_AT,
  closesAt: CLOSES_AT,
  ...overrides,
});
const clashes = (found: readonly Conflict[]) => found.flatMap((c) => (c.kind === 'overlap' ? c.clashes : []));
const against = (content: Partial<Plan>, others: readonly Planned[] = [], under = policy, now = FILED_AT) =>
  conflictsOf(plan(content), others, under, now);

describe('another change in the same window', () => {
  test.each<[string, Partial<Planned>, Partial<Plan>, readonly object[]]>([
    ['of a service that has nothing to do with it', {}, {}, []],
    ['of the same service', { services: ['web'] }, {}, [{ over: 'service', service: 'web' }]],
    [
      'of what it leans on, through what lies between',
      { services: ['core-db'] },
      {},
      [{ over: 'dependency', service: 'web', dependsOn: 'core-db' }],
    ],
    [
      'of what leans on it',
      { services: ['web'] },
      { services: ['api'] },
      [{ over: 'dependency', service: 'web', dependsOn: 'api' }],
    ],
    ['whose runbook takes the same lock', { runbook: 'db-upgrade' }, {}, [{ over: 'lock', lock: 'web' }]],
    ['whose runbook takes another lock', { runbook: 'wiki-release' }, {}, []],
    ['whose runbook is gone', { runbook: 'gone' }, {}, []],
    ['done by hand', { services: ['wiki'] }, { runbook: 'gone' }, []],
    ['of the same implementer', { implementer: 'U0ADA' }, {}, [{ over: 'person', person: 'U0ADA' }]],
    [
      'for every reason at once',
      { services: ['web'], runbook: 'web-release', implementer: 'U0ADA' },
      {},
      [{ over: 'service' }, { over: 'lock' }, { over: 'person' }],
    ],
  ])('%s', (_, overrides, content, expected) => {
    expect(clashes(against(content, [other(overrides)]))).toMatchObject(expected);
  });

  test('touches from the moment one opens until the moment before the other closes', () => {
    const touches = (opensAt: number, closesAt: number): boolean =>
      clashes(against({}, [other({ services: ['web'], opensAt, closesAt })])).length > 0;
    expect(touches(OPENS_AT - HOUR, OPENS_AT)).toBe(false);
    expect(touches(OPENS_AT - HOUR, OPENS_AT + 1)).toBe(true);
    expect(touches(CLOSES_AT - 1, CLOSES_AT + HOUR)).toBe(true);
    expect(touches(CLOSES_AT, CLOSES_AT + HOUR)).toBe(false);
    expect(touches(OPENS_AT + 1, CLOSES_AT - 1)).toBe(true);
  });

  test('services that lean on one another in a circle are looked at once', () => {
    const circle = aPolicy({
      services: { web: aService({ dependsOn: ['api'] }), api: aService({ dependsOn: ['web'], runbooks: [] }) },
    });
    expect(clashes(against({}, [other({ services: ['api'] })], circle))).toHaveLength(2);
  });

  test('is looked for among what can clash, and among no others', () => {
    const reach = reachOf(plan({ services: ['api'] }), policy);
    expect([...reach.services].toSorted()).toEqual(['api', 'core-db', 'web']);
    expect([...reach.runbooks].toSorted()).toEqual(['db-upgrade', 'web-release']);
    expect(reachOf(plan({ services: ['wiki'], runbook: 'gone' }), policy)).toEqual({
      services: ['wiki'],
      runbooks: [],
      implementer: 'U0ADA',
    });
  });
});

describe('a freeze', () => {
  const frozen = (hard: boolean) => ({
    ...policy,
    calendar: { freezes: [{ name: 'Year end', from: '2026-11-03', to: '2026-11-04', hard }], avoid: [] },
  });

  test('is said, hard or soft, of every change but an emergency', () => {
    expect(against({}, [], frozen(true))).toMatchObject([{ kind: 'freeze', name: 'Year end', hard: true }]);
    expect(against({}, [], frozen(false))).toMatchObject([{ kind: 'freeze', hard: false }]);
    expect(against({ kind: 'standard' }, [], frozen(true))).toMatchObject([{ kind: 'freeze' }]);
    expect(against({ kind: 'emergency' }, [], frozen(true))).toEqual([]);
  });

  test('begins with its first day and ends before its last in the zone of the policy', () => {
    const zurich = { ...frozen(true), timezone: 'Europe/Zurich' };
    const midnight = Date.UTC(2026, 10, 3, 23);
    const names = (opensAt: number) => against({ opensAt, closesAt: opensAt + HOUR }, [], zurich).map((c) => c.kind);
    expect(names(midnight)).toEqual([]);
    expect(names(midnight - 1)).toEqual(['freeze']);
    expect(names(Date.UTC(2026, 10, 2, 23))).toEqual(['freeze']);
    expect(names(Date.UTC(2026, 10, 2, 21, 59))).toEqual([]);
  });
});

describe('what had better be avoided', () => {
  const friday = { name: 'Friday afternoon', rrule: 'FREQ=WEEKLY;BYDAY=FR', at: '12:00', forMs: 12 * HOUR };
  const noon = Date.UTC(2026, 10, 6, 12);

  test('is said when the window touches it', () => {
    const careful = { ...policy, calendar: { freezes: [], avoid: [friday] } };
    const found = (opensAt: number) => against({ opensAt, closesAt: opensAt + HOUR }, [], careful).map((c) => c.kind);
    expect(found(noon - HOUR)).toEqual([]);
    expect(found(noon - HOUR + 1)).toEqual(['avoid']);
    expect(found(noon + 12 * HOUR - 1)).toEqual(['avoid']);
    expect(found(noon + 12 * HOUR)).toEqual([]);
    expect(found(OPENS_AT)).toEqual([]);
  });

  test('may have begun days before, and is found in the middle of a long window', () => {
    const week = { ...friday, forMs: 7 * DAY };
    expect(firstTouching(week, noon + 6 * DAY, noon + 6 * DAY + HOUR, policy)).toEqual({
      from: noon,
      to: noon + 7 * DAY,
    });
    expect(firstTouching(friday, noon - 3 * DAY, noon + 3 * DAY, policy)?.from).toBe(noon);
  });

  test('begins later on the day on which its hour does not exist', () => {
    const night = { ...friday, rrule: 'FREQ=WEEKLY;BYDAY=SU', at: '02:30', forMs: HOUR };
    const at = Date.UTC(2027, 2, 28, 1, 30);
    expect(firstTouching(night, at, at + HOUR, { timezone: 'Europe/Zurich' })?.from).toBe(at);
  });

  test.each<[string, string, boolean]>([
    ['FREQ=DAILY', '2026-11-03', true],
    ['FREQ=WEEKLY;BYDAY=TU', '2026-11-03', true],
    ['FREQ=WEEKLY;BYDAY=MO,WE', '2026-11-03', false],
    ['FREQ=MONTHLY;BYDAY=1TU', '2026-11-03', true],
    ['FREQ=MONTHLY;BYDAY=2TU', '2026-11-03', false],
    ['FREQ=MONTHLY;BYDAY=2TU', '2026-11-10', true],
    ['FREQ=MONTHLY;BYDAY=-1MO', '2026-11-30', true],
    ['FREQ=MONTHLY;BYDAY=-1MO', '2026-11-23', false],
    ['FREQ=MONTHLY;BYDAY=-2MO', '2026-11-23', true],
    ['FREQ=MONTHLY;BYDAY=5TU', '2026-12-29', true],
    ['FREQ=MONTHLY;BYMONTHDAY=15', '2026-11-15', true],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2027-02-28', true],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2027-02-27', false],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-11-30', false],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25', '2026-12-25', true],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25', '2026-11-25', false],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-26', true],
  ])('%s on %s: %s', (rule, day, expected) => {
    expect(recurrence(rule)(Temporal.PlainDate.from(day))).toBe(expected);
  });
});

describe('the low-usage window of a critical service', () => {
  const night = Date.UTC(2026, 10, 4, 3);
  const at = (opensAt: number, spanMs: number, services = ['core-db']) =>
    against({ opensAt, closesAt: opensAt + spanMs, services }).map((c) => c.kind);

  test('holds the whole window', () => {
    expect(at(night, 3 * HOUR)).toEqual([]);
    expect(at(night, 3 * HOUR + 1)).toEqual(['lowUsage']);
    expect(at(night - 1, HOUR)).toEqual(['lowUsage']);
    expect(at(OPENS_AT, HOUR)).toEqual(['lowUsage']);
  });

  test('is asked of critical services alone', () => {
    expect(at(OPENS_AT, HOUR, ['wiki'])).toEqual([]);
  });
});

describe('too little time', () => {
  test('for the backup is said from the moment at which it should have begun', () => {
    const late = OPENS_AT - HOUR - 15 * MINUTE;
    const kinds = (now: number) => against({}, [], policy, now).map((c) => c.kind);
    expect(kinds(late - 1)).toEqual(['filedLate']);
    expect(kinds(late)).toEqual(['backupLate', 'filedLate']);
  });

  test('for the GO or the announcement is said from their day on', () => {
    const goDay = OPENS_AT - 7 * DAY - 11 * HOUR;
    expect(against({}, [], policy, goDay - 1)).toEqual([]);
    expect(against({}, [], policy, goDay)).toEqual([{ kind: 'filedLate', missed: 'go' }]);
    expect(against({ kind: 'standard' }, [], policy, goDay)).toEqual([{ kind: 'filedLate', missed: 'announcement' }]);
    expect(against({ kind: 'emergency' }, [], policy, OPENS_AT)).toEqual([]);
  });
});

describe('a holiday', () => {
  const christmas = Date.UTC(2026, 11, 25);
  const under = (as: Holiday['as'], more: Partial<Holiday> = {}) => ({
    ...policy,
    calendar: { freezes: [], avoid: [], daysOff: [aDayOff({ as, ...more })] },
  });
  const found = (as: Holiday['as'], content: Partial<Plan> = {}, more: Partial<Holiday> = {}) =>
    against({ opensAt: christmas - HOUR, closesAt: christmas + HOUR, ...content }, [], under(as, more));

  test('is said by its name, as what the policy has it be', () => {
    const span = { name: 'Christmas Day', from: christmas, to: christmas + DAY };
    expect(found('dayOff')).toEqual([{ kind: 'holiday', ...span }]);
    expect(found('avoid')).toEqual([{ kind: 'avoid', ...span }]);
    expect(found('soft')).toEqual([{ kind: 'freeze', hard: false, ...span }]);
    expect(found('hard')).toEqual([{ kind: 'freeze', hard: true, ...span }]);
    expect(found('hard', { kind: 'emergency' })).toEqual([]);
    expect(conflictLines(found('dayOff'), policy)[0]).toMatch(/^On a day off: “Christmas Day”, /);
  });

  test('begins and ends with its days, and comes again by its rule', () => {
    expect(found('dayOff', { closesAt: christmas })).toEqual([]);
    expect(found('dayOff', { opensAt: christmas + DAY, closesAt: christmas + DAY + HOUR })).toEqual([]);
    const yearly = { from: '2020-12-24', days: 3, rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24' };
    expect(found('dayOff', {}, yearly)).toMatchObject([{ from: christmas - DAY, to: christmas + 2 * DAY }]);
    expect(found('dayOff', {}, { ...yearly, from: '2027-12-24' })).toEqual([]);
  });

  test('that is a hard freeze stops the start, and asks for its exception', () => {
    const change = { content: aContent({ opensAt: christmas - HOUR, closesAt: christmas + HOUR }) };
    expect(freezesAhead(change, under('hard'), FILED_AT)).toMatchObject([{ name: 'Christmas Day', hard: true }]);
    expect(freezesNow(change, under('hard'), christmas)).toHaveLength(1);
    expect(freezesNow(change, under('hard'), christmas - 1)).toEqual([]);
    expect(freezesNow(change, under('soft'), christmas)).toEqual([]);
    expect(freezesWithin(under('hard'), christmas - 3 * DAY, 4 * DAY)).toHaveLength(1);
  });
});
