import { expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import { retrospect, type Better } from '../../src/change/retrospect.ts';
import { TEXT_MAX } from '../../src/change/content.ts';
import { prefill } from '../../src/commands/pir/prefill.ts';
import { CLOSES_AT, OPENS_AT, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import {
  INCIDENT,
  MORE_TIME,
  RESOLVED,
  ROLL_BACK,
  SOLVED,
  applied,
  emergencyLives,
  implemented,
  settle,
  started,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + HOUR;
const then = (story: Story, intent: Intent, when = at, under = policy): Story =>
  liveThrough(under, [[intent, anActor('U0ADA', under), when]], story);
const lookAt = ({ change, facts }: Story) => retrospect(change, facts);
const names = (points: readonly { readonly what: string }[]): readonly string[] => points.map(({ what }) => what);
const rolledBack = settle(then(applied('failed'), ROLL_BACK), policy, at);

test('of a night on which all went well there is nothing to hold against it', () => {
  const back = lookAt(implemented());
  expect(names(back.well)).toEqual(['inTime', 'backup', 'verified', 'noTrouble']);
  expect(back.better).toEqual([]);
  const byHand = then(started({ byHand: true }), SOLVED, OPENS_AT + 10 * MINUTE);
  const over = liveThrough(policy, [wake('watchOver', OPENS_AT + 25 * MINUTE)], byHand);
  expect(names(lookAt(over).well)).toEqual(['inTime']);
  expect(back.planned).toEqual({ from: OPENS_AT, to: CLOSES_AT });
  expect(back.real).toEqual({ from: OPENS_AT + MINUTE, to: OPENS_AT + 45 * MINUTE });
});

test('what failed, why it went back, and how long that took against what was promised', () => {
  const back = lookAt(rolledBack);
  expect(names(back.better)).toEqual(['step', 'rolledBack']);
  expect(back.better[1]).toMatchObject({ reason: 'Search answers with errors.', tookMs: 5 * MINUTE });
  const scope = { ...aRunbook().rollback.application, run: ['./back.sh'] as const, timeoutMs: HOUR };
  const promising = (estimateMs: number): Story => {
    const rollback = { ...aRunbook().rollback, application: { ...scope, estimateMs } };
    const under = aPolicy({ runbooks: { 'web-release': aRunbook({ rollback }) } });
    return settle(then(applied('failed', { policy: under }), ROLL_BACK, at, under), under, at);
  };
  expect(names(lookAt(promising(6 * MINUTE)).well)).toContain('rolledBack');
  expect(names(lookAt(promising(4 * MINUTE)).well)).not.toContain('rolledBack');
});

test('the incident it became with its length, what was found since, and the time that was taken', () => {
  const failed = then(then(applied('failed'), INCIDENT), RESOLVED, at + 2 * HOUR);
  expect(lookAt(failed).better).toMatchObject([
    { what: 'step' },
    { what: 'incident', incident: { resolved: { at: at + 2 * HOUR } } },
  ]);
  expect(lookAt(failed).well).not.toContainEqual(expect.objectContaining({ what: 'inTime' }));
  const found = then(implemented(), { type: 'reportIssue', text: 'Search is slow.' }, OPENS_AT + DAY);
  expect(lookAt(found).better).toMatchObject([{ what: 'issue', text: 'Search is slow.' }]);
  const longer = then(applied('failed'), { ...MORE_TIME, forMs: HOUR }, CLOSES_AT - 5 * MINUTE);
  const late = lookAt(then(longer, INCIDENT, CLOSES_AT + 20 * MINUTE)).better;
  expect(late.filter((b): b is Extract<Better, { byMs: number }> => 'byMs' in b)).toEqual([
    { what: 'endedLate', byMs: 20 * MINUTE },
    { what: 'extraTime', byMs: HOUR },
  ]);
});

test('what was overridden and is owed, and no debt twice: the review itself is being written', () => {
  const { rolledBack: story } = emergencyLives();
  const owed = lookAt(story).better.find((b) => b.what === 'owed');
  expect(owed?.what === 'owed' && owed.debts.map((d) => d.what)).toEqual([
    'fullRequest',
    'retrospectiveVote',
    'procedures',
  ]);
});

test('as texts they are lines in the zone of the policy, planned against real first, and name nobody', () => {
  const { change, facts } = rolledBack;
  const begins = prefill(change, facts, aPolicy({ timezone: 'Europe/Zurich' }));
  expect(begins).toEqual({
    happened: [
      'Planned: 2026-11-03 21:00 to 2026-11-04 00:00 (3 h, times in Europe/Zurich)',
      'Real: started 2026-11-03 21:01, ended 22:11, 1 h 49 min before the window closed',
      '19:56 Backup succeeded (5 min), proven by /var/backups/web.snap, restored on trial in 20 min',
      '21:01 Started',
      '21:15 Apply failed (5 min)',
      '22:00 Rollback of the application decided: Search answers with errors.',
      '22:05 Rollback succeeded (5 min)',
      '22:11 Verification succeeded (5 min)',
      '22:11 Ended: rolled back',
    ].join('\n'),
    well: [
      '- Ended 1 h 49 min before the window closed',
      '- The backup was proven, and restored on trial in 20 min',
      '- The checks after the work passed',
    ].join('\n'),
    better: [
      '- Apply failed',
      '- It had to be rolled back: Search answers with errors. (it took 5 min, promised were 2 min)',
    ].join('\n'),
    recommended: '',
  });
});

test('a day is said once: before what happened on it, and where a time is of another one', () => {
  const longer = then(applied('failed'), { ...MORE_TIME, forMs: 2 * HOUR }, CLOSES_AT - 5 * MINUTE);
  const { change, facts } = then(longer, INCIDENT, CLOSES_AT + 80 * MINUTE);
  const lines = prefill(change, facts, policy).happened.split('\n');
  expect(lines[0]).toBe('Planned: 2026-11-03 20:00 to 23:00 (3 h, times in UTC)');
  expect(lines.filter((line) => /^\d{4}-/.test(line))).toEqual(['2026-11-03', '2026-11-04']);
  expect(lines.find((line) => line.includes('More time taken'))).toMatch(/^22:55 .* until 2026-11-04 01:00/);
  expect(lines).toContain('00:20 Incident declared: The site is down.');
});

test('the log of the work, of any kind, stands in what happened; of a long one the beginning, and nothing that was done gives way to it', () => {
  const logged = then(applied('failed'), { type: 'log', text: 'The index is being rebuilt.' });
  const toldOf = ({ change, facts }: Story) => prefill(change, facts, policy).happened.split('\n');
  expect(toldOf(logged)).toContainEqual(expect.stringMatching(/^\S+ The index is being rebuilt\.$/));
  const talk = Array.from({ length: 40 }, (_, i) => `Shard ${i}: ${'moved '.repeat(20)}`.trim());
  const chatty = talk.reduce((story, text) => then(story, { type: 'log', text }), logged);
  const lines = toldOf(settle(then(chatty, ROLL_BACK), policy, at));
  expect(lines.join('\n').length).toBeLessThanOrEqual(TEXT_MAX);
  expect(lines.filter((line) => line.includes('Shard')).length).toBeGreaterThan(5);
  expect(lines.at(-1)).toMatch(/^\(\d+ more of its log: see the thread\)$/);
  expect(lines.at(-2)).toMatch(/Ended: rolled back$/);
});
