import { expect, test } from 'vitest';
import type { InService } from '../../src/change/in-service.ts';
import { environmentBlocks, versionLines } from '../../src/slack/version-words.ts';
import { untestedLine } from '../../src/slack/tested-words.ts';
import { OPENS_AT, aContent } from '../support/a-change.ts';
import { aService, DAY } from '../support/a-policy.ts';
import { COMMIT, PROMOTED, aTest, knowing, promoting } from '../support/a-promotion.ts';

const policy = promoting();
const STAGING: InService = {
  service: 'staging',
  change: 'CHG-4',
  since: OPENS_AT - 3 * DAY,
  version: { release: 'v2.4.0', commit: COMMIT },
  standing: 'runs',
};
const WEB: InService = { ...STAGING, service: 'web', change: 'CHG-2', version: { commit: 'abcdef0123456789' } };

function lines(...inService: readonly InService[]): readonly string[] {
  return versionLines(aContent(), knowing(policy, { inService }), OPENS_AT);
}

test('each environment on the way of a change is said with its version, by whom and since when, and where the change takes it', () => {
  expect(lines(STAGING, WEB)).toEqual([
    'staging v2.4.0 (CHG-004, 3 d ago) · production abcdef0123 (CHG-002, 3 d ago) → v2.4.0',
  ]);
});

test('what nobody knows is said to be unknown', () => {
  expect(lines()).toEqual(['staging unknown · production unknown']);
  expect(lines({ ...STAGING, standing: 'atWork' }, { ...WEB, standing: 'inDoubt' })).toEqual([
    'staging unknown (CHG-004 is at work with v2.4.0) · production unknown (CHG-002 ended as an incident with abcdef0123)',
  ]);
});

test('services of one environment go by their names, and one that nothing is known of and that is on no way is left out', () => {
  const twins = { ...policy, services: { ...policy.services, staging: aService({ name: 'Blue' }) } };
  const both = knowing(twins, { inService: [STAGING] });
  expect(versionLines(aContent({ services: ['web', 'core-db'] }), both, OPENS_AT)).toEqual([
    'Blue v2.4.0 (CHG-004, 3 d ago) · Website unknown',
  ]);
});

test('the test is shown with what came of it and the way to it, or with what is missing', () => {
  const link = 'https://team.example.net/archives/C0CHANGES/p1234';
  const known = aTest({ link, verifiedAt: OPENS_AT - DAY, watchedAt: OPENS_AT - DAY });
  const shown = (content: object, tests = [known]): string =>
    JSON.stringify(environmentBlocks(aContent({ ...PROMOTED, ...content }), knowing(policy, { tests }), OPENS_AT));
  expect(shown({})).toContain(
    `*Tested* the same commit in <${link}|CHG-007>: verification and smoke tests passed 24 h ago, so did the watch`,
  );
  expect(shown({}, [aTest({ became: 'failed' })])).toContain('*Tested* not yet: CHG-007 ended as an incident');
  expect(untestedLine(aContent(PROMOTED), knowing(policy, { tests: [aTest({ became: 'underWay' })] }))).toBe(
    '*Not tested* in Website (staging): CHG-007 has not ended yet: wait for its end. It cannot start like this.',
  );
  expect(untestedLine(aContent({ kind: 'emergency' }), knowing(policy, {}))).toMatch(/owes the test\.$/);
  expect(untestedLine(aContent(PROMOTED), knowing(policy))).toBeUndefined();
});
