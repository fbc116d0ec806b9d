import { describe, expect, test } from 'vitest';
import { lowRiskProblems, suggestRisk, type KnownOfRisk } from '../../src/change/suggest-risk.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { riskLine, suggestedLine } from '../../src/slack/risk-words.ts';
import { aContent, anActor, FILED_AT } from '../support/a-change.ts';
import { aPattern } from '../support/a-pattern.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';

const policy = aPolicy({
  knownPatterns: {
    'web-move': aPattern({ kind: 'normal', preApproved: false, risk: 'high' }),
    'web-release': aPattern(),
  },
});
const aPlan = (plan: Pick<PlanReview, 'counts'> & Partial<PlanReview>): PlanReview => ({
  digest: 'd',
  units: [],
  unitsOmitted: 0,
  items: [],
  itemsOmitted: 0,
  renames: [],
  ...plan,
});
const gone = { address: 'aws_db_instance.main', type: 'aws_db_instance', action: 'destroy', holdsData: true } as const;

describe('the risk that is suggested', () => {
  test.each<readonly [string, Partial<ChangeContent>, KnownOfRisk, string, readonly string[]]>([
    ['nothing in particular', {}, {}, 'low', []],
    ['a critical service', { services: ['core-db'] }, {}, 'low', ['critical']],
    [
      'a critical service that is away',
      { services: ['core-db'], downtimeMs: MINUTE },
      {},
      'medium',
      ['critical', 'downtime'],
    ],
    ['a short downtime of another', { downtimeMs: MINUTE }, {}, 'low', []],
    ['a long downtime', { downtimeMs: HOUR }, {}, 'low', ['downtime']],
    [
      'many services, one of them critical',
      { services: ['web', 'core-db', 'x'] },
      {},
      'medium',
      ['critical', 'services'],
    ],
    [
      'data that nothing old can read',
      { dataFormat: 'incompatible', writes: 'lost' },
      {},
      'medium',
      ['newFormat', 'writesLost'],
    ],
    ['an emergency', { kind: 'emergency' }, {}, 'medium', ['emergency']],
    ['resources that go', {}, { plan: aPlan({ counts: { destroy: 1, replace: 2 } }) }, 'medium', ['resourcesGo']],
    ['data that goes', {}, { plan: aPlan({ counts: { destroy: 1 }, items: [gone] }) }, 'high', ['dataGoes']],
    ['a plan that only creates', {}, { plan: aPlan({ counts: { create: 9 } }) }, 'low', []],
    ['a pattern of high risk', { pattern: 'web-move' }, {}, 'high', ['pattern']],
    ['a pattern of low risk', { pattern: 'web-release' }, {}, 'low', []],
    [
      'a past that went well',
      { services: ['core-db'], downtimeMs: MINUTE },
      { past: { of: 5, well: 5 } },
      'low',
      ['critical', 'downtime', 'past'],
    ],
    ['a past that did not', { services: ['core-db'] }, { past: { of: 5, well: 3 } }, 'medium', ['critical', 'past']],
    ['hardly any past', { services: ['core-db'] }, { past: { of: 2, well: 0 } }, 'low', ['critical']],
  ])('of %s', (_, content, known, risk, why) => {
    const suggested = suggestRisk(aContent({ risk: 'low', ...content }), policy, known);
    expect(suggested.risk).toBe(risk);
    expect(suggested.points.map((point) => point.why)).toEqual(why);
  });

  test('grows with a runbook that has no way back, or a point of no return', () => {
    const { rollback } = aRunbook();
    const under = (runbook: Parameters<typeof aRunbook>[0]) =>
      suggestRisk(aContent(), aPolicy({ runbooks: { 'web-release': aRunbook(runbook) } })).points.map(({ why }) => why);
    expect(under({ rollback: { automatic: false } })).toEqual(['noWayBack']);
    expect(under({ rollback: { ...rollback, pointOfNoReturn: 'The migration.' } })).toEqual(['noReturn']);
  });
});

describe('a lower risk than suggested', () => {
  const filed = (more: Partial<ChangeContent> = {}): ChangeContent => {
    const { runbook: _, ...byHand } = aContent({ risk: 'low', services: ['core-db'], params: {}, downtimeMs: MINUTE });
    return { ...byHand, ...more };
  };
  const filing = (content: ChangeContent) =>
    given(undefined).when(
      { type: 'fileChange', id: 'CHG-1', content },
      { by: anActor('U0ADA', policy), at: FILED_AT, policy },
    );

  test('is filed only with the reason', () => {
    filing(filed()).refuses('invalidContent');
    filing(filed({ riskReason: 'Nobody uses it at night.' })).becomes('inReview');
    filing(filed({ risk: 'medium' })).becomes('inReview');
    filing(filed({ risk: 'medium', pattern: 'web-move' })).refuses('invalidContent');
  });

  test('is no matter of an emergency, which does not wait, nor of a pattern that was approved for good', () => {
    expect(lowRiskProblems({ ...filed(), kind: 'emergency' }, policy)).toEqual([]);
    expect(lowRiskProblems({ ...filed(), kind: 'standard' }, policy)).toEqual([]);
  });

  test('stands in an edit of something else', () => {
    const former = filed();
    expect(lowRiskProblems({ ...former, title: 'Another' }, policy, former)).toEqual([]);
    expect(lowRiskProblems(former, policy, { ...former, risk: 'medium' })).toEqual([
      { field: 'riskReason', problem: 'The suggested risk is medium; say why it is lower.' },
    ]);
  });
});

describe('what is said of it', () => {
  const suggested = {
    risk: 'high',
    points: [
      { why: 'dataGoes', address: 'aws_db.main', others: 2 },
      { why: 'critical', services: ['core-db'] },
    ],
  } as const;

  test('in a form, one line', () => {
    expect(suggestedLine({ risk: 'low', points: [] }, 'low', policy)).toBe('*Risk:* suggested Low.');
    expect(suggestedLine({ risk: 'low', points: [{ why: 'emergency' }] }, 'high', policy)).toBe(
      '*Risk:* suggested Low: it is an emergency.',
    );
    expect(suggestedLine(suggested, 'low', policy)).toBe(
      '*Risk:* suggested High, because its plan destroys or replaces aws_db.main and 2 more like it, which holds data or carries others; Core database is critical. You chose Low.',
    );
  });

  test('to who votes, only where there is something to weigh', () => {
    expect(riskLine({ risk: 'high' }, suggested, policy)).toBeUndefined();
    expect(riskLine({ risk: 'low', riskReason: 'Nobody uses <it>' }, suggested, policy)).toMatch(
      /^\*Risk\* Low, suggested High because its plan .* is critical\. The requester says: Nobody uses &lt;it&gt;\.$/,
    );
    expect(riskLine({ risk: 'low', riskReason: 'So.' }, { risk: 'low', points: [] }, policy)).toBe(
      '*Risk* Low. The requester says: So.',
    );
  });
});
