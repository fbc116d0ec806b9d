import { describe, expect, test } from 'vitest';
import { leftInService, promotionLine } from '../../src/change/in-service.ts';
import { openDebts } from '../../src/change/debts.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { asTest, askedOf, whyUntested, type Environments } from '../../src/change/tested.ts';
import { OPENS_AT, aContent, aWorker, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, aService, MINUTE } from '../support/a-policy.ts';
import { COMMIT, PROMOTED, aTest, knowing, promoting } from '../support/a-promotion.ts';
import { given } from '../support/given.ts';
import {
  INCIDENT,
  ROLL_BACK,
  START,
  applied,
  applying,
  emergency,
  implemented,
  prepared,
  settle,
  started,
} from '../support/lives.ts';

const policy = promoting();
const tested = knowing(policy);
const at = OPENS_AT + MINUTE;

function why(content: Partial<ChangeContent>, known?: Partial<Environments>): string | undefined {
  return whyUntested(aContent({ ...PROMOTED, ...content }), known ? knowing(policy, known) : tested)?.why;
}

describe('a change of production counts as tested', () => {
  test('by the same commit, whole or its beginning, that ended well where it is promoted from', () => {
    for (const commit of [COMMIT, COMMIT.slice(0, 8), COMMIT.toUpperCase()]) expect(why({ commit })).toBeUndefined();
    expect(why({}, { tests: [aTest({ commit: COMMIT.slice(0, 7) })] })).toBeUndefined();
  });

  test('where nothing has to be tested first, without a test', () => {
    expect(whyUntested(aContent({ services: ['staging'] }), knowing(policy, {}))).toBeUndefined();
  });

  test.each([
    ['no test', 'unnamed', { testedIn: undefined }],
    ['a change that is not in the record', 'noSuchChange', { testedIn: 'CHG-8' }],
    ['no commit', 'noCommit', { commit: undefined }],
    ['another commit', 'otherCommit', { commit: `${COMMIT.slice(0, 12)}${'0'.repeat(28)}` }],
    ['another release by the same runbook', 'otherRelease', { params: { release: 'v2.4.1' } }],
  ] as const)('not with %s', (_, cause, { ...content }) => {
    const named = Object.entries({ ...PROMOTED, ...content }).filter(([, value]) => value !== undefined);
    const { commit: _c, testedIn: _t, ...rest } = aContent();
    expect(whyUntested({ ...rest, ...Object.fromEntries(named) }, tested)?.why).toBe(cause);
  });

  test('not by a test that was elsewhere, has not ended, or did not end well', () => {
    expect(why({}, { tests: [aTest({ services: ['core-db'] })] })).toBe('elsewhere');
    for (const became of ['underWay', 'rolledBack', 'failed', 'off', 'unchecked'] as const)
      expect(why({}, { tests: [aTest({ became })] })).toBe(became);
  });

  test('of another runbook whatever its release, for only the commit is compared', () => {
    expect(why({ params: { release: 'v2.4.1' } }, { tests: [aTest({ runbook: 'staging-release' })] })).toBeUndefined();
  });

  test('not by a beginning that several commits have which were brought there', () => {
    const other = `${COMMIT.slice(0, 7)}${'f'.repeat(33)}`;
    expect(why({ commit: COMMIT.slice(0, 7) }, { tests: [aTest()], alike: [COMMIT, other] })).toBe('ambiguousCommit');
    expect(why({}, { tests: [aTest()], alike: [COMMIT, other] })).toBeUndefined();
    const short = { tests: [aTest({ commit: COMMIT.slice(0, 7) })], alike: [COMMIT, other] };
    expect(why({ commit: COMMIT.slice(0, 7) }, short)).toBe('ambiguousCommit');
  });

  test('only where the record was asked: without it nothing does', () => {
    expect(whyUntested(aContent(PROMOTED), policy)?.why).toBe('noSuchChange');
  });
});

describe('a change as a test of another', () => {
  test('ended well when the checks of its last version passed', () => {
    expect(asTest(implemented().change)).toMatchObject({ became: 'well', release: 'v2.4.0' });
    const { change } = implemented();
    const unverified = { ...change, runs: change.runs.filter((r) => r.step !== 'verify') };
    expect(asTest(unverified).became).toBe('unchecked');
    expect(asTest({ ...change, revision: 2 }).became).toBe('unchecked');
    expect(asTest(applying().change).became).toBe('underWay');
  });

  test('did not, when it was rolled back or became an incident', () => {
    const by = anActor('U0ADA', aPolicy());
    const back = settle(liveThrough(aPolicy(), [[ROLL_BACK, by, at]], applied('failed')), aPolicy(), at);
    expect(asTest(back.change).became).toBe('rolledBack');
    expect(asTest(liveThrough(aPolicy(), [[INCIDENT, by, at]], applied('failed')).change).became).toBe('failed');
  });
});

describe('what was not tested', () => {
  const lived = { policy: tested, content: PROMOTED };
  const untested: Story = prepared({ policy, content: { commit: COMMIT } });

  test('is not started, and is when it was tested', () => {
    given(untested)
      .when(START(), { by: 'U0ADA', at, policy: tested })
      .refuses('untested', { why: 'unnamed', from: ['staging'] });
    given(prepared(lived)).when(START(), { by: 'U0ADA', at, policy: tested }).becomes('implementing');
  });

  test('is not applied either, where the policy asks for a test since', () => {
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const run = applying({ content: { commit: COMMIT } });
    const claim = { type: 'beginStep', run: run.change.runs.at(-1)?.run ?? '', host: 'deploy-1', digest } as const;
    given(run)
      .when(claim, { by: aWorker(), at: at + 2 * MINUTE, policy: tested })
      .refuses('untested');
    given(run)
      .when(claim, { by: aWorker(), at: at + 2 * MINUTE })
      .yields({ type: 'stepBegun' });
  });

  test('goes on when a second person answers for it, who owes that', () => {
    const over = {
      type: 'overrideGate',
      gate: 'tested',
      reason: 'Staging is down.',
      revision: 1,
      schedule: 1,
    } as const;
    const answered = given(untested).when(over, { by: 'U0BOB', at, policy: tested });
    answered.yields({ type: 'gateOverridden', gate: 'tested' }, { type: 'debtOwed', what: 'override' });
    given(answered.story).when(START(), { by: 'U0ADA', at, policy: tested }).becomes('implementing');
    given(prepared(lived)).when(over, { by: 'U0BOB', at, policy: tested }).refuses('gateNotShut');
  });

  test('is owed by an emergency, which it does not stop', () => {
    const begun = emergency({ policy, content: { commit: COMMIT } });
    expect(openDebts(begun.change).map((d) => d.what)).toContain('test');
    expect(shutGates(begun.change, { now: at, policy })).toEqual([]);
    expect(openDebts(emergency(lived).change).map((d) => d.what)).not.toContain('test');
  });
});

describe('what a service runs', () => {
  const content = { commit: COMMIT };

  test('is what the change that ended implemented brought there', () => {
    const { change } = implemented({ content });
    expect(leftInService(change)).toMatchObject({
      standing: 'runs',
      since: change.endedAt,
      version: { commit: COMMIT, release: 'v2.4.0' },
    });
  });

  test('is not known while a change is at work, nor after one that ended as an incident', () => {
    const by = anActor('U0ADA', policy);
    expect(leftInService(started({ content }).change)).toBeUndefined();
    const failed = applied('failed', { content });
    expect(leftInService(failed.change)?.standing).toBe('atWork');
    expect(leftInService(liveThrough(policy, [[INCIDENT, by, at]], failed).change)?.standing).toBe('inDoubt');
    const unapplied = liveThrough(policy, [[INCIDENT, by, at]], started({ content }));
    expect(leftInService(unapplied.change)).toBeUndefined();
  });

  test('is what ran before, after a rollback, and after a change that moves no version', () => {
    const by = anActor('U0ADA', policy);
    const back = settle(liveThrough(policy, [[ROLL_BACK, by, at]], applied('failed', { content })), policy, at);
    expect(back.change.status).toBe('rolledBack');
    expect(leftInService(back.change)).toBeUndefined();
    const { runbook: _by, ...byHand } = aContent({ params: {} });
    expect(leftInService({ ...implemented().change, content: byHand })).toBeUndefined();
  });

  test('lies on a way, whose places are asked for together', () => {
    const services = {
      ...policy.services,
      dev: aService(),
      staging: aService({ promotesFrom: 'dev' }),
      eu: aService({ promotesFrom: 'web' }),
    };
    const whole = { ...policy, services };
    expect(promotionLine('web', whole)).toEqual(['dev', 'staging', 'web', 'eu']);
    expect(promotionLine('eu', whole)).toEqual(['dev', 'staging', 'web', 'eu']);
    expect(promotionLine('core-db', whole)).toEqual(['core-db']);
    expect(askedOf([aContent(PROMOTED)], whole)).toEqual({
      services: ['dev', 'staging', 'web', 'eu'],
      tests: ['CHG-7'],
      from: ['staging'],
      commits: [COMMIT],
    });
  });
});
