import { describe, test } from 'vitest';
import { FILED_AT, GO_AT, aContent, filing, liveThrough, runs } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  STANDARD,
  WITHDRAW,
  approved,
  atGo,
  edit,
  inReview,
  moved,
  no,
  prepared,
  ready,
  settle,
  vote,
  wake,
} from '../support/lives.ts';

const at = FILED_AT + HOUR;
const YES = { type: 'castVote', ballot: 1, answer: 'yes' } as const;
const NO = { type: 'castVote', ballot: 1, answer: 'no', reason: 'Who tests it?' } as const;

describe('who approves', () => {
  test('a normal change at medium risk is approved by the infrastructure lead alone', () => {
    given(inReview())
      .when(YES, { by: 'U0BOB', at })
      .yields(
        { type: 'voteCast', voter: 'U0BOB', role: 'infrastructure-lead', answer: 'yes' },
        { type: 'ballotClosed', ballot: 1, result: 'passed' },
        { type: 'changeApproved' },
      );
  });

  test("the lead's delegate counts as the lead", () => {
    given(inReview()).when(YES, { by: 'U0CYD', at }).becomes('approved');
  });

  test('high risk needs management as well, in either order', () => {
    const policy = aPolicy({ reviews: { normal: [], high: [] } });
    const high = inReview({ policy, content: { risk: 'high' } });
    given(high).when(YES, { by: 'U0BOB', at, policy }).yields({ type: 'voteCast' }).becomes('inReview');
    given(high).when(YES, { by: 'U0MGR', at, policy }).yields({ type: 'voteCast' }).becomes('inReview');
    given(liveThrough(policy, [vote(policy, 'U0MGR', 1)], high))
      .when(YES, { by: 'U0BOB', at, policy })
      .becomes('approved');
    given(liveThrough(policy, [vote(policy, 'U0BOB', 1)], high))
      .when(YES, { by: 'U0MGR', at, policy })
      .becomes('approved');
  });

  test('a standard change needs no approval', () => {
    given(undefined)
      .when(filing(aPolicy(), STANDARD)[0], { by: 'U0ADA', at: FILED_AT })
      .yields(
        { type: 'changeFiled' },
        { type: 'changeSubmitted' },
        { type: 'stepRequested', step: 'preflight', occasion: 'filing' },
        { type: 'stepRequested', step: 'plan', occasion: 'filing' },
        { type: 'changeApproved' },
      );
  });

  test('somebody without the role is told which roles are asked for', () => {
    given(inReview())
      .when(YES, { by: 'U0EVE', at })
      .refuses('notAnApprover', { roles: ['infrastructure-lead'] });
  });

  test('a guest who holds the role by mistake cannot vote, nor can the clock or a worker', () => {
    const roster = { 'infrastructure-lead': ['U0GUEST'] };
    const guest = { kind: 'person', user: 'U0GUEST', outsider: true, roster } as const;
    given(inReview()).when(YES, { by: guest, at }).refuses('outsider');
    given(inReview())
      .when(YES, { by: { kind: 'clock' }, at })
      .refuses('outsider');
    given(inReview())
      .when(YES, { by: { kind: 'worker', host: 'deploy-1' }, at })
      .refuses('outsider');
  });
});

describe('nobody decides on their own change', () => {
  const lead = { members: ['U0ADA', 'U0BOB', 'U0CYD'], delegates: [] };
  const policy = aPolicy({ roles: { ...aPolicy().roles, 'infrastructure-lead': lead } });

  test('the requester cannot vote', () => {
    given(inReview({ policy })).when(YES, { by: 'U0ADA', at, policy }).refuses('ownChange', { as: 'requester' });
  });

  test('the last editor cannot vote', () => {
    const edited = given(inReview({ policy })).when(edit(aContent({ title: 'Better title' })), {
      by: 'U0BOB',
      at,
      policy,
    });
    given(edited.story).when(YES, { by: 'U0BOB', at, policy }).refuses('ownChange', { as: 'editor' });
    given(edited.story).when(YES, { by: 'U0CYD', at, policy }).becomes('approved');
  });

  test('the implementer cannot vote', () => {
    const story = inReview({ policy, content: { implementer: 'U0BOB' } });
    given(story).when(YES, { by: 'U0BOB', at, policy }).refuses('ownChange', { as: 'implementer' });
  });

  test('the policy may let them', () => {
    const voting = { ...policy.voting, requester: true, editor: true, implementer: true };
    const trusting = { ...policy, voting };
    given(inReview({ policy: trusting }))
      .when(YES, { by: 'U0ADA', at, policy: trusting })
      .becomes('approved');
  });

  test('an approver who is made the implementer afterwards no longer carries the change', () => {
    const rolesOfBoth = { ...aPolicy().roles, implementer: { members: ['U0ADA', 'U0BOB'], delegates: [] } };
    const both = aPolicy({ roles: rolesOfBoth });
    const handed = given(ready({ policy: both })).when(edit(aContent({ implementer: 'U0BOB' })), {
      by: 'U0ADA',
      at: GO_AT + DAY,
      policy: both,
    }).story;
    const due = settle(
      liveThrough(both, [wake('backup', aContent().opensAt - HOUR)], handed),
      both,
      aContent().opensAt - HOUR,
    );
    given(due)
      .when({ type: 'start', typed: 'CHG-1', revision: 1 }, { by: 'U0BOB', at: aContent().opensAt, policy: both })
      .refuses('votesMissing', { roles: ['infrastructure-lead'] });
  });

  test('an approver who lost the role meanwhile no longer carries the change', () => {
    const later = aPolicy({
      roles: { ...aPolicy().roles, 'infrastructure-lead': { members: ['U0NEW'], delegates: [] } },
    });
    given(prepared())
      .when({ type: 'start', typed: 'CHG-1', revision: 1 }, { by: 'U0ADA', at: aContent().opensAt, policy: later })
      .refuses('votesMissing', { roles: ['infrastructure-lead'] });
  });

  test('an approver who mends a typing error afterwards still carries the change', () => {
    const mended = given(ready()).when(edit(aContent({ title: 'Release v2.4.0' })), {
      by: 'U0BOB',
      at: GO_AT + DAY,
    }).story;
    const policy1 = aPolicy();
    const due = settle(
      liveThrough(policy1, [wake('backup', aContent().opensAt - HOUR)], mended),
      policy1,
      aContent().opensAt - HOUR,
    );
    given(due)
      .when({ type: 'start', typed: 'CHG-1', revision: 1 }, { by: 'U0ADA', at: aContent().opensAt })
      .becomes('implementing');
  });
});

describe('how many', () => {
  const roles = { ...aPolicy().roles, 'infrastructure-lead': { members: ['U0BOB', 'U0CYD', 'U0DAN'], delegates: [] } };
  const asking = (need: number | 'all' | 'any') =>
    aPolicy({ roles, approvals: { ...aPolicy().approvals, normal: [{ role: 'infrastructure-lead', need }] } });
  const after = (need: number | 'all' | 'any', ...users: readonly string[]) =>
    liveThrough(
      asking(need),
      users.map((user) => vote(asking(need), user, 1)),
      inReview({ policy: asking(need) }),
    ).change.status;

  test('two of three', ({ expect }) => {
    expect(after(2, 'U0BOB')).toBe('inReview');
    expect(after(2, 'U0BOB', 'U0DAN')).toBe('approved');
  });

  test('any is one of them', ({ expect }) => {
    expect(after('any', 'U0DAN')).toBe('approved');
  });

  test('all is everybody who holds the role', ({ expect }) => {
    expect(after('all', 'U0BOB', 'U0DAN')).toBe('inReview');
    expect(after('all', 'U0BOB', 'U0DAN', 'U0CYD')).toBe('approved');
  });

  test('all does not wait for the requester, who cannot vote', ({ expect }) => {
    const policy = {
      ...asking('all'),
      roles: { ...roles, 'infrastructure-lead': { members: ['U0ADA', 'U0BOB'], delegates: [] } },
    };
    const story = liveThrough(policy, [vote(policy, 'U0BOB', 1)], inReview({ policy }));
    expect(story.change.status).toBe('approved');
  });

  test('the same person twice is one voice', ({ expect }) => {
    expect(after(2, 'U0BOB', 'U0BOB')).toBe('inReview');
  });

  test('a role that nobody holds is never unanimous', () => {
    const roleless = { ...asking('all'), roles: { ...roles, 'infrastructure-lead': { members: [], delegates: [] } } };
    given(inReview({ policy: roleless }))
      .when(YES, { by: 'U0BOB', at, policy: roleless })
      .refuses('notAnApprover');
  });

  test('somebody with two hats counts once, for the role still wanting', ({ expect }) => {
    const hats = { ...aPolicy().roles, management: { members: ['U0BOB', 'U0MGR'], delegates: [] } };
    const policy = aPolicy({ roles: hats, reviews: { normal: [], high: [] } });
    const high = inReview({ policy, content: { risk: 'high' } });
    const one = liveThrough(policy, [vote(policy, 'U0BOB', 1), vote(policy, 'U0BOB', 1)], high);
    expect(one.change.status).toBe('inReview');
    const other = liveThrough(policy, [vote(policy, 'U0CYD', 1), vote(policy, 'U0BOB', 1)], high);
    expect(other.change.status).toBe('approved');
  });
});

describe('a no', () => {
  test('vetoes at once, whoever else has agreed', () => {
    const policy = aPolicy();
    const half = liveThrough(policy, [vote(policy, 'U0BOB', 1)], inReview({ content: { risk: 'high' } }));
    given(half)
      .when(NO, { by: 'U0MGR', at })
      .yields({ type: 'voteCast', answer: 'no', reason: 'Who tests it?' }, { type: 'ballotClosed', result: 'vetoed' })
      .becomes('rejected');
  });

  test('needs a reason, and blanks are none', () => {
    given(inReview())
      .when({ ...NO, reason: ' \n ' }, { by: 'U0BOB', at })
      .refuses('reasonNeeded');
  });

  test('may be the second thought of somebody who said yes', () => {
    const policy = aPolicy();
    const half = liveThrough(policy, [vote(policy, 'U0BOB', 1)], inReview({ content: { risk: 'high' } }));
    given(half).when(NO, { by: 'U0BOB', at }).becomes('rejected');
  });

  test('to a change already announced calls it off before the audience', () => {
    const policy = aPolicy();
    const told = given(ready()).when(edit(aContent({ risk: 'low' })), { by: 'U0ADA', at: GO_AT + DAY }).story;
    const asked = settle(told, policy, GO_AT + DAY);
    given(asked)
      .when({ ...NO, ballot: 3 }, { by: 'U0BOB', at: GO_AT + 2 * DAY })
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'vetoed' },
        { type: 'noticeOrdered', notice: 'cancellation' },
      )
      .becomes('rejected');
  });
});

describe('what a vote binds to', () => {
  test('a material edit closes the ballot and opens a new one in the same decision', () => {
    given(inReview())
      .when(edit(aContent({ rollbackPlan: 'Restore the snapshot.' })), { by: 'U0ADA', at })
      .yields(
        { type: 'ballotClosed', ballot: 1, result: 'superseded' },
        { type: 'changeEdited', material: true, rescheduled: false },
        { type: 'stepRequested', step: 'preflight', occasion: 'filing' },
        { type: 'stepRequested', step: 'plan', occasion: 'filing' },
        { type: 'ballotOpened', ballot: 2, question: 'approval' },
      );
  });

  test('the old ballot is closed to votes after a material edit', () => {
    const edited = given(inReview()).when(edit(aContent({ risk: 'high' })), { by: 'U0ADA', at }).story;
    given(edited).when(YES, { by: 'U0BOB', at }).refuses('ballotClosed', { ballot: 1 });
    given(edited)
      .when({ ...YES, ballot: 3 }, { by: 'U0BOB', at })
      .refuses('ballotClosed', { ballot: 3 });
    given(edited)
      .when({ ...YES, ballot: 2 }, { by: 'U0BOB', at })
      .yields({ type: 'voteCast' });
  });

  test('a material edit of an approved change asks for approval again', () => {
    given(approved())
      .when(edit(aContent({ services: ['web', 'core-db'] })), { by: 'U0ADA', at })
      .becomes('inReview');
  });

  test('an edit that changes nothing material keeps the votes', () => {
    given(approved())
      .when(edit(aContent({ description: 'New search page, faster.', services: ['web'] })), { by: 'U0ADA', at })
      .yields({ type: 'changeEdited', material: false, rescheduled: false })
      .becomes('approved');
  });

  test('a reschedule keeps the approval', () => {
    given(approved())
      .when(edit(moved(aContent(), 7 * DAY)), { by: 'U0ADA', at })
      .yields({ type: 'changeEdited', material: false, rescheduled: true }, { type: 'changeApproved' })
      .becomes('approved');
  });

  test('an edit made from an older revision is refused', () => {
    const edited = given(inReview()).when(edit(aContent({ risk: 'low' })), { by: 'U0ADA', at }).story;
    given(edited).when(edit(aContent()), { by: 'U0ADA', at }).refuses('staleRevision');
    const seen = { ...edited.change.content, description: 'As it was when the form was opened.' };
    const over = { ...edit(aContent(), edited.change.revision), from: seen };
    given(edited).when(over, { by: 'U0ADA', at }).refuses('staleRevision');
  });

  test('a policy that stops asking while a ballot is open does not answer for it', () => {
    const lax = aPolicy({ approvals: { ...aPolicy().approvals, normal: [] } });
    given(inReview())
      .when(edit(aContent({ title: 'T' })), { by: 'U0ADA', at, policy: lax })
      .becomes('inReview');
  });
});

describe('its people', () => {
  test('only the requester, the implementer and an infrastructure lead edit or withdraw', () => {
    for (const by of ['U0EVE', 'U0MGR']) {
      given(inReview()).when(edit(aContent()), { by, at }).refuses('notTheRequester', { requester: 'U0ADA' });
      given(inReview()).when(WITHDRAW, { by, at }).refuses('notTheRequester');
    }
    for (const by of ['U0ADA', 'U0BOB']) given(inReview()).when(WITHDRAW, { by, at }).becomes('withdrawn');
    const handed = inReview({ content: { implementer: 'U0EVE' } });
    given(handed).when(WITHDRAW, { by: 'U0EVE', at }).becomes('withdrawn');
  });

  test('a withdrawal says why', () => {
    given(inReview())
      .when({ ...WITHDRAW, reason: '' }, { by: 'U0ADA', at })
      .refuses('reasonNeeded');
  });

  test('a withdrawal closes what is open and tells those who had been told', () => {
    given(inReview())
      .when(WITHDRAW, { by: 'U0ADA', at })
      .yields({ type: 'ballotClosed', result: 'superseded' }, { type: 'changeWithdrawn' });
    given(ready())
      .when(WITHDRAW, { by: 'U0ADA', at: GO_AT + DAY })
      .yields({ type: 'changeWithdrawn' }, { type: 'noticeOrdered', notice: 'cancellation' });
  });

  test('the audience hears only once that nothing happens', () => {
    const policy = aPolicy();
    const missed = liveThrough(policy, [wake('closes', aContent().closesAt)], ready());
    given(missed)
      .when(WITHDRAW, { by: 'U0ADA', at: aContent().closesAt + HOUR })
      .yields({ type: 'changeWithdrawn' });
  });

  test('withdrawing while the backup runs is heard, and the backup is reported to its end', () => {
    const policy = aPolicy();
    const due = liveThrough(policy, [wake('backup', aContent().opensAt - 75 * 60_000)], ready());
    const preflight = runs(due, policy, aContent().opensAt - 75 * 60_000);
    const backup = preflight.change.runs.find((r) => r.step === 'backup');
    const worker = { kind: 'worker', host: 'deploy-1' } as const;
    const digest = policy.runbooks['web-release']?.digest ?? '';
    const begun = given(preflight).when(
      { type: 'beginStep', run: backup?.run ?? '', host: 'deploy-1', digest },
      { by: worker, at: aContent().opensAt - HOUR },
    ).story;
    const withdrawn = given(begun).when(WITHDRAW, { by: 'U0ADA', at: aContent().opensAt - HOUR }).story;
    given(withdrawn)
      .when(
        { type: 'reportStep', run: backup?.run ?? '', outcome: 'succeeded' },
        { by: worker, at: aContent().opensAt },
      )
      .yields({ type: 'stepEnded', outcome: 'succeeded' })
      .becomes('withdrawn');
  });

  test('a change is filed once', () => {
    given(inReview()).when(filing(aPolicy())[0], { by: 'U0ADA', at }).refuses('notInStatus');
  });

  test('a vote on a change that is over is not heard', () => {
    const policy = aPolicy();
    const rejected = liveThrough(policy, [no(policy, 'U0BOB', 1)], inReview());
    given(rejected).when(YES, { by: 'U0BOB', at }).refuses('notInStatus', { status: 'rejected' });
    given(atGo()).when(YES, { by: 'U0BOB', at }).refuses('ballotClosed');
  });
});
