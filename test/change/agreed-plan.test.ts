import { describe, expect, test } from 'vitest';
import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { GO_AT, OPENS_AT, anActor, filing, liveThrough, runs } from '../support/a-change.ts';
import { HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { EMERGENCY, STANDARD, START, approved, vote, wake } from '../support/lives.ts';
import {
  BOTH,
  CREATES,
  DESTROYS,
  announced,
  dueForGo,
  ends,
  preparedWith,
  readable,
  startedOn,
} from '../support/planned.ts';

const policy = readable();
const at = OPENS_AT + MINUTE;
const by = 'U0ADA';

describe('the GO', () => {
  test('waits for a plan of that day, and is given to what that would do', () => {
    const due = dueForGo();
    expect(due.change.status).toBe('approved');
    expect(due.change.runs.at(-1)).toMatchObject({ step: 'plan', occasion: 'goNogo', state: 'requested' });
    const asked = ends(due, GO_AT, CREATES).change;
    expect(asked.status).toBe('goNogo');
    expect(asked.ballots.at(-1)).toMatchObject({ question: 'goNogo', plan: CREATES.digest });
  });

  test('is asked without one where that failed, and where no worker made it until its deadline', () => {
    expect(runs(dueForGo(), policy, GO_AT, 'failed').change.status).toBe('goNogo');
    expect(liveThrough(policy, [wake('goDeadline', OPENS_AT - HOUR)], dueForGo()).change.status).toBe('goNogo');
  });

  test('is asked again, and nobody told again, when the plan before the window is another one', () => {
    const moved = preparedWith(DESTROYS);
    expect(moved.change.status).toBe('goNogo');
    expect(moved.change.ballots.at(-1)).toMatchObject({ question: 'goNogo', plan: DESTROYS.digest });
    given(moved)
      .when(
        { type: 'castVote', ballot: moved.change.ballots.length, answer: 'yes' },
        { by: 'U0CYD', at: OPENS_AT, policy },
      )
      .yields({ type: 'voteCast' }, { type: 'ballotClosed', result: 'passed' }, { type: 'changeReadied' })
      .becomes('ready');
  });

  test('that was given to the plan of the window stays', () => {
    expect(preparedWith().change.status).toBe('ready');
  });
});

describe('the start', () => {
  const start = { ...START(), plan: CREATES.digest };

  test('is of the plan that was shown, and no newer one', () => {
    given(preparedWith()).when(START(), { by, at, policy }).refuses('planMoved');
    given(preparedWith())
      .when({ ...START(), plan: DESTROYS.digest }, { by, at, policy })
      .refuses('planMoved');
    given(preparedWith())
      .when(start, { by, at, policy })
      .yields(
        { type: 'changeStarted', confirmed: true, plan: CREATES.digest },
        { type: 'noticeOrdered', notice: 'start' },
        { type: 'stepRequested', step: 'plan', occasion: 'start' },
      );
  });

  test('goes on without another press when the fresh plan is what was agreed to', () => {
    expect(ends(startedOn(), at, CREATES).change.runs.at(-1)).toMatchObject({ step: 'apply', state: 'requested' });
  });

  test('is taken back when it is not: nothing is applied, GO is asked again, and the next start plans anew', () => {
    const back = ends(startedOn(), at, DESTROYS);
    expect(back.facts.slice(-3).map((f) => f.fact.type)).toEqual(['stepEnded', 'startTakenBack', 'ballotOpened']);
    expect(back.change).toMatchObject({ status: 'goNogo' });
    expect(back.change.startedAt).toBeUndefined();
    const again = liveThrough(policy, [vote(policy, 'U0CYD', back.change.ballots.length, at + 5 * MINUTE)], back);
    given(again)
      .when({ ...START(), plan: DESTROYS.digest }, { by, at: at + 6 * MINUTE, policy })
      .yields(
        { type: 'changeStarted', plan: DESTROYS.digest },
        { type: 'stepRequested', step: 'plan', occasion: 'start', attempt: 2 },
      );
  });

  test('that was refused its GO is a draft again, and whoever was told hears that nothing comes of it', () => {
    const back = ends(startedOn(), at, DESTROYS);
    given(back)
      .when(
        { type: 'castVote', ballot: back.change.ballots.length, answer: 'no', reason: 'Not the database.' },
        { by: 'U0CYD', at: at + MINUTE, policy },
      )
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'vetoed' },
        { type: 'noticeOrdered', notice: 'postponement' },
      )
      .becomes('draft');
  });

  test('without a GO is bound to what was shown: another plan is read, and Start pressed again', () => {
    const back = ends(startedOn(CREATES, announced()), at, DESTROYS);
    expect(back.change.status).toBe('ready');
    given(back)
      .when(start, { by, at: at + 2 * MINUTE, policy })
      .refuses('planMoved');
    given(back)
      .when({ ...START(), plan: DESTROYS.digest }, { by, at: at + 2 * MINUTE, policy })
      .yields({ type: 'changeStarted', plan: DESTROYS.digest }, { type: 'stepRequested', attempt: 2 });
  });

  test('of an emergency that is taken back leaves it under way, waiting for its Start', () => {
    const begun = liveThrough(policy, [filing(policy, EMERGENCY, OPENS_AT)]);
    const woken = ends(ends(ends(begun, at), at), at, CREATES);
    const back = ends(liveThrough(policy, [[start, anActor(by, policy), at]], woken), at, DESTROYS);
    expect(back.change).toMatchObject({ status: 'implementing', confirmed: false });
    expect(back.change.startedAt).toBeDefined();
  });
});

describe('another attempt after an apply that failed', () => {
  const failed = () => runs(ends(startedOn(BOTH), at, BOTH), policy, at + 5 * MINUTE, 'failed');
  const retried = (plan: PlanReview) => {
    const story = failed();
    const run = story.change.runs.at(-1)?.run ?? '';
    const pressed = liveThrough(policy, [[{ type: 'tryAgain', run }, anActor(by, policy), at + HOUR]], story);
    return ends(pressed, at + HOUR, plan);
  };

  test('goes on with what is left of the set that was agreed to', () => {
    expect(retried(CREATES).change.runs.at(-1)).toMatchObject({ step: 'apply', attempt: 2, state: 'requested' });
  });

  test('waits for a second person where the plan wants more, who answers for that very plan', () => {
    const more = retried(DESTROYS);
    expect(more.change.runs.at(-1)).toMatchObject({ step: 'plan', state: 'ended' });
    expect(more.change.status).toBe('implementing');
    const override = {
      type: 'overrideGate',
      gate: 'changeSet',
      reason: 'The half-made server must go.',
      revision: 1,
      schedule: 1,
    } as const;
    given(more)
      .when(override, { by: 'U0BOB', at: at + 2 * HOUR, policy })
      .yields(
        { type: 'gateOverridden', gate: 'changeSet', plan: DESTROYS.digest },
        { type: 'debtOwed' },
        { type: 'stepRequested', step: 'apply', attempt: 2 },
      );
  });
});

describe('a plan that takes something away', () => {
  const bare = readable(false);

  test('needs a proven backup, whatever the runbook says of itself', () => {
    const lived = { policy: bare, content: STANDARD };
    const opened = (plan: PlanReview) => {
      const woken = liveThrough(bare, [wake('announce', GO_AT), wake('opens', OPENS_AT)], approved(lived));
      return ends(ends(woken, OPENS_AT, undefined, bare), OPENS_AT, plan, bare);
    };
    const start = (plan: PlanReview) => ({ ...START(), plan: plan.digest });
    given(opened(DESTROYS))
      .when(start(DESTROYS), { by, at: OPENS_AT + HOUR, policy: bare })
      .refuses('backupNotProven', { state: 'none' });
    given(opened(CREATES))
      .when(start(CREATES), { by, at: OPENS_AT + HOUR, policy: bare })
      .becomes('implementing');
  });
});
