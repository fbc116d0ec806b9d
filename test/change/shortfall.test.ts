import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conflictsOf } from '../../src/change/calendar.ts';
import { lastSafeRollbackAt } from '../../src/change/ladder.ts';
import { shortfallOf, type Timed } from '../../src/change/shortfall.ts';
import { conflictLines } from '../../src/slack/conflict-words.ts';
import { restTooShort, windowTooShort } from '../../src/slack/shortfall-words.ts';
import { FILED_AT, OPENS_AT, aContent } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';

const runbook = aRunbook({
  backup: { run: ['./snapshot.sh'], estimateMs: 2.5 * HOUR, restore: { estimateMs: HOUR, sources: [] } },
});
const policy = aPolicy({ runbooks: { 'web-release': runbook } });

function lacking(content: Partial<Timed>, under = policy, from?: number) {
  return shortfallOf(aContent({ closesAt: OPENS_AT + 2 * HOUR, ...content }), under, from);
}

describe('a window that cannot hold the work, its checks and the way back', () => {
  test('is said with the sum of it, and what to choose', () => {
    const found = lacking({ estimateMs: 1.5 * HOUR });
    expect(found && windowTooShort(found)).toBe(
      'The window is 2 h. Work 1 h 30 min, checks 10 min and restore 1 h need 2 h 40 min: choose 40 min more, or less work for it. As it is, going back may end after the window.',
    );
  });

  test('is one by a second, and no longer one with it', () => {
    expect(lacking({ estimateMs: 50 * MINUTE })).toBeUndefined();
    expect(lacking({ estimateMs: 50 * MINUTE + 1000 })?.missingMs).toBe(1000);
  });

  test('counts only what the runbook does', () => {
    const { backup: _, ...plain } = runbook;
    const bare = { ...policy, runbooks: { 'web-release': { ...plain, verify: [] } } };
    expect(lacking({ estimateMs: 2 * HOUR }, bare)).toBeUndefined();
    expect(lacking({ estimateMs: 3 * HOUR, closesAt: OPENS_AT + 2 * HOUR }, bare)?.missingMs).toBe(HOUR);
    expect(lacking({ estimateMs: 2 * HOUR, runbook: 'gone' })).toBeUndefined();
  });

  test('whose duration is its whole length is judged by what the runbook says of the apply', () => {
    const known = {
      ...policy,
      runbooks: { 'web-release': { ...runbook, apply: { run: ['./a'] as const, estimateMs: 20 * MINUTE } } },
    };
    expect(lacking({ estimateMs: 2 * HOUR }, known)).toBeUndefined();
    expect(lacking({ estimateMs: 2 * HOUR })?.neededMs).toBe(3 * HOUR + 10 * MINUTE);
    expect(lacking({}, known)).toBeUndefined();
    expect(lacking({})).toBeUndefined();
  });

  test('is none of an emergency', () => {
    expect(lacking({ kind: 'emergency', estimateMs: 2 * HOUR })).toBeUndefined();
  });

  test('is judged again by what is left of it at the start', () => {
    expect(lacking({ estimateMs: 30 * MINUTE }, policy, OPENS_AT - DAY)).toBeUndefined();
    const left = lacking({ estimateMs: 30 * MINUTE }, policy, OPENS_AT + 50 * MINUTE);
    expect(left && restTooShort(left)).toContain(
      'Of the window 1 h 10 min are left.* Work 30 min, checks 10 min and restore 1 h need 1 h 40 min, 30 min more',
    );
    expect(lacking({ estimateMs: 30 * MINUTE }, policy, OPENS_AT + DAY)?.thereIsMs).toBe(0);
  });

  test('speaks against it in the form, to voters and in the thread, whenever it lies', () => {
    const plan = { ...aContent({ closesAt: OPENS_AT + 2 * HOUR, estimateMs: 1.5 * HOUR }), implementer: 'U0ADA' };
    const found = conflictsOf(plan, [], policy, FILED_AT);
    expect(found).toMatchObject([{ kind: 'tooShort', shortfall: { missingMs: 40 * MINUTE } }]);
    expect(conflictLines(found, policy)[0]).toContain('need 2 h 40 min');
  });

  test('is exactly one whose work ends after the last safe rollback', () => {
    const span = fc.integer({ min: 1, max: 600 }).map((m) => m * MINUTE);
    let short = 0;
    fc.assert(
      fc.property(span, span, (estimateMs, more) => {
        const closesAt = OPENS_AT + estimateMs + more;
        const found = lacking({ estimateMs, closesAt });
        short += found ? 1 : 0;
        expect(found !== undefined).toBe(OPENS_AT + estimateMs > lastSafeRollbackAt(closesAt, runbook));
        if (found) expect(lacking({ estimateMs, closesAt: closesAt + found.missingMs })).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    expect(short).toBeGreaterThan(10);
  });
});

describe('a backup that would have had to begin already', () => {
  const plan = { ...aContent(), implementer: 'U0ADA' };

  test('is said with its arithmetic and the first opening that leaves it time', () => {
    const now = OPENS_AT - 2 * HOUR;
    const [late] = conflictsOf(plan, [], policy, now);
    expect(late).toMatchObject({
      kind: 'backupLate',
      startsAt: OPENS_AT - 2.75 * HOUR,
      possibleAt: OPENS_AT + 45 * MINUTE,
    });
    const [line] = conflictLines(late ? [late] : [], policy);
    expect(line).toMatch(/^Too late for the backup: its 2 h 30 min and a margin of 15 min would have had to begin /);
    const opensAt = OPENS_AT + 45 * MINUTE + 1;
    const later = conflictsOf({ ...plan, opensAt, closesAt: opensAt + 3 * HOUR }, [], policy, now);
    expect(later.map(({ kind }) => kind)).not.toContain('backupLate');
  });
});
