import { expect, test } from 'vitest';
import { keptUntil } from '../../src/change/kept-backups.ts';
import { rollBackHint } from '../../src/commands/reason/roll-back-words.ts';
import { handleWords, noReturnLine } from '../../src/slack/way-back-words.ts';
import { OPENS_AT, aContent } from '../support/a-change.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { implemented } from '../support/lives.ts';

const web = {
  service: 'web',
  change: 'CHG-2',
  since: OPENS_AT,
  version: { release: 'v2.3.0' },
  standing: 'runs',
} as const;

test('what there is to go back to is each service’s version and the backup, and what is not known is said so', () => {
  const content = aContent({ services: ['web', 'core-db'] });
  expect(
    handleWords({ previous: [web], backup: { madeAt: OPENS_AT, file: '/b/web.snap' } }, { content }, aPolicy()),
  ).toBe(
    'Website v2.3.0 (CHG-002) · Core database: what ran before is not known; the backup made <!date^1793736000^{date_short_pretty} {time}|2026-11-03 20:00 UTC> at /b/web.snap',
  );
  expect(handleWords({ previous: [] }, { content: aContent() }, aPolicy())).toBe(
    'Website: what ran before is not known; no backup',
  );
});

test('the point of no return is the runbook’s own, or the apply of one that has no rollback', () => {
  const line = (rollback: object, runbook: string | undefined = 'web-release'): string | undefined => {
    const policy = aPolicy({ runbooks: { 'web-release': aRunbook({ rollback: { automatic: false, ...rollback } }) } });
    const { runbook: _by, ...rest } = aContent();
    return noReturnLine({ content: runbook === undefined ? rest : { ...rest, runbook } }, policy);
  };
  const application = { run: ['./previous.sh'] } as const;
  expect(line({ application })).toBeUndefined();
  expect(line({ application, pointOfNoReturn: 'The old columns are dropped' })).toBe(
    '*Point of no return:* The old columns are dropped.',
  );
  expect(line({})).toMatch(/^\*Point of no return:\* the apply\. The runbook has no rollback/);
  expect(line({}, 'none')).toBeUndefined();
});

test('going back after its backup was to be kept says to look for it first', () => {
  const { change } = implemented();
  const until = keptUntil(change, aPolicy()) ?? 0;
  expect(rollBackHint(change, aPolicy(), until - 1)).not.toContain('backup');
  expect(rollBackHint(change, aPolicy(), until)).toContain('The time for which its backup is kept is over');
});
