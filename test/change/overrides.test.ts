import { describe, expect, test } from 'vitest';
import { shutGates } from '../../src/change/gates.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { GateName } from '../../src/change/override.ts';
import { openBallots } from '../../src/change/model.ts';
import type { Policy, Runbook } from '../../src/change/policy.ts';
import {
  FILED_AT,
  GO_AT,
  OPENS_AT,
  aWorker,
  anActor,
  liveThrough,
  runs,
  type Story,
  type Told,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  BACKUP_AT,
  START,
  applied,
  atGo,
  edit,
  inReview,
  moved,
  prepared,
  put,
  ready,
  settle,
  started,
  vote,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + MINUTE;
const REASON = 'The supplier leaves tonight.';

function over(gate: GateName, more: { revision?: number; schedule?: number; reason?: string } = {}): Intent {
  return { type: 'overrideGate', gate, reason: REASON, revision: 1, schedule: 1, ...more };
}

function overrides(gate: GateName, when: number, by = 'U0BOB', under = policy): Told {
  return [over(gate), anActor(by, under), when];
}

function shut(story: Story, now: number, under = policy): readonly string[] {
  const roster = anActor('U0BOB', under).roster;
  return shutGates(story.change, { now, policy: under, roster }).map((s) => s.gate);
}

function withRunbook(more: Partial<Runbook>): Policy {
  return aPolicy({ runbooks: { 'web-release': aRunbook(more) } });
}

/** Its first step of the preparation has failed, an hour before the window. */
function unprepared(under = policy): Story {
  return runs(liveThrough(under, [wake('backup', BACKUP_AT)], ready({ policy: under })), under, BACKUP_AT, 'failed');
}

describe('an override', () => {
  test('of the approval lets the change go on, stands with its reason, and is owed for a week', () => {
    given(inReview())
      .when(over('approval'), { by: 'U0BOB', at: FILED_AT + HOUR })
      .yields(
        { type: 'gateOverridden', gate: 'approval', overrider: 'U0BOB', reason: REASON },
        {
          type: 'debtOwed',
          what: 'override',
          owner: 'U0BOB',
          dueAt: FILED_AT - (FILED_AT % DAY) + 7 * DAY + 9 * HOUR,
          detail: `approval: ${REASON}`,
        },
        { type: 'ballotClosed', ballot: 1, result: 'superseded' },
        { type: 'changeApproved' },
      );
  });

  test('of the GO tells the people affected', () => {
    given(atGo())
      .when(over('goNogo'), { by: 'U0BOB', at: GO_AT + HOUR })
      .yields(
        { type: 'gateOverridden' },
        { type: 'debtOwed' },
        { type: 'ballotClosed', ballot: 2, result: 'superseded' },
        { type: 'changeReadied' },
        { type: 'noticeOrdered', notice: 'planned' },
      );
  });

  test('carries the change through its window like the vote it stands for', () => {
    const agreed = liveThrough(
      policy,
      [overrides('approval', FILED_AT + HOUR), wake('goNogo', GO_AT), overrides('goNogo', GO_AT + HOUR)],
      inReview({ byHand: true }),
    );
    given(agreed).when(START(), { by: 'U0ADA', at }).becomes('implementing');
  });

  test('is for a second person who holds the role, with a reason', () => {
    const now = FILED_AT + HOUR;
    given(inReview())
      .when(over('approval'), { by: 'U0EVE', at: now })
      .refuses('notAnOverrider', { role: 'infrastructure-lead' });
    given(inReview())
      .when(over('approval', { reason: ' ' }), { by: 'U0BOB', at: now })
      .refuses('reasonNeeded');
    const guest = { ...anActor('U0BOB', policy), outsider: true };
    given(inReview()).when(over('approval'), { by: guest, at: now }).refuses('outsider');
    const lax = aPolicy({
      roles: { ...policy.roles, 'infrastructure-lead': { members: ['U0ADA', 'U0BOB', 'U0DAN'], delegates: [] } },
      voting: { ...policy.voting, requester: true, editor: true, implementer: true },
    });
    const filed = inReview({ policy: lax, content: { implementer: 'U0DAN' } });
    for (const [by, as] of [
      ['U0ADA', 'requester'],
      ['U0DAN', 'implementer'],
    ] as const)
      given(filed).when(over('approval'), { by, at: now, policy: lax }).refuses('notASecondPerson', { as });
    const title = { ...filed.change.content, title: 'Other words' };
    const edited = given(filed).when(edit(title), { by: 'U0BOB', at: now, policy: lax }).story;
    given(edited)
      .when(over('approval'), { by: 'U0BOB', at: now, policy: lax })
      .refuses('notASecondPerson', { as: 'editor' });
  });

  test('takes as many as the policy asks, each once', () => {
    const two = aPolicy({ overrides: { role: 'infrastructure-lead', need: 2 } });
    const half = liveThrough(two, [overrides('approval', FILED_AT + HOUR, 'U0BOB', two)], inReview({ policy: two }));
    expect(half.change.status).toBe('inReview');
    given(half)
      .when(over('approval'), { by: 'U0BOB', at: FILED_AT + HOUR, policy: two })
      .refuses('overriddenAlready');
    const { story } = given(half)
      .when(over('approval'), { by: 'U0CYD', at: FILED_AT + HOUR, policy: two })
      .becomes('approved');
    expect(story.change.debts.map((d) => d.owner)).toEqual(['U0BOB', 'U0CYD']);
  });

  test('by all takes all who may, whom the clock cannot do without either', () => {
    const leads = { members: ['U0ADA', 'U0BOB', 'U0DAN'], delegates: [] };
    const all = aPolicy({
      roles: { ...policy.roles, 'infrastructure-lead': leads },
      overrides: { role: 'infrastructure-lead', need: 'all' },
    });
    const now = FILED_AT + HOUR;
    const half = liveThrough(all, [overrides('approval', now, 'U0BOB', all)], inReview({ policy: all }));
    const [ask, clock] = put(all, 1, now);
    given(half).when(ask, { by: clock, at: now, policy: all }).becomes('inReview');
    given(half).when(over('approval'), { by: 'U0DAN', at: now, policy: all }).becomes('approved');
  });

  test('of two counts for those who hold the role yet, whoever speaks next', () => {
    const two = aPolicy({ overrides: { role: 'infrastructure-lead', need: 2 } });
    const now = FILED_AT + HOUR;
    const half = liveThrough(two, [overrides('approval', now, 'U0BOB', two)], inReview({ policy: two }));
    const roles = { ...two.roles, 'infrastructure-lead': { members: ['U0CYD'], delegates: [] } };
    const left = { ...two, roles };
    const both = given(half).when(over('approval'), { by: 'U0CYD', at: now, policy: left }).becomes('inReview').story;
    const [ask, clock] = put(left, 1, now);
    given(both).when(ask, { by: clock, at: now, policy: left }).becomes('inReview');
  });

  test('is of a gate that is shut, as the one who gives it saw the change', () => {
    given(inReview())
      .when(over('goNogo'), { by: 'U0BOB', at: FILED_AT + HOUR })
      .refuses('gateNotShut', { gate: 'goNogo' });
    given(prepared()).when(over('backup'), { by: 'U0BOB', at }).refuses('gateNotShut');
    given(inReview())
      .when(over('approval', { revision: 2 }), { by: 'U0BOB', at: FILED_AT + HOUR })
      .refuses('staleRevision');
    given(inReview())
      .when(over('approval', { schedule: 2 }), { by: 'U0BOB', at: FILED_AT + HOUR })
      .refuses('staleRevision');
  });

  test('binds to the revision and the window it was given in', () => {
    const without = liveThrough(policy, [overrides('approval', FILED_AT + HOUR)], inReview());
    const { content } = without.change;
    for (const to of [{ ...content, risk: 'low' as const }, moved(content, DAY)]) {
      const edited = given(without)
        .when(edit(to), { by: 'U0ADA', at: FILED_AT + 2 * HOUR })
        .becomes('inReview').story;
      expect(openBallots(edited.change).map((b) => b.question)).toEqual(['approval']);
    }
  });

  test('counts at the start only while whoever gave it holds the role', () => {
    const passed = liveThrough(policy, [overrides('preflight', BACKUP_AT + 10 * MINUTE)], unprepared());
    const story = settle(passed, policy, BACKUP_AT + 15 * MINUTE);
    given(story)
      .when(START(), { by: 'U0ADA', at: at + HOUR })
      .becomes('implementing');
    const emptied = { ...policy, overrides: { role: 'security', need: 1 } };
    given(story)
      .when(START(), { by: 'U0ADA', at: at + HOUR, policy: emptied })
      .refuses('preflightNotPassed');
  });
});

describe('of the preparation', () => {
  test('a failed preflight passed over lets the backup and the plan be made', () => {
    const passed = given(unprepared()).when(over('preflight'), { by: 'U0BOB', at: BACKUP_AT + HOUR });
    passed.yields({ type: 'gateOverridden' }, { type: 'debtOwed' }, { type: 'stepRequested', step: 'backup' });
    const story = settle(passed.story, policy, BACKUP_AT + HOUR);
    expect(story.change.runs.map((r) => r.step)).toEqual(['preflight', 'plan', 'preflight', 'backup', 'plan']);
  });

  test('each gate is passed over by itself', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    const noBackup = runs(runs(due, policy, BACKUP_AT), policy, BACKUP_AT + 10 * MINUTE, 'failed');
    expect(shut(noBackup, at)).toEqual(['backup']);
    given(noBackup).when(START(), { by: 'U0ADA', at }).refuses('backupNotProven', { state: 'failed' });
    const noPlan = runs(liveThrough(policy, [overrides('backup', at)], noBackup), policy, at + MINUTE, 'failed');
    given(noPlan)
      .when(START(), { by: 'U0ADA', at: at + HOUR })
      .refuses('planNotReady', { state: 'failed' });
    const story = liveThrough(policy, [overrides('plan', at + HOUR)], noPlan);
    given(story)
      .when(START(), { by: 'U0ADA', at: at + HOUR })
      .becomes('implementing');
  });

  test('a backup that grew too old, or that the runbook does not make', () => {
    const long = prepared({ content: { closesAt: OPENS_AT + 8 * HOUR } });
    const old = OPENS_AT + 5 * HOUR;
    expect(shut(long, old)).toEqual(['backup']);
    given(liveThrough(policy, [overrides('backup', old)], long))
      .when(START(), { by: 'U0ADA', at: old })
      .becomes('implementing');
    const { backup: _none, ...rest } = aRunbook();
    const without = { ...policy, runbooks: { 'web-release': rest } };
    const bare = prepared({ policy: without });
    given(liveThrough(without, [overrides('backup', at, 'U0BOB', without)], bare))
      .when(START(), { by: 'U0ADA', at, policy: without })
      .becomes('implementing');
  });

  test('what has not run yet is no gate before the window, and what runs is waited for', () => {
    expect(shut(ready(), GO_AT + DAY)).toEqual([]);
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    expect(shut(due, at)).toEqual([]);
    given(due).when(over('preflight'), { by: 'U0BOB', at }).refuses('gateNotShut');
    given(due).when(START(), { by: 'U0ADA', at }).refuses('stepRunning');
  });
});

describe('of what was agreed to', () => {
  const edited = withRunbook({ digest: 'd2'.repeat(32) });
  const again = withRunbook({ digest: 'd3'.repeat(32) });

  test('another runbook is passed over as it is then, to its apply, and not the next one', () => {
    expect(shut(prepared(), at, edited)).toEqual(['runbook']);
    const story = liveThrough(edited, [overrides('runbook', at, 'U0BOB', edited)], prepared());
    given(story).when(START(), { by: 'U0ADA', at, policy: again }).refuses('runbookChanged');
    const begun = given(story).when(START(), { by: 'U0ADA', at, policy: edited }).becomes('implementing').story;
    const planned = runs(begun, edited, at + MINUTE);
    const apply = planned.change.runs.at(-1)?.run ?? '';
    const begin: Intent = { type: 'beginStep', run: apply, host: 'deploy-1', digest: 'd2'.repeat(32) };
    given(planned)
      .when(begin, { by: aWorker(), at: at + HOUR, policy: edited })
      .yields({ type: 'stepBegun' });
    const other = { ...begin, digest: 'd3'.repeat(32) };
    given(planned)
      .when(other, { by: aWorker(), at: at + HOUR, policy: again })
      .refuses('runbookChanged');
  });

  test('what an override of the GO agreed to is compared too', () => {
    const story = liveThrough(policy, [overrides('goNogo', GO_AT + HOUR)], atGo({ byHand: false }));
    const made = settle(liveThrough(edited, [wake('backup', BACKUP_AT)], story), edited, BACKUP_AT);
    given(made).when(START(), { by: 'U0ADA', at, policy: edited }).refuses('runbookChanged');
  });

  test('votes that no longer count are passed over', () => {
    const emptied = aPolicy({ roles: { ...policy.roles, validator: { members: [], delegates: [] } } });
    expect(shut(prepared(), at, emptied)).toEqual(['votes']);
    const story = liveThrough(emptied, [overrides('votes', at, 'U0BOB', emptied)], prepared());
    given(story).when(START(), { by: 'U0ADA', at, policy: emptied }).becomes('implementing');
  });

  test('a new attempt goes through the same gates', () => {
    const failed = applied('failed');
    const run = failed.change.runs.at(-1)?.run ?? '';
    expect(shut(failed, at + HOUR, edited)).toEqual(['runbook']);
    const story = liveThrough(edited, [overrides('runbook', at + HOUR, 'U0BOB', edited)], failed);
    given(story)
      .when({ type: 'tryAgain', run }, { by: 'U0ADA', at: at + HOUR, policy: edited })
      .yields({ type: 'stepRequested', step: 'plan' });
  });
});

describe('nobody can override', () => {
  test('a hard freeze, nor the votes of its exception', () => {
    const freezes = [{ name: 'Election', from: '2026-11-01', to: '2026-11-05', hard: true }];
    const frozen = aPolicy({ calendar: { freezes, avoid: [] } });
    expect(shut(prepared({ policy: frozen }), at, frozen)).toEqual([]);
    given(prepared({ policy: frozen }))
      .when(START(), { by: 'U0ADA', at, policy: frozen })
      .refuses('insideFreeze');
    const allowed = liveThrough(frozen, [vote(frozen, 'U0MGR', 2, OPENS_AT - HOUR)], prepared({ policy: frozen }));
    const emptied = { ...frozen, roles: { ...frozen.roles, management: { members: [], delegates: [] } } };
    given(allowed).when(START(), { by: 'U0ADA', at, policy: emptied }).refuses('votesMissing');
    given(allowed).when(over('votes'), { by: 'U0BOB', at, policy: emptied }).refuses('gateNotShut');
  });

  test('the window, the typed id, a runbook that is gone, or work under way', () => {
    const early = liveThrough(policy, [overrides('preflight', BACKUP_AT + HOUR)], unprepared());
    given(early)
      .when(START(), { by: 'U0ADA', at: OPENS_AT - 1 })
      .refuses('outsideWindow');
    given(prepared())
      .when({ ...START(), typed: 'CHG-2' }, { by: 'U0ADA', at })
      .refuses('idNotTyped');
    const gone = aPolicy({ runbooks: {} });
    expect(shut(prepared(), at, gone)).toEqual([]);
    given(prepared()).when(START(), { by: 'U0ADA', at, policy: gone }).refuses('runbookGone');
    expect(shut(applied('unknown'), at + HOUR)).toEqual([]);
    given(started()).when(over('plan'), { by: 'U0BOB', at }).refuses('gateNotShut');
  });
});
