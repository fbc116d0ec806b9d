import { describe, expect, test } from 'vitest';
import { openToAttempt } from '../../src/change/decide/recovery.ts';
import { followUps } from '../../src/change/follow-ups.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { Intent } from '../../src/change/intents.ts';
import { lastSafeRollbackAt } from '../../src/change/ladder.ts';
import type { Policy, Runbook } from '../../src/change/policy.ts';
import { restoreMsOf, withMeasuredRestores } from '../../src/change/restore-estimate.ts';
import { shortfallOf } from '../../src/change/shortfall.ts';
import type { StepReport } from '../../src/change/step-report.ts';
import {
  CLOSES_AT,
  GO_AT,
  OPENS_AT,
  aContent,
  aWorker,
  anActor,
  liveThrough,
  runs,
  type Story,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { PROVEN } from '../support/a-proof.ts';
import { given } from '../support/given.ts';
import { BACKUP_AT, START, emergency, prepared, ready, settle, typed, wake } from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + MINUTE;
const by = 'U0ADA';
const BACKUP = 'CHG-1-r1-w1-window-backup-1';

function withBackup(more: Partial<NonNullable<Runbook['backup']>>, rest: Partial<Runbook> = {}): Policy {
  const runbook = aRunbook(rest);
  return aPolicy({
    runbooks: { 'web-release': runbook.backup ? { ...runbook, backup: { ...runbook.backup, ...more } } : runbook },
  });
}

function untested(): Policy {
  const { backup, ...rest } = aRunbook();
  const { restoreTest: _none, ...made } = backup ?? {};
  return aPolicy({ runbooks: { 'web-release': { ...rest, ...(backup ? { backup: made as typeof backup } : {}) } } });
}

/** Its backup reported like this, five minutes before the plan that follows it. */
function backedUp(shown: Partial<StepReport>, under = policy): Story {
  const due = runs(liveThrough(under, [wake('backup', BACKUP_AT)], ready({ policy: under })), under, BACKUP_AT);
  const ended = { type: 'reportStep', run: BACKUP, outcome: 'succeeded', ...shown } as const;
  const begun = { type: 'beginStep', run: BACKUP, host: 'deploy-1', digest: aRunbook().digest } as const;
  const made = liveThrough(
    under,
    [
      [begun, aWorker(), BACKUP_AT + 10 * MINUTE],
      [ended, aWorker(), BACKUP_AT + 40 * MINUTE],
    ],
    due,
  );
  return settle(made, under, BACKUP_AT + 45 * MINUTE);
}

function over(gate: 'backup' | 'restoreTest', reason = 'The copy of Monday was restored by hand.'): Intent {
  return { type: 'overrideGate', gate, reason, revision: 1, schedule: 1 };
}

function shut(story: Story, now: number, under = policy): readonly string[] {
  return shutGates(story.change, { now, policy: under, roster: anActor('U0BOB', under).roster }).map((s) => s.gate);
}

describe('a backup is proven', () => {
  const { proof, restoreMs } = PROVEN;
  test.each<[string, Partial<StepReport>, string | undefined]>([
    ['by its artefact and a restore on trial', PROVEN, undefined],
    ['not by its command alone', {}, 'backupNotProven'],
    ['not by a restore of nobody knows what', { restoreMs }, 'backupNotProven'],
    ['not by an artefact that nobody tried to restore', { proof }, 'restoreNotTested'],
    [
      'not by an artefact that was nearly too old already',
      { proof: { ...proof, ageMs: 4 * HOUR - MINUTE }, restoreMs },
      'backupNotProven',
    ],
  ])('%s', (_, shown, code) => {
    const heard = given(backedUp(shown)).when(START(), { by, at });
    if (code === undefined) heard.becomes('implementing');
    else heard.refuses(code as 'backupNotProven');
  });

  test('until its artefact, not its run, is too old', () => {
    const story = backedUp({ proof: { ...proof, ageMs: 3 * HOUR }, restoreMs });
    const written = BACKUP_AT + 40 * MINUTE - 3 * HOUR;
    expect(shut(story, written + 4 * HOUR)).toEqual([]);
    expect(shut(story, written + 4 * HOUR + 1)).toEqual(['backup']);
    given(story)
      .when(START(), { by, at: written + 4 * HOUR + 1 })
      .refuses('backupNotProven', { state: 'tooOld' });
  });

  test('and may be made anew by a press where it will not last while the work may still begin', () => {
    expect(openToAttempt(prepared().change, policy)).toBeUndefined();
    const brief = withBackup({ proof: { file: '/var/backups/web.snap', minBytes: 1000, maxAgeMs: 2 * HOUR } });
    const story = prepared({ policy: brief });
    expect(openToAttempt(story.change, brief)?.run).toBe(BACKUP);
    given(story)
      .when({ type: 'tryAgain', run: BACKUP }, { by, at, policy: brief })
      .yields({ type: 'stepRequested', step: 'backup', attempt: 2 });
  });
});

describe('a restore that nobody tests', () => {
  const lax = untested();

  test('is known as soon as the change is ready, and stops its start', () => {
    expect(shut(ready({ policy: lax }), GO_AT + DAY, lax)).toEqual(['restoreTest']);
    expect(shut(ready(), GO_AT + DAY)).toEqual([]);
    given(backedUp({ proof: PROVEN.proof }, lax))
      .when(START(), { by, at, policy: lax })
      .refuses('restoreNotTested');
  });

  test('is waived by name with a reason, days ahead, by a second person, who owes it', () => {
    const story = ready({ policy: lax });
    given(story)
      .when(over('restoreTest'), { by, at: GO_AT + DAY, policy: lax })
      .refuses('notAnOverrider');
    given(story)
      .when(over('restoreTest', ' '), { by: 'U0BOB', at: GO_AT + DAY, policy: lax })
      .refuses('reasonNeeded');
    const waived = given(story)
      .when(over('restoreTest'), { by: 'U0BOB', at: GO_AT + DAY, policy: lax })
      .yields({ type: 'gateOverridden', gate: 'restoreTest' }, { type: 'debtOwed', what: 'override', owner: 'U0BOB' });
    const due = liveThrough(lax, [wake('backup', BACKUP_AT)], waived.story);
    let lived = due;
    while (lived.change.runs.some((r) => r.state !== 'ended')) lived = runs(lived, lax, BACKUP_AT);
    given(lived).when(START(), { by, at, policy: lax }).becomes('implementing');
  });

  test('is nothing to a change that destroys nothing', () => {
    const harmless = {
      ...lax,
      runbooks: { 'web-release': { ...lax.runbooks['web-release'], destructive: false } },
    } as Policy;
    expect(shut(ready({ policy: harmless }), GO_AT + DAY, harmless)).toEqual([]);
  });

  test('is answered for by whoever answers for no backup at all', () => {
    const due = runs(liveThrough(lax, [wake('backup', BACKUP_AT)], ready({ policy: lax })), lax, BACKUP_AT);
    const failed = runs(due, lax, BACKUP_AT, 'failed');
    expect(shut(failed, at, lax)).toEqual(['backup', 'restoreTest']);
    const passed = given(failed).when(over('backup'), { by: 'U0BOB', at, policy: lax }).story;
    expect(shut(settle(passed, lax, at), at + HOUR, lax)).toEqual([]);
  });

  test('cannot be waived where it was tried and failed: that is a failed backup', () => {
    const due = runs(liveThrough(policy, [wake('backup', BACKUP_AT)], ready()), policy, BACKUP_AT);
    const failed = runs(due, policy, BACKUP_AT, 'failed', 'The backup is not proven: its restore test did not pass.');
    expect(shut(failed, at)).toEqual(['backup']);
    given(failed).when(over('restoreTest'), { by: 'U0BOB', at }).refuses('gateNotShut');
  });
});

describe('a backup that grows too old after the start', () => {
  const long = { content: { closesAt: OPENS_AT + 8 * HOUR } };
  const made = prepared(long);
  const written = made.change.runs.find((r) => r.run === BACKUP)?.endedAt ?? 0;
  const tooOld = written + 4 * HOUR + MINUTE;
  const begun = liveThrough(policy, [typed(policy, written + 4 * HOUR - MINUTE)], made);
  const plan = begun.change.runs.at(-1)?.run ?? '';
  const begins = (run: string): Intent => ({ type: 'beginStep', run, host: 'deploy-1', digest: aRunbook().digest });
  const reports = (run: string, more: Partial<StepReport> = {}): Intent => ({
    type: 'reportStep',
    run,
    outcome: 'succeeded',
    ...more,
  });
  const worker = aWorker();

  test('while the fresh plan is made: the start is taken back, nothing is applied, another backup can be made', () => {
    const planning = liveThrough(policy, [[begins(plan), worker, tooOld - 2 * MINUTE]], begun);
    const back = given(planning)
      .when(reports(plan), { by: worker, at: tooOld })
      .yields({ type: 'stepEnded' }, { type: 'startTakenBack', run: plan, because: 'backup' })
      .becomes('ready').story;
    given(back)
      .when(START(), { by, at: tooOld + MINUTE })
      .refuses('backupNotProven', { state: 'tooOld' });
    expect(openToAttempt(back.change, policy)?.run).toBe(BACKUP);
    const again = given(back).when({ type: 'tryAgain', run: BACKUP }, { by, at: tooOld + MINUTE }).story;
    given(settle(again, policy, tooOld + MINUTE))
      .when(START(), { by, at: tooOld + HOUR })
      .becomes('implementing');
  });

  const asked = liveThrough(
    policy,
    [
      [begins(plan), worker, tooOld - 2 * MINUTE],
      [reports(plan), worker, tooOld - 2 * MINUTE],
    ],
    begun,
  );
  const apply = asked.change.runs.at(-1)?.run ?? '';

  test('while the apply waits for its worker: it does not begin', () => {
    given(asked).when(begins(apply), { by: worker, at: tooOld }).refuses('backupNotProven', { state: 'tooOld' });
    given(asked)
      .when(reports(apply, { outcome: 'failed', reason: 'Nothing was run.' }), { by: worker, at: tooOld })
      .yields({ type: 'stepEnded' }, { type: 'startTakenBack', run: apply, because: 'backup' })
      .becomes('ready');
  });

  test('holds nothing up where a second person answered for it', () => {
    const answered = given(made).when(over('backup'), { by: 'U0BOB', at: tooOld }).story;
    const planned = runs(liveThrough(policy, [typed(policy, tooOld)], answered), policy, tooOld);
    given(planned)
      .when(begins(planned.change.runs.at(-1)?.run ?? ''), { by: worker, at: tooOld + HOUR })
      .yields({ type: 'stepBegun' });
  });

  test('holds up no further attempt of an apply that had begun: what it half did is undone by that very backup', () => {
    const applying = liveThrough(policy, [[begins(apply), worker, tooOld - MINUTE]], asked);
    const failed = given(applying).when(reports(apply, { outcome: 'failed' }), { by: worker, at: tooOld }).story;
    const planned = given(failed).when({ type: 'tryAgain', run: apply }, { by, at: tooOld + MINUTE }).story;
    const again = runs(planned, policy, tooOld + MINUTE);
    given(again)
      .when(begins(again.change.runs.at(-1)?.run ?? ''), { by: worker, at: tooOld + HOUR })
      .yields({ type: 'stepBegun' });
  });

  test('leaves an emergency under way, waiting for its start again', () => {
    const story = emergency({ content: { closesAt: OPENS_AT + 8 * HOUR } });
    const backed = story.change.runs.find((r) => r.step === 'backup')?.endedAt ?? 0;
    const late = liveThrough(policy, [typed(policy, backed + 4 * HOUR - MINUTE)], story);
    const run = late.change.runs.at(-1)?.run ?? '';
    const back = liveThrough(
      policy,
      [
        [begins(run), worker, backed + 4 * HOUR - MINUTE],
        [reports(run), worker, backed + 5 * HOUR],
      ],
      late,
    );
    expect(back.change).toMatchObject({ status: 'implementing', confirmed: false });
    expect(openToAttempt(back.change, policy)?.step).toBe('backup');
  });
});

describe('what a restore test took', () => {
  const digest = aRunbook().digest;
  const measured = (ms: number): Policy => withMeasuredRestores(policy, new Map([[digest, ms]]));
  const runbookOf = (under: Policy): Runbook | undefined => under.runbooks['web-release'];

  test('counts where it is longer than the runbook says, and shortens nothing', () => {
    expect(restoreMsOf(runbookOf(measured(50 * MINUTE)))).toBe(50 * MINUTE);
    expect(restoreMsOf(runbookOf(measured(MINUTE)))).toBe(30 * MINUTE);
    expect(restoreMsOf(runbookOf(withMeasuredRestores(policy, new Map([['another', HOUR]]))))).toBe(30 * MINUTE);
    expect(lastSafeRollbackAt(CLOSES_AT, runbookOf(measured(50 * MINUTE)))).toBe(CLOSES_AT - HOUR);
  });

  test('leaves less of the window for the work', () => {
    const content = aContent({ estimateMs: 2 * HOUR });
    expect(shortfallOf(content, policy)).toBeUndefined();
    expect(shortfallOf(content, measured(HOUR))).toMatchObject({ restoreMs: HOUR, missingMs: 10 * MINUTE });
  });

  test.each([
    ['longer than was reckoned brings the last safe rollback sooner', 50 * MINUTE, [CLOSES_AT - HOUR]],
    ['shorter than that moves nothing', 20 * MINUTE, []],
  ])('%s', (_, restoreMs, dueAt) => {
    const story = backedUp({ ...PROVEN, restoreMs });
    const ended = story.facts.find(({ fact }) => fact.type === 'stepEnded' && fact.run === BACKUP);
    const after = ended ? followUps(story.change, ended, policy) : [];
    const sooner = after.filter((f) => 'milestone' in f && f.milestone === 'lastSafe');
    expect(sooner.map((f) => f.dueAt)).toEqual(dueAt);
  });
});
