import { describe, expect, test } from 'vitest';
import { conflictsOf } from '../../src/change/calendar.ts';
import { wayBackOf } from '../../src/change/critical.ts';
import { decide } from '../../src/change/decide.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { GateName } from '../../src/change/override.ts';
import type { Policy, RollbackScope, Runbook, Service } from '../../src/change/policy.ts';
import { withMeasuredRollbacks } from '../../src/change/rollback-estimate.ts';
import {
  aContent,
  anActor,
  FILED_AT,
  GO_AT,
  liveThrough,
  OPENS_AT,
  PATTERNS,
  type Story,
  type Told,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { atGo, CLOSE, emergency, EMERGENCY, implemented, prepared, START, vote } from '../support/lives.ts';

const at = GO_AT + HOUR;
const startsAt = OPENS_AT + MINUTE;

/** The service `web`, critical or not, and its runbook, as they should be but for what is said. */
function thePolicy(critical: boolean, service: Partial<Service> = {}, runbook = aRunbook()): Policy {
  const web = aService({ critical, lowUsage: '20:00-23:00', ...service });
  return aPolicy({ services: { web }, runbooks: { 'web-release': runbook } });
}

function goingBack(application: Partial<RollbackScope>): Runbook {
  return aRunbook({ rollback: { automatic: false, application: { run: ['./previous-task.sh'], ...application } } });
}

/** Why it is refused, undefined where it is heard. */
function refused({ change }: Story, [intent, actor, now]: Told, policy: Policy): string | undefined {
  const decision = decide(change, intent, { now, policy, patterns: PATTERNS, actor });
  return decision.ok ? undefined : decision.refusal.code;
}

function yes(policy: Policy): Told {
  return vote(policy, 'U0CYD', atGo({ policy }).change.ballots.length, at);
}

/** What becomes of something under a policy, before which this other one was in force. */
type Asked = (policy: Policy, before: Policy) => string | undefined;

const go: Asked = (policy) => refused(atGo({ policy }), yes(policy), policy);
/** Of a change that was prepared while the service was not critical yet. */
const start: Asked = (policy, before) =>
  refused(prepared({ policy: before }), [START(), anActor('U0ADA', policy), startsAt], policy);
const close: Asked = (policy) => {
  const story = implemented({ policy });
  const closing: Told = [CLOSE, anActor('U0ADA', policy), (story.change.endedAt ?? 0) + 30 * HOUR];
  return refused(story, closing, policy);
};
const filed: Asked = (policy) =>
  conflictsOf({ ...aContent(), implementer: 'U0ADA' }, [], policy, FILED_AT)
    .map(({ kind }) => kind)
    .find((kind) => kind === 'noAudience' || kind === 'lowUsage');

const SLOW = goingBack({ estimateMs: 6 * MINUTE, measuredMs: MINUTE });
const UNTESTED = goingBack({ estimateMs: 5 * MINUTE });
const { backup: BACKUP, ...WITHOUT_BACKUP } = aRunbook({ destructive: false });
const { restoreTest: _none, ...UNRESTORED } = BACKUP ?? {
  run: ['false'],
  estimateMs: 0,
  restore: { estimateMs: 0, sources: [] },
};
const NOBODY = { audience: { channels: [], people: [], emails: [], teams: [] } };
const ELSEWHEN = { lowUsage: '03:00-06:00' };

describe('naming a critical service switches on, and naming none leaves off, that', () => {
  test.each<[rule: string, asked: Asked, service: Partial<Service>, runbook: Runbook | undefined, says: string]>([
    ['its GO takes a rollback that is declared', go, {}, goingBack({ measuredMs: MINUTE }), 'rollbackNotQuick'],
    ['its GO takes one declared to take five minutes at most', go, {}, SLOW, 'rollbackNotQuick'],
    ['its GO takes one that was seen to succeed', go, {}, UNTESTED, 'rollbackNotQuick'],
    [
      'its GO takes one that took no longer',
      go,
      {},
      goingBack({ estimateMs: MINUTE, measuredMs: 301_000 }),
      'rollbackNotQuick',
    ],
    ['its GO takes a rollback at all', go, {}, aRunbook({ rollback: { automatic: false } }), 'rollbackNotQuick'],
    ['its start takes the same', start, {}, UNTESTED, 'rollbackNotQuick'],
    ['its window lies where few use it, at its GO', go, ELSEWHEN, undefined, 'outsideLowUsage'],
    ['its window lies there, at its start', start, ELSEWHEN, undefined, 'outsideLowUsage'],
    ['its window outside is told when it is filed', filed, ELSEWHEN, undefined, 'lowUsage'],
    ['an audience of nobody is told when it is filed', filed, NOBODY, undefined, 'noAudience'],
    ['its start takes a proven backup although nothing is destroyed', start, {}, WITHOUT_BACKUP, 'backupNotProven'],
    ['it is watched for 72 hours', close, {}, undefined, 'watchNotOver'],
  ])('%s', (_, asked, service, runbook, says) => {
    const [critical, plain] = [thePolicy(true, service, runbook), thePolicy(false, service, runbook)];
    expect({ with: asked(critical, plain), without: asked(plain, plain) }).toEqual({ with: says, without: undefined });
  });
});

test('a restore of its backup that nobody tests stops it although nothing is destroyed', () => {
  const shut = (critical: boolean) => {
    const policy = thePolicy(critical, {}, aRunbook({ destructive: false, backup: UNRESTORED }));
    const story = liveThrough(policy, [yes(policy)], atGo({ policy }));
    return shutGates(story.change, { now: at, policy }).map(({ gate }) => gate);
  };
  expect({ with: shut(true), without: shut(false) }).toEqual({ with: ['restoreTest'], without: [] });
});

test.each<[GateName, Policy]>([
  ['criticalRollback', thePolicy(true, {}, UNTESTED)],
  ['lowUsage', thePolicy(true, ELSEWHEN)],
])(
  'a second person answers for %s before the GO, which then passes and needs no other answer at the start',
  (gate, policy) => {
    const intent: Intent = {
      type: 'overrideGate',
      gate,
      reason: 'Read through line by line.',
      revision: 1,
      schedule: 1,
    };
    const story = atGo({ policy });
    given(story).when(intent, { by: 'U0ADA', at, policy }).refuses('notAnOverrider');
    const answered = given(story)
      .when(intent, { by: 'U0BOB', at, policy })
      .yields({ type: 'gateOverridden', gate }, { type: 'debtOwed', what: 'override' }).story;
    expect(refused(answered, yes(policy), policy)).toBeUndefined();
    const passed = liveThrough(policy, [yes(policy)], answered);
    expect(shutGates(passed.change, { now: at + DAY, policy }).map((shut) => shut.gate)).toEqual([]);
  },
);

test('an emergency of a critical service starts all the same', () => {
  const policy = thePolicy(true, ELSEWHEN, { ...UNTESTED, destructive: false });
  const { change } = emergency({ policy, content: EMERGENCY });
  expect(shutGates(change, { now: OPENS_AT, policy }).map(({ gate }) => gate)).toEqual([]);
});

test('a NO-GO needs none of it', () => {
  const policy = thePolicy(true, {}, SLOW);
  const story = atGo({ policy });
  const intent = { type: 'castVote', ballot: story.change.ballots.length, answer: 'no', reason: 'Too slow.' } as const;
  given(story).when(intent, { by: 'U0CYD', at, policy }).becomes('draft');
});

describe('going back', () => {
  const { rollback } = aRunbook();

  test('takes as long as the longest of its scopes', () => {
    expect(wayBackOf(aRunbook())).toEqual({ declaredMs: 4 * MINUTE, testedMs: 3 * MINUTE });
    const half = { ...rollback, application: { run: ['./previous-task.sh'] as const } };
    expect(wayBackOf(aRunbook({ rollback: half }))).toEqual({ declaredMs: undefined, testedMs: undefined });
  });

  test('of a runbook that only brings data back takes as long as that', () => {
    const none = { automatic: false };
    expect(wayBackOf(aRunbook({ rollback: none }))).toEqual({ declaredMs: 30 * MINUTE, testedMs: undefined });
    expect(wayBackOf({ rollback: none })).toEqual({ declaredMs: 'none', testedMs: undefined });
  });

  test('is measured by the newest rollback of that very runbook, once for each target', () => {
    const targets = { list: ['a', 'b', 'c'].map((name) => ({ name, values: {} })), waves: [1, 2], soakMs: 0 };
    const policy = aPolicy({ runbooks: { 'web-release': aRunbook({ targets }) } });
    const { digest } = aRunbook();
    const times = (measured: ReadonlyMap<string, { application?: number; infrastructure?: number }>) => {
      const runbook = withMeasuredRollbacks(policy, measured).runbooks['web-release'];
      return runbook && wayBackOf(runbook).testedMs;
    };
    expect(times(new Map([[digest, { application: 2 * MINUTE }]]))).toBe(6 * MINUTE);
    expect(times(new Map([['another', { application: 2 * MINUTE }]]))).toBe(3 * MINUTE);
  });
});
