import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { calendarText } from '../../src/ical/calendar-text.ts';
import { openPolicy } from '../../src/policy/open-policy.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readHolidays } from '../../src/policy/read-holidays.ts';
import { readRules } from '../../src/policy/read-rules.ts';
import { REQUIRED } from './a-policy.ts';

const CHRISTMAS = ['SUMMARY:Christmas Day', 'DTSTART;VALUE=DATE:20261225'];

/** A calendar in which each group of lines is one entry; the first of them stand on line 4 and on. */
function aCalendar(...entries: readonly (readonly string[])[]): string {
  const events = entries.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

function reading(text: string) {
  return readHolidays(text, 'dayOff', { file: 'ch.ics', part: ['calendar', 'holidays', 0, 'file'] });
}

function holidaysOf(text: string): readonly object[] {
  const read = reading(text);
  if (!read.ok) throw new Error(read.problems.map(sayProblem).join('\n'));
  return read.holidays;
}

function problemsOf(text: string): readonly string[] {
  const read = reading(text);
  return read.ok ? [] : read.problems.map(sayProblem);
}

const christmas = { name: 'Christmas Day', as: 'dayOff', from: '2026-12-25', days: 1 };

describe('a calendar of holidays', () => {
  test.each<[string, readonly string[], object]>([
    ['of one day', CHRISTMAS, christmas],
    ['of one day with its end', [...CHRISTMAS, 'DTEND;VALUE=DATE:20261226'], christmas],
    ['of several', [...CHRISTMAS, 'DTEND;VALUE=DATE:20261228'], { ...christmas, days: 3 }],
    ['for a while', [...CHRISTMAS, 'DURATION:P1W'], { ...christmas, days: 7 }],
    ['over a year’s end', [...CHRISTMAS, 'DTEND;VALUE=DATE:20270104'], { ...christmas, days: 10 }],
    [
      'every year',
      [...CHRISTMAS, 'RRULE:FREQ=YEARLY;INTERVAL=1;WKST=MO'],
      { ...christmas, rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25' },
    ],
    [
      'on a weekday of every year',
      ['SUMMARY:Labor Day', 'DTSTART;VALUE=DATE:20260907', 'RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO'],
      { name: 'Labor Day', as: 'dayOff', from: '2026-09-07', days: 1, rrule: 'FREQ=YEARLY;BYMONTH=9;BYDAY=1MO' },
    ],
    [
      'with whatever else a calendar holds',
      [...CHRISTMAS, 'X-OURS;A="b:c;d":e', 'BEGIN:VALARM', 'SUMMARY:Ring', 'END:VALARM'],
      christmas,
    ],
    ['in small letters', ['summary;language=en:Christmas Day', 'dtstart;value=date:20261225'], christmas],
    ['folded', ['SUMMARY:Christ', ' mas D', '\tay', 'DTSTART;VALUE=DATE:20261225'], christmas],
    [
      'with what the format escapes',
      ['SUMMARY:Peter\\, Paul\\; \\\\o', 'DTSTART:20260629'],
      { name: 'Peter, Paul; \\o', as: 'dayOff', from: '2026-06-29', days: 1 },
    ],
    [
      'on 29 February',
      ['SUMMARY:Leap', 'DTSTART:20280229'],
      { name: 'Leap', as: 'dayOff', from: '2028-02-29', days: 1 },
    ],
  ])('%s is read', (_, lines, expected) => {
    expect(holidaysOf(aCalendar(lines))).toEqual([expected]);
  });

  test('without what was cancelled, and with nothing in it, is read too', () => {
    expect(holidaysOf(aCalendar([...CHRISTMAS, 'STATUS:CANCELLED']))).toEqual([]);
    expect(holidaysOf(aCalendar())).toEqual([]);
    expect(holidaysOf(`\uFEFF${aCalendar(CHRISTMAS).replaceAll('\r\n', '\n')}`)).toHaveLength(1);
  });

  test.each<[string, readonly string[], number, string]>([
    [
      'a time of day',
      ['SUMMARY:Fair', 'DTSTART:20261225T080000Z'],
      5,
      'expected whole days that exist, such as DTSTART;',
    ],
    ['a day that does not exist', ['SUMMARY:Fair', 'DTSTART;VALUE=DATE:20270229'], 5, 'expected whole days that exist'],
    ['no day', ['SUMMARY:Fair'], 3, 'this entry has no DTSTART; expected both'],
    ['no name', ['DTSTART:20261225'], 3, 'this entry has no SUMMARY; expected both'],
    ['an empty name', ['SUMMARY: ', 'DTSTART:20261225'], 4, 'expected a SUMMARY of one line'],
    ['two lines for a name', ['SUMMARY:A\\nB', 'DTSTART:20261225'], 4, 'expected a SUMMARY of one line'],
    ['a name out of bounds', [`SUMMARY:${'x'.repeat(76)}`, 'DTSTART:20261225'], 4, 'up to 75 characters'],
    ['a name twice', [...CHRISTMAS, 'SUMMARY:Noël'], 6, 'SUMMARY is written twice'],
    ['an end before it', [...CHRISTMAS, 'DTEND;VALUE=DATE:20261225'], 6, 'expected a holiday of 1 to 62 days'],
    ['no end in sight', [...CHRISTMAS, 'DTEND;VALUE=DATE:20271225'], 6, 'expected a holiday of 1 to 62 days'],
    ['hours', [...CHRISTMAS, 'DURATION:PT8H'], 6, 'expected whole days such as DURATION:P2D'],
    ['two ends', [...CHRISTMAS, 'DURATION:P1D', 'DTEND:20261226'], 7, 'DTEND and DURATION stand in one entry'],
    ['every week', [...CHRISTMAS, 'RRULE:FREQ=WEEKLY;BYDAY=FR'], 6, 'expected FREQ=YEARLY'],
    ['a count', [...CHRISTMAS, 'RRULE:FREQ=YEARLY;COUNT=3'], 6, 'write the years out otherwise'],
    ['every Monday of a year', [...CHRISTMAS, 'RRULE:FREQ=YEARLY;BYDAY=MO'], 6, 'expected FREQ=YEARLY'],
    ['an exception', [...CHRISTMAS, 'EXDATE;VALUE=DATE:20271225'], 6, 'EXDATE is not understood'],
    ['a line that is none', [...CHRISTMAS, 'Happy new year'], 6, 'this is no line of a calendar'],
    ['an end of something else', [...CHRISTMAS, 'END:VTODO'], 6, 'END:VTODO ends nothing; expected END:VEVENT'],
  ])('with %s is refused with its line', (_, lines, line, message) => {
    const [problem] = problemsOf(aCalendar(lines));
    expect(problem).toContain(`ch.ics:${line} calendar.holidays[0].file: `);
    expect(problem).toContain(message);
  });

  test.each<[string, string, string]>([
    ['empty', '', 'the calendar does not end; expected END:VCALENDAR'],
    ['a page', '<html>', 'this is no line of a calendar'],
    ['something else', 'BEGIN:VCARD\nEND:VCARD\n', 'expected BEGIN:VCALENDAR'],
    ['cut off', aCalendar(CHRISTMAS).slice(0, -15), 'does not end'],
    ['two calendars', aCalendar() + aCalendar(), 'something follows the calendar'],
    ['too large', `BEGIN:VCALENDAR\n${'X:\n'.repeat(400_000)}`, 'larger than 1 MiB'],
    ['too long', aCalendar(...Array.from({ length: 2001 }, () => CHRISTMAS)), 'more than 2000 entries'],
  ])('that is %s is refused', (_, text, message) => {
    expect(problemsOf(text)[0]).toContain(message);
  });

  test('says everything that is wrong with it at once', () => {
    expect(problemsOf(aCalendar(['SUMMARY:A'], CHRISTMAS, ['DTSTART:20260101']))).toHaveLength(2);
  });

  test('is read in a moment, however it is built to exhaust the reader', () => {
    const began = performance.now();
    for (const text of [`A${';b="'.repeat(200_000)}`, 'BEGIN:X\n'.repeat(100_000), `X:${' \n '.repeat(200_000)}`])
      expect(problemsOf(text)).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('is read as we write calendars ourselves, but for the hours', () => {
    const event = {
      uid: 'a',
      sequence: 0,
      startAt: 0,
      endAt: 1,
      summary: 'A; b, c',
      status: 'CONFIRMED',
      stampAt: 0,
    } as const;
    expect(problemsOf(calendarText({ events: [event] }))[0]).toContain('expected whole days');
  });
});

describe('beside the policy', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gonogo-holidays-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('its calendars are read with it and followed: a broken one keeps the last good days', async () => {
    const file = join(folder, 'gonogo.yaml');
    const [ours, theirs] = [join(folder, 'ours.ics'), join(folder, 'ch.ics')];
    await writeFile(file, `${REQUIRED}calendar: { holidays: [{ file: ./ch.ics }, { file: ours.ics, as: hard }] }\n`);
    expect(await readRules(file)).toMatchObject({
      ok: false,
      problems: [{ file: 'ch.ics', path: 'calendar.holidays[0].file' }, { file: 'ours.ics' }],
    });
    await writeFile(theirs, aCalendar(CHRISTMAS));
    await writeFile(ours, aCalendar(['SUMMARY:Stocktaking', 'DTSTART;VALUE=DATE:20261230']));
    const opened = await openPolicy(file, { pollMs: 20, settleMs: 20 });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    const { current, problems, close } = opened.inForce;
    const names = (): unknown => current().calendar.daysOff?.map(({ name, as }) => `${name} ${as}`);
    try {
      expect(names()).toEqual(['Christmas Day dayOff', 'Stocktaking hard']);
      await writeFile(theirs, aCalendar([...CHRISTMAS, 'RDATE:20270101']));
      await vi.waitFor(() => expect(problems().map(sayProblem)[0]).toMatch(/^ch\.ics:6 /), 5000);
      expect(names()).toEqual(['Christmas Day dayOff', 'Stocktaking hard']);
      await writeFile(theirs, aCalendar(CHRISTMAS, ['SUMMARY:New Year', 'DTSTART:20270101']));
      await vi.waitFor(() => expect(names()).toHaveLength(3), 5000);
      expect(problems()).toEqual([]);
    } finally {
      await close();
    }
  });
});
