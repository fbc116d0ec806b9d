import { expect, test } from 'vitest';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy, Runbook, Service } from '../../src/change/policy.ts';
import { criticalLine, slowWords } from '../../src/slack/critical-words.ts';
import { aContent } from '../support/a-change.ts';
import { aPolicy, aRunbook, aService, MINUTE } from '../support/a-policy.ts';
import { EMERGENCY } from '../support/lives.ts';

function line(service: Partial<Service>, runbook: Partial<Runbook> = {}, content: Partial<ChangeContent> = {}) {
  const policy: Policy = aPolicy({
    services: { web: aService({ critical: true, ...service }) },
    runbooks: { 'web-release': aRunbook(runbook) },
  });
  return criticalLine({ content: aContent(content) }, policy);
}

test('a critical service names the rules that are on, and in bold those that are not kept', () => {
  expect(line({ critical: false })).toBeUndefined();
  expect(line({ lowUsage: '20:00-23:00' })).toBe(
    '*Critical* Website: back within 5 min, seen to take 3 min; within its low usage (20:00-23:00); a proven backup and a tested restore; its users are told; watched for 3 d.',
  );
  const nobody = { channels: [], people: [], emails: [], teams: [] };
  expect(line({ lowUsage: '03:00-06:00', audience: nobody }, { rollback: { automatic: false } })).toBe(
    '*Critical* Website: *back within 5 min: declared to take longer*; *outside its low usage (03:00-06:00)*; a proven backup and a tested restore; *nobody is told for Website*; watched for 3 d.',
  );
  expect(line({}, {}, EMERGENCY)).toBe('*Critical* Website: its users are told; watched for 3 d.');
});

test.each([
  ['byHand', undefined, /touched by hand/],
  ['tooLong', 6 * MINUTE, /is said to take 6 min/],
  ['tookLonger', 400_000, /took 6 min 40 s/],
] as const)('why nothing shows that it is back in time, as %s, says what', (why, tookMs, said) => {
  expect(slowWords({ code: 'rollbackNotQuick', why, ...(tookMs === undefined ? {} : { tookMs }) })).toMatch(said);
});
