import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import {
  CLOSES_AT,
  FILED_AT,
  GO_AT,
  OPENS_AT,
  REMIND_AT,
  THE_CLOCK,
  aContent,
  liveThrough,
} from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  BACKUP_AT,
  STANDARD,
  approved,
  checked,
  atGo,
  edit,
  inReview,
  moved,
  no,
  prepared,
  ready,
  vote,
  wake,
} from '../support/lives.ts';

const policy = aPolicy();
const clock = THE_CLOCK;
const GO = { type: 'castVote', ballot: 2, answer: 'yes' } as const;
const NOGO = { type: 'castVote', ballot: 2, answer: 'no', reason: 'The supplier is not ready.' } as const;
const SUBMIT = { type: 'submit' } as const;
const DEADLINE = GO_AT + 2 * DAY;
const at = (milestone: 'goNogo' | 'goDeadline' | 'announce' | 'remind' | 'opens' | 'closes' | 'backup', schedule = 1) =>
  ({ type: 'reachMilestone', milestone, schedule }) as const;

describe('the GO', () => {
  test('is asked of the validator a week ahead, with five days before the window to answer', () => {
    given(checked())
      .when(at('goNogo'), { by: clock, at: GO_AT })
      .yields(
        { type: 'milestoneReached', milestone: 'goNogo' },
        { type: 'ballotOpened', ballot: 2, question: 'goNogo', deadline: DEADLINE },
      )
      .becomes('goNogo');
  });

  test('readies the change and announces it', () => {
    given(atGo())
      .when(GO, { by: 'U0CYD', at: GO_AT + HOUR })
      .yields(
        { type: 'voteCast', role: 'validator' },
        { type: 'ballotClosed', result: 'passed' },
        { type: 'changeReadied' },
        { type: 'noticeOrdered', notice: 'planned' },
      )
      .becomes('ready');
  });

  test('is not for the infrastructure lead to give', () => {
    given(atGo())
      .when(GO, { by: 'U0BOB', at: GO_AT })
      .refuses('notAnApprover', { roles: ['validator'] });
  });

  test('is not asked for a standard change, which is announced a week ahead', () => {
    given(approved({ content: STANDARD }))
      .when(at('announce'), { by: clock, at: GO_AT })
      .yields({ type: 'milestoneReached' }, { type: 'changeReadied' }, { type: 'noticeOrdered', notice: 'planned' });
  });

  test('is asked at once of a change filed late, which is announced without a reminder', () => {
    const late = liveThrough(policy, [vote(policy, 'U0BOB', 1, REMIND_AT + HOUR)], inReview());
    expect(late.change.status).toBe('goNogo');
    expect(late.change.ballots.at(-1)?.deadline).toBe(OPENS_AT);
    given(late)
      .when(GO, { by: 'U0CYD', at: REMIND_AT + 2 * HOUR })
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'passed' },
        { type: 'changeReadied' },
        { type: 'noticeOrdered', notice: 'planned' },
        {
          type: 'milestoneSkipped',
          milestone: 'remind',
          reason: 'the planned-maintenance notice has only just gone out',
        },
      );
  });

  test('asked for inside the window is open until the window ends', () => {
    const late = liveThrough(policy, [vote(policy, 'U0BOB', 1, OPENS_AT + MINUTE)], inReview());
    expect(late.change.ballots.at(-1)?.deadline).toBe(CLOSES_AT);
    given(late)
      .when(GO, { by: 'U0CYD', at: OPENS_AT + HOUR })
      .becomes('ready');
  });
});

describe('a NOGO', () => {
  test('returns the change to draft and keeps its approval', () => {
    given(atGo())
      .when(NOGO, { by: 'U0CYD', at: GO_AT })
      .yields({ type: 'voteCast', answer: 'no' }, { type: 'ballotClosed', result: 'vetoed' })
      .becomes('draft');
  });

  test('needs a reason', () => {
    given(atGo())
      .when({ ...NOGO, reason: '' }, { by: 'U0CYD', at: GO_AT })
      .refuses('reasonNeeded');
  });

  test('resubmitted unchanged, it is asked for its GO at once and not for its approval', () => {
    const draft = liveThrough(policy, [no(policy, 'U0CYD', 2, GO_AT)], atGo());
    given(draft)
      .when(SUBMIT, { by: 'U0ADA', at: GO_AT + HOUR })
      .yields(
        { type: 'changeSubmitted' },
        { type: 'changeApproved' },
        { type: 'ballotOpened', ballot: 3, question: 'goNogo', deadline: DEADLINE },
      );
  });

  test('resubmitted after a material edit, it is asked for its approval again', () => {
    const draft = liveThrough(policy, [no(policy, 'U0CYD', 2, GO_AT)], atGo());
    const edited = given(draft).when(edit(aContent({ testingPlan: 'Ask the supplier.' })), { by: 'U0ADA', at: GO_AT });
    expect(edited.story.change.status).toBe('draft');
    given(edited.story)
      .when(SUBMIT, { by: 'U0ADA', at: GO_AT + HOUR })
      .becomes('inReview');
  });

  test('a draft whose window has passed is not taken until it is rescheduled', () => {
    const draft = liveThrough(policy, [no(policy, 'U0CYD', 2, GO_AT)], atGo());
    given(draft).when(SUBMIT, { by: 'U0ADA', at: CLOSES_AT }).refuses('invalidContent');
    const later = given(draft).when(edit(moved(aContent(), 28 * DAY)), { by: 'U0ADA', at: CLOSES_AT }).story;
    given(later).when(SUBMIT, { by: 'U0ADA', at: CLOSES_AT }).becomes('approved');
  });

  test('to a change announced before calls it off before the audience', () => {
    const again = given(ready()).when(edit(moved(aContent(), DAY)), { by: 'U0ADA', at: GO_AT + DAY }).story;
    given(again)
      .when({ ...NOGO, ballot: 3 }, { by: 'U0CYD', at: GO_AT + DAY })
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'vetoed' },
        { type: 'noticeOrdered', notice: 'postponement' },
      )
      .becomes('draft');
  });
});

describe('the deadline of the GO', () => {
  test('returns the change to draft', () => {
    given(atGo())
      .when(at('goDeadline'), { by: clock, at: DEADLINE })
      .yields({ type: 'milestoneReached' }, { type: 'ballotClosed', ballot: 2, result: 'expired' })
      .becomes('draft');
  });

  test('closes the ballot to the millisecond, even before the clock has said so', () => {
    given(atGo())
      .when(GO, { by: 'U0CYD', at: DEADLINE - 1 })
      .becomes('ready');
    given(atGo()).when(GO, { by: 'U0CYD', at: DEADLINE }).refuses('ballotClosed');
  });

  test('means nothing once the GO is given', () => {
    given(ready()).when(at('goDeadline'), { by: clock, at: DEADLINE }).yields({ type: 'milestoneReached' });
  });

  test('of a GO asked for late is the opening of the window', () => {
    const late = liveThrough(policy, [vote(policy, 'U0BOB', 1, REMIND_AT)], inReview());
    given(late).when(at('goDeadline'), { by: clock, at: REMIND_AT }).becomes('goNogo');
    given(late).when(at('opens'), { by: clock, at: OPENS_AT }).becomes('draft');
  });
});

describe('a reschedule', () => {
  test('after the GO voids it alone and corrects what was announced', () => {
    given(ready())
      .when(edit(moved(aContent(), 14 * DAY)), { by: 'U0ADA', at: GO_AT + DAY })
      .yields(
        { type: 'changeEdited', material: false, rescheduled: true },
        { type: 'noticeOrdered', notice: 'correction' },
        { type: 'changeApproved' },
      )
      .becomes('approved');
  });

  test('before anybody was told corrects nothing', () => {
    given(atGo())
      .when(edit(moved(aContent(), 14 * DAY)), { by: 'U0ADA', at: GO_AT + HOUR })
      .yields({ type: 'ballotClosed', result: 'superseded' }, { type: 'changeEdited' }, { type: 'changeApproved' });
  });

  test('makes the prompts of the former window void', () => {
    const later = given(ready()).when(edit(moved(aContent(), 14 * DAY)), { by: 'U0ADA', at: GO_AT + DAY }).story;
    for (const name of ['goDeadline', 'remind', 'opens', 'closes'] as const)
      given(later).when(at(name), { by: clock, at: CLOSES_AT }).refuses('staleMilestone');
  });

  test('to a window whose GO is already due asks for it at once', () => {
    given(ready())
      .when(edit(moved(aContent(), HOUR)), { by: 'U0ADA', at: GO_AT + DAY })
      .becomes('goNogo');
  });
});

describe('a missed window', () => {
  test('passes unstarted: the audience hears that nothing happens, and it can be rescheduled', () => {
    const missed = given(ready())
      .when(at('closes'), { by: clock, at: CLOSES_AT })
      .yields({ type: 'milestoneReached' }, { type: 'windowMissed' }, { type: 'noticeOrdered', notice: 'postponement' })
      .becomes('missed').story;
    given(missed)
      .when(edit(moved(aContent(), 28 * DAY)), { by: 'U0ADA', at: CLOSES_AT + HOUR })
      .yields({ type: 'changeEdited', rescheduled: true }, { type: 'changeApproved' })
      .becomes('approved');
  });

  test('closes the ballot that was still open', () => {
    given(inReview())
      .when(at('closes'), { by: clock, at: CLOSES_AT })
      .yields({ type: 'milestoneReached' }, { type: 'ballotClosed', result: 'superseded' }, { type: 'windowMissed' });
  });
});

describe('a prompt of the clock', () => {
  const LOOK = { type: 'stepRequested', step: 'preflight', occasion: 'ahead' } as const;

  test('reminds those who were told, before the window', () => {
    given(ready())
      .when(at('remind'), { by: clock, at: REMIND_AT })
      .yields({ type: 'milestoneReached' }, { type: 'noticeOrdered', notice: 'reminder' }, LOOK);
  });

  test('that comes late still reminds while it is true, and says so when it is not', () => {
    given(ready())
      .when(at('remind'), { by: clock, at: BACKUP_AT - 1 })
      .yields({ type: 'milestoneReached' }, { type: 'noticeOrdered', notice: 'reminder' }, LOOK);
    given(prepared())
      .when(at('remind'), { by: clock, at: OPENS_AT })
      .yields({ type: 'milestoneSkipped', reason: 'the window has opened' });
  });

  test('is dealt with once', () => {
    const reminded = liveThrough(policy, [wake('remind', REMIND_AT)], ready());
    given(reminded).when(at('remind'), { by: clock, at: REMIND_AT }).refuses('staleMilestone');
  });

  test('is spoken by the clock alone', () => {
    given(ready()).when(at('closes'), { by: 'U0ADA', at: CLOSES_AT }).refuses('workerOnly');
    given(ready())
      .when(at('closes'), { by: { kind: 'worker', host: 'deploy-1' }, at: CLOSES_AT })
      .refuses('workerOnly');
  });

  test('that this kind of change does not have is refused', () => {
    given(approved()).when(at('announce'), { by: clock, at: GO_AT }).refuses('staleMilestone');
  });

  test('that comes before its time is put off, not lost: the policy moved it meanwhile', () => {
    const shorter = aPolicy({ leads: { ...policy.leads, goNogo: { days: 2 } } });
    const later = GO_AT + 5 * DAY;
    const off = given(approved())
      .when(at('goNogo'), { by: clock, at: GO_AT, policy: shorter })
      .yields({ type: 'milestoneSkipped', milestone: 'goNogo', until: later }, { type: 'reviewOpened' })
      .becomes('approved').story;
    const skipped = off.facts.find((f) => f.fact.type === 'milestoneSkipped');
    expect(skipped && followUps(off.change, skipped, shorter)).toMatchObject([
      { kind: 'wake', milestone: 'goNogo', dueAt: later, schedule: 1 },
    ]);
    given(off).when(at('goNogo'), { by: clock, at: later, policy: shorter }).becomes('goNogo');
  });

  test('missed while the bot was down is made good by whatever is heard next', () => {
    given(checked())
      .when(edit(aContent({ title: 'A better title' })), { by: 'U0ADA', at: GO_AT + HOUR })
      .yields({ type: 'changeEdited' }, { type: 'ballotOpened', question: 'goNogo' });
  });
});

test('every prompt of the window is a follow-up of the filing, and again of a reschedule', () => {
  const filed = inReview({ byHand: true });
  const submitted = filed.facts.find((f) => f.fact.type === 'changeSubmitted');
  expect(submitted && followUps(filed.change, submitted, policy).map((f) => f.key)).toEqual(
    ['prepare', 'preCheck', 'goNogo', 'goDeadline', 'remind', 'opens', 'decide', 'unanswered', 'closes'].map(
      (name) => `CHG-1/2/${name}`,
    ),
  );
  const later = given(filed).when(edit(moved(filed.change.content, DAY)), { by: 'U0ADA', at: FILED_AT + DAY }).story;
  const edited = later.facts.find((f) => f.fact.type === 'changeEdited');
  expect(edited && followUps(later.change, edited, policy).map((f) => f.dueAt)).toContain(CLOSES_AT + DAY);
});
