import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import { outcomeOf } from '../../src/change/long-watch.ts';
import { withRecent, type RecentRecord } from '../../src/change/recorded.ts';
import { OPENS_AT, anActor, liveThrough } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { implemented, recording } from '../support/lives.ts';

const policy = aPolicy();
const [intent, , at] = recording();
const madeAt = at - HOUR;

function recent(overrides: Partial<RecentRecord> = {}): RecentRecord {
  return { change: 'CHG-4', title: 'Disk grown by hand', services: ['web'], madeAt, ...overrides };
}
const knowing = (...records: readonly RecentRecord[]) => withRecent(policy, records);

describe('a change that was made already', () => {
  test('is written down as done: nothing is asked, run, told or owed', () => {
    const { change, facts } = liveThrough(policy, [recording()]);
    expect(facts.map(({ fact }) => fact.type)).toEqual(['changeFiled']);
    expect(facts.flatMap((fact) => followUps(change, fact, policy))).toEqual([]);
    expect(change).toMatchObject({
      status: 'closed',
      startedAt: madeAt,
      endedAt: madeAt + 5 * MINUTE,
      debts: [],
      ballots: [],
      told: [],
      recorded: { by: 'U0ADA', at, ending: 'implemented' },
    });
    expect(outcomeOf(change)).toBe('implemented');
  });

  test.each([
    ['title', { title: ' ' }],
    ['description', { description: '' }],
    ['services', { services: ['nowhere'] }],
    ['opensAt', { opensAt: at + 1, closesAt: at + MINUTE }],
    ['opensAt', { opensAt: Number.NaN }],
    ['closesAt', { closesAt: Number.NaN }],
    ['closesAt', { closesAt: madeAt }],
    ['closesAt', { closesAt: madeAt + 15 * DAY }],
    ['implementer', { implementer: 'Bob' }],
  ] as const)('says what is wrong with %s', (field, content) => {
    const [bad] = recording(content);
    given(undefined)
      .when(bad, { by: 'U0ADA', at })
      .refuses('invalidContent', { problems: [expect.objectContaining({ field })] });
  });

  test.each([
    ['implementer', { doneBy: 'Ada\nRoot' }],
    ['implementer', { doneBy: 'x'.repeat(101) }],
    ['title', { formerly: 'OLD\u202E1' }],
  ] as const)('takes no name of another log that would not stand in a line: %s %j', (field, name) => {
    given(undefined)
      .when({ ...intent, made: { ...intent.made, ...name } }, { by: 'U0ADA', at })
      .refuses('invalidContent', { problems: [expect.objectContaining({ field })] });
  });

  test('counts as one with issues where its log says so', () => {
    const { story } = given(undefined).when(
      { ...intent, made: { ...intent.made, withIssues: true } },
      { by: 'U0ADA', at },
    );
    expect(outcomeOf(story.change)).toBe('withIssues');
  });

  test('is recorded by members alone, and by anyone of them', () => {
    given(undefined).when(intent, { by: 'U0EVE', at }).becomes('closed');
    const outsider = { ...anActor('U0EVE', policy), outsider: true } as const;
    given(undefined).when(intent, { by: outsider, at }).refuses('outsider');
  });

  test('keeps what is said of it afterwards, by members', () => {
    const story = liveThrough(policy, [recording()]);
    const log = { type: 'log', text: 'It was the nightly job.' } as const;
    given(story)
      .when(log, { by: 'U0EVE', at: at + DAY })
      .yields({ type: 'logged', text: log.text });
  });
});

describe('one cause makes one record', () => {
  test.each([
    ['made at the same time', recent()],
    ['made up to the quiet time before', recent({ madeAt: madeAt - HOUR + 1 })],
    ['made up to the quiet time after', recent({ madeAt: madeAt + HOUR - 1 })],
  ])('a record of the same service, %s, is named instead', (_, other) => {
    given(undefined)
      .when(intent, { by: 'U0BOB', at, policy: knowing(recent({ madeAt: OPENS_AT - 9 * HOUR }), other) })
      .refuses('recordedAlready', { change: other.change, madeAt: other.madeAt });
  });

  test.each([
    ['another service', recent({ services: ['db'] })],
    ['once the quiet time has passed', recent({ madeAt: madeAt - HOUR })],
    ['as long before', recent({ madeAt: madeAt + HOUR })],
  ])('%s is another cause', (_, other) => {
    given(undefined)
      .when(intent, { by: 'U0BOB', at, policy: knowing(other) })
      .becomes('closed');
  });

  test('somebody may say that it is another one', () => {
    given(undefined)
      .when({ ...intent, apart: true }, { by: 'U0BOB', at, policy: knowing(recent()) })
      .becomes('closed');
  });

  test('a change that was planned here is none of these', () => {
    given(implemented()).when(intent, { by: 'U0ADA', at }).refuses('notInStatus');
  });
});
