import { describe, expect, test } from 'vitest';
import type { Runbook } from '../../src/change/policy.ts';
import {
  CLOSES_AT,
  GO_AT,
  OPENS_AT,
  aContent,
  aWorker,
  anActor,
  filing,
  liveThrough,
  runs,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { shownBy } from '../support/a-proof.ts';
import { given } from '../support/given.ts';
import {
  BACKUP_AT,
  STANDARD,
  START,
  edit,
  emergency,
  moved,
  no,
  prepared,
  ready,
  settle,
  started,
  typed,
  vote,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + MINUTE;
const by = 'U0ADA';
const withRunbook = (overrides: Partial<Runbook>) => aPolicy({ runbooks: { 'web-release': aRunbook(overrides) } });

describe('the start', () => {
  test('is the typed id of the change by its implementer: a fresh plan is made and the audience told', () => {
    given(prepared())
      .when(START(), { by, at })
      .yields(
        { type: 'changeStarted', implementer: 'U0ADA', confirmed: true },
        { type: 'noticeOrdered', notice: 'start' },
        { type: 'stepRequested', step: 'plan', occasion: 'start' },
      )
      .becomes('implementing');
  });

  test('takes the id in any padding and case, and no other', () => {
    for (const words of ['CHG-001', 'chg-1', ' 1 ']) {
      given(prepared())
        .when({ ...START(), typed: words }, { by, at })
        .becomes('implementing');
    }
    for (const words of ['', 'CHG-2', 'CHG-11', 'yes', 'CHG-1; rm']) {
      given(prepared())
        .when({ ...START(), typed: words }, { by, at })
        .refuses('idNotTyped', { expected: 'CHG-001' });
    }
  });

  test('is for the implementer, who still holds the role', () => {
    given(prepared()).when(START(), { by: 'U0BOB', at }).refuses('notTheImplementer', { implementer: 'U0ADA' });
    const roleless = aPolicy({ roles: { ...policy.roles, implementer: { members: [], delegates: [] } } });
    given(prepared()).when(START(), { by, at, policy: roleless }).refuses('implementerRoleMissing');
    given(prepared())
      .when(START(), { by: { ...anActor(by, policy), outsider: true }, at })
      .refuses('outsider');
    given(prepared()).when(START(), { by: aWorker(), at }).refuses('outsider');
  });

  test('is of the revision that was read', () => {
    given(prepared()).when(START(2), { by, at }).refuses('staleRevision');
  });

  test('opens with the window and ends before it closes', () => {
    const lax = withRunbook({ destructive: false });
    const story = prepared({ policy: lax });
    given(story)
      .when(START(), { by, at: OPENS_AT - 1, policy: lax })
      .refuses('outsideWindow', { opensAt: OPENS_AT });
    given(story).when(START(), { by, at: OPENS_AT, policy: lax }).becomes('implementing');
    given(story)
      .when(START(), { by, at: CLOSES_AT - 1, policy: lax })
      .becomes('implementing');
    given(story).when(START(), { by, at: CLOSES_AT, policy: lax }).refuses('outsideWindow', { closesAt: CLOSES_AT });
  });

  test('happens once', () => {
    given(started()).when(START(), { by, at }).refuses('notInStatus');
  });

  test('without a runbook waits for the person to say that the work is done', () => {
    given(prepared({ byHand: true }))
      .when(START(), { by, at })
      .yields({ type: 'changeStarted' }, { type: 'noticeOrdered', notice: 'start' });
  });

  test('of a standard change needs no votes', () => {
    given(prepared({ content: STANDARD }))
      .when(START(), { by, at })
      .becomes('implementing');
  });
});

const frozen = (from: string, to: string, more: { hard?: boolean; timezone?: string } = {}) => {
  const freezes = [{ name: 'Election', from, to, hard: more.hard ?? true }];
  return aPolicy({ calendar: { freezes, avoid: [] }, timezone: more.timezone ?? 'UTC' });
};

describe('a freeze', () => {
  const midnight = Date.UTC(2026, 10, 4);
  const overnight = prepared({ content: { closesAt: OPENS_AT + 12 * HOUR } });

  test('stops even a change that had its GO, until the day it ends', () => {
    given(prepared())
      .when(START(), { by, at, policy: frozen('2026-11-01', '2026-11-04') })
      .refuses('insideFreeze', { name: 'Election', until: midnight });
  });

  test('counts its first day in and its last day out', () => {
    // A backup this old would itself be refused: the start at midnight has the runbook without one.
    const lax = { policy: withRunbook({ destructive: false }), content: { closesAt: OPENS_AT + 12 * HOUR } };
    const story = prepared(lax);
    const under = (from: string, to: string) => ({ ...frozen(from, to), runbooks: lax.policy.runbooks });
    given(story)
      .when(START(), { by, at: midnight - 1, policy: under('2026-11-01', '2026-11-04') })
      .refuses('insideFreeze');
    given(story)
      .when(START(), { by, at: midnight, policy: under('2026-11-01', '2026-11-04') })
      .becomes('implementing');
    given(story)
      .when(START(), { by, at: midnight - 1, policy: under('2026-11-04', '2026-11-05') })
      .becomes('implementing');
    given(story)
      .when(START(), { by, at: midnight, policy: under('2026-11-04', '2026-11-05') })
      .refuses('insideFreeze');
  });

  test("means days in the policy's zone", () => {
    // At 20:01 UTC it is already the 4th in Tokyo and still the 3rd in New York.
    const tokyo = frozen('2026-11-04', '2026-11-05', { timezone: 'Asia/Tokyo' });
    given(overnight).when(START(), { by, at, policy: tokyo }).refuses('insideFreeze');
    const newYork = frozen('2026-11-04', '2026-11-05', { timezone: 'America/New_York' });
    given(overnight).when(START(), { by, at, policy: newYork }).becomes('implementing');
  });

  test('that is soft stops nothing, and none stops an emergency', () => {
    given(prepared())
      .when(START(), { by, at, policy: frozen('2026-11-01', '2026-11-09', { hard: false }) })
      .becomes('implementing');
    given(emergency())
      .when(START(), { by, at: OPENS_AT + HOUR, policy: frozen('2026-11-01', '2026-11-09') })
      .becomes('implementing');
  });
});

describe('the backup', () => {
  test('must have been made', () => {
    const { backup: _none, ...rest } = aRunbook();
    const without = { ...policy, runbooks: { 'web-release': rest } };
    given(prepared({ policy: without }))
      .when(START(), { by, at, policy: without })
      .refuses('backupNotProven', { state: 'none' });
    const harmless = { ...policy, runbooks: { 'web-release': { ...rest, destructive: false } } };
    given(prepared({ policy: harmless }))
      .when(START(), { by, at: OPENS_AT + HOUR, policy: harmless })
      .becomes('implementing');
  });

  test('must be over and proven', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    const asked = runs(due, policy, BACKUP_AT);
    given(asked).when(START(), { by, at }).refuses('backupNotProven', { state: 'running' });
    for (const outcome of ['failed', 'timedOut', 'stopped', 'unknown'] as const) {
      const ended = runs(asked, policy, BACKUP_AT + HOUR, outcome);
      given(ended).when(START(), { by, at }).refuses('backupNotProven', { state: 'failed' });
    }
  });

  test('must not be older than the runbook allows', () => {
    const brief = withRunbook({});
    const long = prepared({ policy: brief, content: { closesAt: OPENS_AT + 8 * HOUR } });
    const endedAt = long.change.runs.find((r) => r.step === 'backup')?.endedAt ?? 0;
    given(long)
      .when(START(), { by, at: endedAt + 4 * HOUR, policy: brief })
      .becomes('implementing');
    given(long)
      .when(START(), { by, at: endedAt + 4 * HOUR + 1, policy: brief })
      .refuses('backupNotProven', { state: 'tooOld' });
  });

  test('made for a former window does not count', () => {
    const later = given(prepared()).when(edit(moved(aContent(), HOUR)), { by, at: OPENS_AT - MINUTE }).story;
    const go = liveThrough(
      policy,
      [[{ type: 'castVote', ballot: 3, answer: 'yes' }, anActor('U0CYD', policy), at]],
      later,
    );
    expect(go.change.status).toBe('ready');
    given(go)
      .when(START(), { by, at: OPENS_AT + HOUR })
      .refuses('stepRunning', { step: 'preflight' });
  });
});

describe('the preparation', () => {
  test('runs preflight, backup and plan one after the other, from the backup prompt on', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    expect(settle(due, policy, BACKUP_AT).change.runs.map((r) => r.run)).toEqual([
      'CHG-1-r1-w1-filing-preflight-1',
      'CHG-1-r1-w1-filing-plan-1',
      'CHG-1-r1-w1-window-preflight-1',
      'CHG-1-r1-w1-window-backup-1',
      'CHG-1-r1-w1-window-plan-1',
    ]);
  });

  test('waits for its hour', () => {
    given(ready())
      .when(edit(aContent({ title: 'T' })), { by, at: BACKUP_AT - 1 })
      .yields({ type: 'changeEdited' }, { type: 'stepRequested', step: 'preflight', occasion: 'ahead' });
    given(ready())
      .when(edit(aContent({ title: 'T' })), { by, at: BACKUP_AT })
      .yields({ type: 'changeEdited' }, { type: 'stepRequested', step: 'preflight', occasion: 'window' });
  });

  test('stops at a step that did not succeed', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    expect(runs(due, policy, BACKUP_AT, 'failed').change.runs.map((r) => r.step)).toEqual([
      'preflight',
      'plan',
      'preflight',
    ]);
    given(runs(due, policy, BACKUP_AT, 'failed'))
      .when(START(), { by, at })
      .refuses('preflightNotPassed', { state: 'failed' });
  });

  test('that has not begun bars the start', () => {
    given(ready()).when(START(), { by, at }).refuses('preflightNotPassed', { state: 'none' });
  });

  test('needs a plan that is ready', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    const backed = runs(runs(due, policy, BACKUP_AT), policy, BACKUP_AT + HOUR);
    given(backed).when(START(), { by, at }).refuses('stepRunning', { step: 'plan' });
    given(runs(backed, policy, at - HOUR, 'failed'))
      .when(START(), { by, at })
      .refuses('planNotReady', { state: 'failed' });
    const { plan: _none, ...rest } = aRunbook();
    const later = { ...policy, runbooks: { 'web-release': rest } };
    const story = prepared({ policy: later });
    given(story)
      .when(START(), { by, at, policy: later })
      .yields({ type: 'changeStarted' }, { type: 'noticeOrdered' }, { type: 'stepRequested', step: 'apply' });
  });

  test('that failed may be tried again by the implementer, and goes on from there', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    const failed = runs(runs(due, policy, BACKUP_AT), policy, BACKUP_AT + HOUR, 'failed');
    const again = given(failed)
      .when({ type: 'tryAgain', run: 'CHG-1-r1-w1-window-backup-1' }, { by, at })
      .yields({ type: 'stepRequested', step: 'backup', attempt: 2, run: 'CHG-1-r1-w1-window-backup-2' }).story;
    given(settle(again, policy, at))
      .when(START(), { by, at: OPENS_AT + HOUR })
      .becomes('implementing');
  });

  test('of a backup grown old may be done again, and the plan follows it', () => {
    const again = given(prepared()).when(
      { type: 'tryAgain', run: 'CHG-1-r1-w1-window-backup-1' },
      { by: 'U0BOB', at },
    ).story;
    expect(
      settle(again, policy, at)
        .change.runs.slice(-2)
        .map((r) => r.run),
    ).toEqual(['CHG-1-r1-w1-window-backup-2', 'CHG-1-r1-w1-window-plan-2']);
  });

  test('is tried again by its people only, one run at a time, and never while it runs', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT)], ready());
    const preflight = { type: 'tryAgain', run: 'CHG-1-r1-w1-window-preflight-1' } as const;
    const failed = runs(due, policy, BACKUP_AT, 'failed');
    given(failed).when(preflight, { by: 'U0EVE', at }).refuses('notTheDecider');
    const twice = given(failed).when(preflight, { by, at }).story;
    given(twice).when(preflight, { by, at }).refuses('noSuchRun');
    given(runs(due, policy, BACKUP_AT))
      .when(preflight, { by, at })
      .refuses('stepRunning', { step: 'backup' });
    given(failed)
      .when({ ...preflight, run: 'CHG-1-r1-w1-filing-plan-1' }, { by, at })
      .refuses('noSuchRun');
  });
});

describe('the runbook that was voted on', () => {
  const edited = withRunbook({ digest: 'd2'.repeat(32) });

  test('is the one that runs: edited since the GO, it is refused', () => {
    given(prepared()).when(START(), { by, at, policy: edited }).refuses('runbookChanged', { runbook: 'web-release' });
  });

  test('taken out of the policy, it is refused', () => {
    given(prepared())
      .when(START(), { by, at, policy: aPolicy({ runbooks: {} }) })
      .refuses('runbookGone');
  });

  test('of a change without votes is the one the preparation used', () => {
    given(prepared({ content: STANDARD }))
      .when(START(), { by, at, policy: edited })
      .refuses('runbookChanged');
  });
});

const begin = (run: string) => ({
  type: 'beginStep' as const,
  run,
  host: 'deploy-1',
  digest: aRunbook().digest,
});

describe('a run asked for by a former revision or window', () => {
  test('does not begin any more, and holds nobody up', () => {
    const filed = liveThrough(policy, [filing(policy)]);
    const edited = given(filed).when(edit(aContent({ risk: 'low' })), { by, at: GO_AT - 7 * DAY }).story;
    given(edited).when(begin('CHG-1-r1-w1-filing-plan-1'), { by: aWorker(), at: GO_AT }).refuses('staleRevision');
    const due = liveThrough(
      policy,
      [
        [
          { type: 'beginStep', run: 'CHG-1-r2-w1-filing-plan-1', host: 'deploy-1', digest: aRunbook().digest },
          aWorker(),
          GO_AT - DAY,
        ],
        [{ type: 'reportStep', run: 'CHG-1-r2-w1-filing-plan-1', outcome: 'succeeded' }, aWorker(), GO_AT - DAY],
        [{ type: 'castVote', ballot: 2, answer: 'yes' }, anActor('U0BOB', policy), GO_AT - DAY],
        wake('goNogo', GO_AT),
        [{ type: 'castVote', ballot: 3, answer: 'yes' }, anActor('U0CYD', policy), GO_AT],
        wake('backup', BACKUP_AT),
      ],
      edited,
    );
    let story = due;
    for (const step of ['preflight', 'backup', 'plan']) {
      const run = `CHG-1-r2-w1-window-${step}-1`;
      story = given(story).when(begin(run), { by: aWorker(), at: BACKUP_AT }).story;
      story = given(story).when(
        { type: 'reportStep', run, outcome: 'succeeded', ...shownBy(run) },
        { by: aWorker(), at: BACKUP_AT },
      ).story;
    }
    given(story)
      .when(typed(policy, at, 2)[0], { by, at })
      .becomes('implementing');
  });

  test('does not begin while its change is edited as a draft', () => {
    const asked = liveThrough(policy, [filing(policy), vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT)]);
    const draft = liveThrough(policy, [no(policy, 'U0CYD', 2, GO_AT)], asked);
    given(draft).when(begin('CHG-1-r1-w1-filing-plan-1'), { by: aWorker(), at: GO_AT }).becomes('draft');
    const edited = given(draft).when(edit(aContent({ risk: 'low' })), { by, at: GO_AT }).story;
    given(edited).when(begin('CHG-1-r1-w1-filing-plan-1'), { by: aWorker(), at: GO_AT }).refuses('staleRevision');
  });

  test('of the window does not begin once the window was missed', () => {
    const due = liveThrough(policy, [wake('backup', BACKUP_AT), wake('closes', CLOSES_AT)], ready());
    given(due).when(begin('CHG-1-r1-w1-window-preflight-1'), { by: aWorker(), at: CLOSES_AT }).refuses('staleRevision');
  });
});
