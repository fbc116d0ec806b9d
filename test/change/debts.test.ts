import { describe, expect, test } from 'vitest';
import { followUps } from '../../src/change/follow-ups.ts';
import { openDebts } from '../../src/change/debts.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { DebtName } from '../../src/change/debt.ts';
import { reminderFrom } from '../../src/change/quiet-hours.ts';
import {
  CLOSES_AT,
  FILED_AT,
  GO_AT,
  OPENS_AT,
  THE_CLOCK,
  aContent,
  anActor,
  filing,
  liveThrough,
  type Story,
  type Told,
} from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  RESOLVED,
  ROLL_BACK,
  AFTER_THE_WATCH,
  CLOSE,
  EMERGENCY,
  applied,
  approved,
  chased,
  edit,
  emergencyLives,
  implemented,
  inReview,
  looksBack,
  put,
  ready,
  settle,
  started,
  vote,
  no,
  wake,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const lives = emergencyLives();
const at = OPENS_AT + HOUR;
const { reason, impact, description, implementationPlan, rollbackPlan, potentialImpact, mitigation, testingPlan } =
  aContent();
const TEXTS = {
  reason,
  impact,
  description,
  implementationPlan,
  rollbackPlan,
  potentialImpact,
  mitigation,
  testingPlan,
};

const owed = ({ change }: Story): readonly DebtName[] => openDebts(change).map((d) => d.what);
const pay = (debt: number, note = 'Written down in the wiki.'): Intent => ({ type: 'payDebt', debt, note });
const fill = ({ change }: Story, texts = {}): Intent => edit({ ...change.content, ...texts });

describe('an emergency owes', () => {
  test('its request, the vote, the review and the procedures, each by its day at the policy’s hour', () => {
    const nine = Date.UTC(2026, 10, 3, 9);
    expect(lives.begun.change.debts).toMatchObject([
      { number: 1, what: 'fullRequest', owner: 'U0ADA', dueAt: nine + 3 * DAY },
      { number: 2, what: 'retrospectiveVote', owner: 'U0ADA', dueAt: nine + 3 * DAY },
      { number: 3, what: 'pir', owner: 'U0ADA', dueAt: nine + 7 * DAY },
      { number: 4, what: 'procedures', owner: 'U0ADA', dueAt: nine + 14 * DAY },
    ]);
  });

  test('its vote when the policy says, and none where the policy asks nobody', () => {
    const begun = (emergency: typeof policy.approvals.emergency) => {
      const other = aPolicy({ approvals: { ...policy.approvals, emergency } });
      return liveThrough(other, [filing(other, EMERGENCY, OPENS_AT)]).change.debts;
    };
    const soon = [{ role: 'infrastructure-lead', need: 1, within: { ms: 90 * MINUTE } }] as const;
    expect(begun(soon).find((d) => d.what === 'retrospectiveVote')?.dueAt).toBe(OPENS_AT + 90 * MINUTE);
    expect(begun([]).map((d) => d.what)).toEqual(['pir', 'procedures']);
  });

  test('no request when it was filed with one', () => {
    const whole = liveThrough(policy, [filing(policy, EMERGENCY, OPENS_AT)]);
    expect(owed(whole)).toEqual(['retrospectiveVote', 'pir', 'procedures']);
  });

  test('nothing where it is none', () => {
    expect(implemented().change.debts).toEqual([]);
  });
});

describe('the full request', () => {
  const ways = [lives.begun, lives.watching, lives.rollingBack, lives.implemented, lives.rolledBack, lives.failed];

  test('is handed in at any time until the change is closed, bit by bit, and nothing that runs notices', () => {
    for (const story of ways) {
      const half = given(story)
        .when(fill(story, { description }), { by: 'U0ADA', at })
        .yields({ type: 'changeEdited', material: false, rescheduled: false })
        .becomes(story.change.status).story;
      expect(owed(half)).toContain('fullRequest');
      const whole = given(half)
        .when(fill(half, TEXTS), { by: 'U0ADA', at })
        .yields({ type: 'changeEdited', material: false, rescheduled: false }, { type: 'debtPaid', debt: 1 }).story;
      expect(owed(whole)).not.toContain('fullRequest');
      const { revision, schedule, content, runs } = whole.change;
      const former = story.change;
      expect({ revision, schedule, runs }).toEqual({
        revision: former.revision,
        schedule: former.schedule,
        runs: former.runs,
      });
      expect([content.opensAt, content.closesAt]).toEqual([former.content.opensAt, former.content.closesAt]);
    }
  });

  test('cannot change what the work was begun with', () => {
    given(lives.begun)
      .when(fill(lives.begun, { ...TEXTS, services: ['core-db'], params: { release: 'v9.9.9' } }), { by: 'U0ADA', at })
      .refuses('invalidContent', {
        problems: expect.arrayContaining([
          expect.objectContaining({ field: 'services' }),
          expect.objectContaining({ field: 'params' }),
        ]),
      });
  });

  test('is written by its people, from what stands', () => {
    given(lives.begun).when(fill(lives.begun, TEXTS), { by: 'U0EVE', at }).refuses('notTheRequester');
    const stale = { ...edit({ ...lives.begun.change.content, ...TEXTS }), from: aContent() };
    given(lives.begun).when(stale, { by: 'U0ADA', at }).refuses('staleRevision');
  });

  test('is no door for another change that is under way', () => {
    given(implemented()).when(edit(implemented().change.content), { by: 'U0ADA', at }).refuses('notInStatus');
  });
});

describe('the retrospective vote', () => {
  test.each([
    ['implemented', lives.implemented],
    ['rolled back', lives.rolledBack],
    ['handed over as an incident', lives.failed],
  ])('is asked when the work is %s, of those the policy names', (_name, story) => {
    expect(lives.watching.change.ballots).toEqual([]);
    expect(story.change.ballots).toMatchObject([
      { question: 'retrospective', requirements: [{ role: 'infrastructure-lead', need: 1 }] },
    ]);
    const [cast] = vote(policy, 'U0BOB', 1);
    const voted = given(story)
      .when(cast, { by: 'U0BOB', at: at + DAY })
      .yields(
        { type: 'voteCast' },
        { type: 'ballotClosed', result: 'passed' },
        { type: 'debtPaid', debt: 2, payer: 'U0BOB' },
      )
      .becomes(story.change.status).story;
    expect(owed(voted)).not.toContain('retrospectiveVote');
  });

  test('is paid by a no as well, and what was done stays as it is', () => {
    const [cast] = no(policy, 'U0BOB', 1);
    given(lives.implemented)
      .when(cast, { by: 'U0BOB', at: at + DAY })
      .yields(
        { type: 'voteCast', answer: 'no' },
        { type: 'ballotClosed', result: 'vetoed' },
        { type: 'debtPaid', note: 'Not approved afterwards: The search is not ready.' },
      )
      .becomes('implemented');
  });

  test('is not given by who asked for the work or did it', () => {
    const both = aPolicy({ roles: { ...policy.roles, 'infrastructure-lead': { members: ['U0ADA'], delegates: [] } } });
    given(lives.implemented)
      .when(vote(both, 'U0ADA', 1)[0], { by: 'U0ADA', at, policy: both })
      .refuses('ownChange', { as: 'requester' });
  });
});

const managed = aPolicy({ overrides: { role: 'management', need: 1 } });
/** The manager answered for the approval; then as far as each status goes before the start. */
const overridden = (() => {
  const instead: Intent = { type: 'overrideGate', gate: 'approval', reason: 'Bob is away.', revision: 1, schedule: 1 };
  const told: Told = [instead, anActor('U0MGR', managed), FILED_AT + HOUR];
  const live = (from: Story, ...steps: readonly Told[]) => liveThrough(managed, steps, from);
  const planned = inReview({ policy: managed });
  const passed = live(planned, told);
  const asked = live(passed, wake('goNogo', GO_AT));
  return {
    draft: live(asked, no(managed, 'U0CYD', 2, GO_AT)),
    inReview: live(inReview({ policy: managed, content: { risk: 'high' } }), told),
    approved: passed,
    goNogo: asked,
    ready: live(asked, vote(managed, 'U0CYD', 2, GO_AT)),
    missed: live(passed, wake('closes', CLOSES_AT)),
  };
})();

describe('a word pays', () => {
  test('the procedures at any time', () => {
    given(lives.begun).when(pay(4), { by: 'U0ADA', at }).yields({ type: 'debtPaid', debt: 4, payer: 'U0ADA' });
  });

  test('neither the request, nor the vote, nor the review', () => {
    given(lives.implemented).when(pay(1), { by: 'U0ADA', at }).refuses('notPaidByWord', { what: 'fullRequest' });
    given(lives.implemented).when(pay(2), { by: 'U0ADA', at }).refuses('notPaidByWord', { what: 'retrospectiveVote' });
    given(lives.implemented).when(pay(3), { by: 'U0ADA', at }).refuses('notPaidByWord', { what: 'pir' });
  });

  test('for an override too, long before the work, and moves nothing', () => {
    for (const status of ['draft', 'inReview', 'approved', 'goNogo', 'ready', 'missed'] as const) {
      const story = overridden[status];
      expect(story.change.status).toBe(status);
      const late = Math.max(story.facts.at(-1)?.at ?? 0, FILED_AT + 8 * DAY);
      const { change } = given(story)
        .when(pay(1, 'Bob is back and agrees.'), { by: 'U0MGR', at: late, policy: managed })
        .yields({ type: 'debtPaid', debt: 1, payer: 'U0MGR', note: 'Bob is back and agrees.' }).story;
      const { version: _was, debts: owing, ...former } = story.change;
      const { version: _is, debts, ...now } = change;
      expect(now).toEqual(former);
      expect(debts.slice(1)).toEqual(owing.slice(1));
      expect(openDebts(change)).toHaveLength(0);
    }
  });

  test('only of somebody who answers for it, only once, only with a sentence', () => {
    given(lives.begun).when(pay(4), { by: 'U0EVE', at }).refuses('notTheDebtor', { owner: 'U0ADA' });
    given(lives.begun).when(pay(4, ' '), { by: 'U0ADA', at }).refuses('reasonNeeded');
    given(lives.begun).when(pay(9), { by: 'U0ADA', at }).refuses('nothingOwed');
    const { story } = given(lives.begun).when(pay(4), { by: 'U0ADA', at });
    given(story).when(pay(4), { by: 'U0ADA', at }).refuses('nothingOwed');
  });
});

describe('what is owed is chased', () => {
  const chasing = (story: Story) =>
    story.facts.flatMap((f) => followUps(story.change, f, policy)).filter((f) => f.kind === 'debt');
  const again = (story: Story, [intent, by, then]: ReturnType<typeof chased>) =>
    given(story).when(intent, { by, at: then });

  test('at half its time, outside the quiet hours, and when it is due', () => {
    const nine = Date.UTC(2026, 10, 3, 9);
    const times = chasing(lives.begun).map((f) => [f.debt, f.at, f.dueAt]);
    const halves = [1, 2, 3, 4].map((n) => {
      const { owedAt = 0, dueAt = 0 } = lives.begun.change.debts[n - 1] ?? {};
      return reminderFrom(Math.round((owedAt + dueAt) / 2), policy, dueAt);
    });
    expect(times).toEqual([
      [1, 'half', halves[0]],
      [1, 'due', nine + 3 * DAY],
      [2, 'half', halves[1]],
      [2, 'due', nine + 3 * DAY],
      [3, 'half', halves[2]],
      [3, 'due', nine + 7 * DAY],
      [4, 'half', halves[3]],
      [4, 'due', nine + 14 * DAY],
    ]);
    expect(new Set(chasing(lives.begun).map((f) => f.key)).size).toBe(8);
    const quiet = { ...policy, voting: { ...policy.voting, quietHours: '00:00-23:00' } };
    const first = lives.begun.facts.find((f) => f.fact.type === 'debtOwed');
    const [late] = first ? followUps(lives.begun.change, first, quiet) : [];
    expect(new Date(late?.dueAt ?? 0).getUTCHours()).toBe(23);
  });

  test('once: reminded while there is time, escalated when there is none', () => {
    for (const story of [lives.begun, lives.implemented, lives.rolledBack, lives.failed]) {
      again(story, chased(1, 'due', OPENS_AT + DAY)).refuses('staleMilestone');
      const once = again(story, chased(1, 'half', OPENS_AT + 2 * DAY))
        .yields({ type: 'debtReminded', debt: 1 })
        .becomes(story.change.status).story;
      again(once, chased(1, 'half', OPENS_AT + 2 * DAY)).refuses('staleMilestone');
      const late = again(once, chased(1, 'due', OPENS_AT + 4 * DAY))
        .yields({ type: 'debtEscalated', debt: 1 })
        .becomes(story.change.status).story;
      again(late, chased(1, 'due', OPENS_AT + 4 * DAY)).refuses('staleMilestone');
      expect(owed(late)).toContain('fullRequest');
    }
    again(lives.begun, chased(1, 'half', OPENS_AT + 4 * DAY)).refuses('staleMilestone');
  });

  test('no more once it is paid, and never by a person', () => {
    const paid = given(lives.begun).when(pay(4), { by: 'U0ADA', at }).story;
    again(paid, chased(4, 'half', OPENS_AT + 7 * DAY)).refuses('staleMilestone');
    again(paid, chased(4, 'due', OPENS_AT + 20 * DAY)).refuses('staleMilestone');
    given(lives.begun).when({ type: 'chaseDebt', debt: 1, at: 'half' }, { by: 'U0ADA', at }).refuses('workerOnly');
  });

  test('as well where it comes of an override, before the work has begun', () => {
    const instead: Intent = { type: 'overrideGate', gate: 'approval', reason: 'Now.', revision: 1, schedule: 1 };
    const passed = given(inReview()).when(instead, { by: 'U0BOB', at: FILED_AT + HOUR }).story;
    expect(chasing(passed).map((f) => [f.debt, f.at])).toEqual([
      [1, 'half'],
      [1, 'due'],
    ]);
    again(passed, chased(1, 'half', FILED_AT + 4 * DAY)).yields({ type: 'debtReminded', debt: 1 });
    again(passed, chased(1, 'due', FILED_AT + 8 * DAY)).yields({ type: 'debtEscalated', debt: 1 });
  });
});

test('the retrospective vote is put to those who have it, asked about and delegated like any other', () => {
  for (const story of [lives.implemented, lives.rolledBack, lives.failed]) {
    const [ask] = put(policy, 1);
    const asked = given(story)
      .when(ask, { by: THE_CLOCK, at })
      .yields({ type: 'votersAsked', ballot: 1, nth: 0 }).story;
    const question: Intent = { type: 'askAbout', ballot: 1, question: 'Why at night?' };
    given(asked).when(question, { by: 'U0BOB', at }).yields({ type: 'questionAsked' });
    given(asked).when({ type: 'delegateVote', ballot: 1, to: 'U0EVE' }, { by: 'U0BOB', at }).yields({
      type: 'voteDelegated',
    });
    const [again] = put(policy, 1, at, 1);
    given(asked)
      .when(again, { by: THE_CLOCK, at: at + DAY })
      .yields({ type: 'votersReminded', ballot: 1, nth: 1 });
  }
});

describe('the running log', () => {
  const log: Intent = { type: 'log', text: ' The disk is full. ' };

  test('is kept from the first second, by whoever is there', () => {
    for (const story of [lives.begun, lives.watching, lives.rollingBack])
      given(story)
        .when(log, { by: 'U0EVE', at: OPENS_AT + 2 * HOUR })
        .yields({ type: 'logged', text: 'The disk is full.' });
  });

  test('holds a reply in the thread with the message that says it', () => {
    const reply: Intent = { type: 'log', text: 'It fills again.', ts: '1700000000.000100' };
    given(lives.begun)
      .when(reply, { by: 'U0EVE', at })
      .yields({ type: 'logged', text: 'It fills again.', ts: '1700000000.000100' });
  });

  test('holds no empty words, and none of strangers', () => {
    given(lives.begun).when({ type: 'log', text: ' ' }, { by: 'U0EVE', at }).refuses('reasonNeeded');
    given(lives.begun)
      .when(log, { by: { ...anActor('U0EVE', policy), outsider: true }, at })
      .refuses('outsider');
  });

  test('belongs to any work under way, to what has ended until it is closed, and to an incident until it is over', () => {
    const rolling = given(applied('failed')).when(ROLL_BACK, { by: 'U0ADA', at }).story;
    const rolledBack = settle(rolling, policy, at);
    const ofAnyKind = [started(), applied('failed'), watching(), rolling, rolledBack, implemented()];
    for (const story of [...ofAnyKind, lives.implemented, lives.rolledBack])
      given(story).when(log, { by: 'U0EVE', at }).yields({ type: 'logged' });
    for (const story of [inReview(), approved(), ready()])
      given(story).when(log, { by: 'U0ADA', at: OPENS_AT }).refuses('notInStatus');
    given(lives.failed).when(log, { by: 'U0EVE', at }).yields({ type: 'logged' });
    const over = given(lives.failed).when(RESOLVED, { by: 'U0ADA', at }).story;
    given(over).when(log, { by: 'U0ADA', at }).refuses('notInStatus');
  });
});

test('a change is closed when nothing is owed any more, and not before', () => {
  const by = 'U0ADA';
  const then = { by, at: AFTER_THE_WATCH };
  given(lives.implemented)
    .when(CLOSE, then)
    .refuses('debtsOpen', { debts: lives.implemented.change.debts.map(({ what, owner }) => ({ what, owner })) });
  const voted = given(lives.implemented).when(vote(policy, 'U0BOB', 1)[0], { by: 'U0BOB', at: AFTER_THE_WATCH }).story;
  const filled = given(voted).when(fill(voted, TEXTS), then).story;
  const reviewed = given(filled).when(looksBack({ actions: [] }), then).story;
  given(reviewed)
    .when(CLOSE, then)
    .refuses('debtsOpen', { debts: [{ what: 'procedures', owner: by }] });
  const paid = given(reviewed).when(pay(4), then).story;
  const closed = given(paid).when(CLOSE, then).becomes('closed').story;
  given(closed).when({ type: 'log', text: 'Late.' }, then).refuses('notInStatus');
});
