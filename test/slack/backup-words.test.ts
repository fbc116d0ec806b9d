import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import type { Policy } from '../../src/change/policy.ts';
import { evidenceLines } from '../../src/notifications/evidence.ts';
import { headline } from '../../src/notifications/headline.ts';
import { backupWords, sizeWords } from '../../src/slack/backup-words.ts';
import { GO_AT, OPENS_AT, anActor, liveThrough, runs } from '../support/a-change.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { BACKUP_AT, prepared, ready, wake } from '../support/lives.ts';

const policy = aPolicy();

test.each([
  [0, '0 bytes'],
  [812, '812 bytes'],
  [1_234_567, '1.2 MB'],
  [45_600_000_000, '46 GB'],
  [7e15, '7000 TB'],
])('%i bytes are said as %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

describe('of a backup people read', () => {
  test('where it is, how large, its digest, how old, that it was brought back, and until when it is kept', () => {
    const { change } = prepared();
    const { endedAt = 0 } = change.runs.find((r) => r.step === 'backup') ?? {};
    expect(backupWords(change, policy, endedAt + 2 * HOUR)).toMatch(
      /^proven 2 h ago: `\/var\/backups\/web\.snap` on deploy-1, 1\.2 MB, sha256 ab12ab12ab12, 2 h old, restored on trial in 20 min, kept until <!date\^\d+\^\{date_short_pretty\}\|2026-12-03 /,
    );
    expect(evidenceLines(change, policy, endedAt).join('\n')).toContain(
      '*Backup* proven 0 s ago: `/var/backups/web.snap`',
    );
  });

  test('before it is made, how it will be proven; after it failed, that it is not', () => {
    expect(backupWords(ready().change, policy, GO_AT)).toBe(
      'not made yet: it comes before the window and takes about 1 h; its file is checked and digested, its restore is tested',
    );
    const due = runs(liveThrough(policy, [wake('backup', BACKUP_AT)], ready()), policy, BACKUP_AT);
    expect(backupWords(runs(due, policy, BACKUP_AT, 'failed').change, policy, OPENS_AT)).toBe('not proven');
  });

  test('that nobody tests its restore, until somebody waives it by name', () => {
    const { backup, ...rest } = aRunbook();
    const { restoreTest: _none, ...made } = backup ?? {};
    const lax: Policy = aPolicy({
      runbooks: { 'web-release': { ...rest, backup: made as NonNullable<typeof backup> } },
    });
    const story = ready({ policy: lax });
    const shown = (now: number, { change } = story): string => JSON.stringify(headline(change, { policy: lax, now }));
    expect(shown(GO_AT + HOUR)).toContain('*No restore of its backup is tested.*');
    const reason = 'Restored by hand on Monday.';
    const over: Intent = { type: 'overrideGate', gate: 'restoreTest', reason, revision: 1, schedule: 1 };
    const waived = liveThrough(lax, [[over, anActor('U0BOB', lax), GO_AT + 2 * HOUR]], story);
    expect(shown(GO_AT + 2 * HOUR + MINUTE, waived)).not.toContain('*No restore');
    expect(backupWords(waived.change, lax, GO_AT + 3 * HOUR)).toMatch(
      /\*its restore is not tested\*; <@U0BOB> answers for going on without a restore test: Restored by hand on Monday\.$/,
    );
  });
});
