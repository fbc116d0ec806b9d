import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TEXT_MAX } from '../../src/change/content.ts';
import type { DebtName } from '../../src/change/debt.ts';
import { debtsBeforeClose, openActions, openDebts, owedDebts } from '../../src/change/debts.ts';
import { fold } from '../../src/change/evolve.ts';
import { followUps } from '../../src/change/follow-ups.ts';
import type { Intent } from '../../src/change/intents.ts';
import { LIFECYCLE } from '../../src/change/lifecycle.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { ACTION_MAX, ACTIONS_MAX } from '../../src/change/pir.ts';
import { OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  AFTER_THE_WATCH,
  CLOSE,
  INCIDENT,
  RESOLVED,
  ROLL_BACK,
  STANDARD,
  applied,
  emergencyLives,
  implemented,
  inReview,
  looksBack,
  ready,
  settle,
  started,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + HOUR;
const by = anActor('U0ADA', policy);
const ISSUE: Intent = { type: 'reportIssue', text: 'Search is slow at noon.' };

type Content = Partial<ChangeContent>;
const then = (story: Story, intent: Intent, when = at): Story => liveThrough(policy, [[intent, by, when]], story);

/** A change after each way in which it can end. */
const ends = {
  implemented: (content: Content) => implemented({ content }),
  withIssues: (content: Content) => then(implemented({ content }), ISSUE),
  rolledBack: (content: Content) => settle(then(applied('failed', { content }), ROLL_BACK), policy, at),
  failed: (content: Content) => then(applied('failed', { content }), INCIDENT),
};
const done = implemented();
const high = implemented({ content: { risk: 'high' } });
const count = ({ change }: Story, what: DebtName): number => change.debts.filter((d) => d.what === what).length;

describe('the review is owed', () => {
  test.each([
    ['a normal change', {}, { implemented: 0, withIssues: 1, rolledBack: 1, failed: 1 }],
    ['a normal change of high risk', { risk: 'high' }, { implemented: 1, withIssues: 1, rolledBack: 1, failed: 1 }],
    ['a standard change', STANDARD, { implemented: 0, withIssues: 0, rolledBack: 0, failed: 0 }],
  ] as const)('by %s as its end asks, once', (_name, content, owed) => {
    for (const ending of ['implemented', 'withIssues', 'rolledBack', 'failed'] as const)
      expect([ending, count(ends[ending](content), 'pir')]).toEqual([ending, owed[ending]]);
  });

  test('by an emergency from its first second, and not again however it ends', () => {
    const { begun, implemented: well, rolledBack, failed } = emergencyLives();
    for (const story of [begun, well, rolledBack, failed, then(well, ISSUE, at + DAY)]) {
      expect(count(story, 'pir')).toBe(1);
      expect(count(story, 'cause')).toBe(0);
    }
  });

  test('within a week by whoever carried it out, and holds the close back until it is written', () => {
    expect(openDebts(high.change)).toMatchObject([{ what: 'pir', owner: 'U0ADA' }]);
    given(high)
      .when(CLOSE, { by, at: AFTER_THE_WATCH })
      .refuses('debtsOpen', { debts: [{ what: 'pir', owner: 'U0ADA' }] });
    const written = given(high)
      .when(looksBack({ actions: [] }), { by, at: at + DAY })
      .yields({ type: 'pirWritten' }, { type: 'debtPaid', debt: 1, payer: 'U0ADA' });
    given(written.story).when(CLOSE, { by, at: AFTER_THE_WATCH }).becomes('closed');
  });

  test('not where it was written already, whatever comes to light since', () => {
    expect(count(then(then(done, looksBack({ actions: [] })), ISSUE, at + HOUR), 'pir')).toBe(0);
  });

  test('anew by what was reopened after it was written, once that has ended again', () => {
    const reopened = then(
      then(high, looksBack({ actions: [] })),
      { type: 'reopen', text: 'Search is down.' },
      at + HOUR,
    );
    expect(openDebts(reopened.change)).toEqual([]);
    const back = settle(then(reopened, ROLL_BACK, at + HOUR), policy, at + HOUR);
    expect(openDebts(back.change)).toMatchObject([{ number: 2, what: 'pir' }]);
    given(back)
      .when(looksBack({ former: 1 }), { by, at: at + DAY })
      .yields({ type: 'debtOwed' }, { type: 'pirWritten' }, { type: 'debtPaid', debt: 2 });
  });

  test('in the place of the cause of a rollback, which a standard change still writes down', () => {
    const back = ends.rolledBack(STANDARD);
    expect(openDebts(back.change).map((d) => d.what)).toEqual(['cause']);
    given(back)
      .when({ type: 'payDebt', debt: 1, note: 'The disk.' }, { by, at: at + DAY })
      .yields({ type: 'debtPaid' });
    given(back)
      .when(looksBack({ actions: [] }), { by, at: at + DAY })
      .yields({ type: 'pirWritten' }, { type: 'debtPaid' });
  });

  test('not beside the cause that a former version asked for, and a word pays that', () => {
    const now = ends.rolledBack({});
    const facts = now.facts.map((f) =>
      f.fact.type === 'debtOwed' ? { ...f, fact: { ...f.fact, what: 'cause' as const } } : f,
    );
    const change = fold(facts) ?? now.change;
    const paid = given({ change, facts })
      .when({ type: 'payDebt', debt: 1, note: 'The disk.' }, { by, at: at + DAY })
      .yields({ type: 'debtPaid' }).story;
    given(paid).when(CLOSE, { by, at: AFTER_THE_WATCH }).becomes('closed');
  });
});

describe('the review is written', () => {
  test('once there is something to look back on, and not before', () => {
    const heard = Object.entries(LIFECYCLE).filter(([, row]) => 'writePir' in row);
    expect(heard.map(([status]) => status)).toEqual(['implemented', 'rolledBack', 'failed', 'closed']);
    for (const story of [inReview(), ready(), started(), watching()])
      given(story).when(looksBack(), { by, at }).refuses('notInStatus', { intent: 'writePir' });
    given(done).when(looksBack(), { by, at }).becomes('implemented');
    given(then(done, CLOSE, AFTER_THE_WATCH))
      .when(looksBack(), { by, at: AFTER_THE_WATCH })
      .becomes('closed');
  });

  test('when its incident is over, for it tells the end of that', () => {
    const failed = ends.failed({});
    given(failed)
      .when(looksBack(), { by, at: at + HOUR })
      .refuses('incidentOpen');
    given(then(failed, RESOLVED))
      .when(looksBack(), { by, at: at + HOUR })
      .becomes('failed');
  });

  test('by the change’s own people', () => {
    for (const user of ['U0ADA', 'U0BOB']) given(done).when(looksBack(), { by: user, at }).becomes('implemented');
    given(done).when(looksBack(), { by: 'U0EVE', at }).refuses('notTheRequester');
    given(done)
      .when(looksBack(), { by: { ...by, outsider: true }, at })
      .refuses('outsider');
  });

  test('again: the newest counts, and those before stay in the record', () => {
    const again = then(then(done, looksBack()), looksBack({ former: 1, actions: [] }), at + DAY);
    expect(again.change.pir).toMatchObject({ number: 2, at: at + DAY, actions: [] });
    expect(again.facts.filter((f) => f.fact.type === 'pirWritten')).toHaveLength(2);
    expect(openActions(again.change)).toHaveLength(1);
  });

  test('by one of two at once: the other, who has not seen it, is told', () => {
    const first = then(done, looksBack());
    given(first).when(looksBack(), { by: 'U0BOB', at }).refuses('pirRewritten');
    given(first)
      .when(looksBack({ former: 1 }), { by: 'U0BOB', at })
      .becomes('implemented');
  });

  test('with three texts that say something, as other texts do; that nothing is recommended is an answer', () => {
    const { texts } = looksBack();
    given(done)
      .when(
        looksBack({ texts: { happened: ' ', well: 'a'.repeat(TEXT_MAX + 1), better: '\u202E', recommended: '' } }),
        { by, at },
      )
      .refuses('invalidPir', {
        problems: [
          { field: 'happened', problem: 'Please fill this in.' },
          { field: 'well', problem: `At most ${TEXT_MAX} characters; this has ${TEXT_MAX + 1}.` },
          { field: 'better', problem: 'Please fill this in.' },
        ],
      });
    const { story } = given(done).when(looksBack({ texts: { ...texts, well: ' Good. ', recommended: ' ' } }), {
      by,
      at,
    });
    expect(story.change.pir).toMatchObject({ well: 'Good.', recommended: '' });
    // What nobody would see is not kept either: the record cannot hold all of it.
    const unseen = given(done).when(looksBack({ texts: { ...texts, recommended: '\0\u202E' } }), {
      by: 'U0ADA',
      at,
    }).story;
    expect(unseen.change.pir?.recommended).toBe('');
  });
});

describe('an action', () => {
  const action = looksBack().actions[0] ?? { text: '', owner: '', due: '' };
  const asked = then(done, looksBack());
  const closed = then(asked, CLOSE, AFTER_THE_WATCH);

  test('is owed by whom it is asked of, by its day at the policy’s hour', () => {
    expect(openDebts(asked.change)).toEqual([
      {
        number: 1,
        what: 'action',
        owner: 'U0EVE',
        owedAt: at,
        dueAt: Date.UTC(2026, 11, 10, 9),
        detail: 'Measure the index first.',
      },
    ]);
    expect(asked.change.pir?.actions).toEqual([1]);
  });

  test.each([
    [{ text: ' ' }, 'text', 'Please fill this in.'],
    [{ text: 'a'.repeat(ACTION_MAX + 1) }, 'text', `At most ${ACTION_MAX} characters; this has ${ACTION_MAX + 1}.`],
    [{ owner: '' }, 'owner', 'Please choose who sees to it.'],
    [{ owner: '<!channel>' }, 'owner', 'Please choose who sees to it.'],
    [{ owner: 'S0TEAM' }, 'owner', 'Please choose who sees to it.'],
    [{ due: '' }, 'due', 'Please pick the day it is due.'],
    [{ due: '2026-02-30' }, 'due', 'Please pick the day it is due.'],
    [{ due: 'tomorrow' }, 'due', 'Please pick the day it is due.'],
    [{ due: '2026-11-03' }, 'due', 'Please pick a day that is still ahead.'],
    [{ due: '2027-12-01' }, 'due', 'Please pick a day within a year.'],
  ] as const)('of %j is refused under its input', (wrong, field, problem) => {
    given(done)
      .when(looksBack({ actions: [action, { ...action, ...wrong }] }), { by, at })
      .refuses('invalidPir', { problems: [{ field, action: 1, problem }] });
  });

  test('is one of few: five come at once, and twenty are open', () => {
    const five = Array.from({ length: ACTIONS_MAX }, () => action);
    given(done)
      .when(looksBack({ actions: [...five, action] }), { by, at })
      .refuses('invalidPir');
    const full = [0, 1, 2, 3].reduce((story, former) => then(story, looksBack({ former, actions: five })), done);
    given(full)
      .when(looksBack({ former: 4 }), { by, at })
      .refuses('invalidPir');
    given(full)
      .when(looksBack({ former: 4, actions: [] }), { by, at })
      .becomes('implemented');
  });

  test('outlives the close: it is owed, chased and done after it', () => {
    expect(owedDebts(closed.change)).toHaveLength(1);
    const times = asked.facts.flatMap((f) => followUps(asked.change, f, policy)).filter((f) => f.kind === 'debt');
    expect(times).toMatchObject([
      { debt: 1, at: 'half' },
      { debt: 1, at: 'due', dueAt: Date.UTC(2026, 11, 10, 9) },
    ]);
    const half: Intent = { type: 'chaseDebt', debt: 1, at: 'half' };
    const reminded = given(closed)
      .when(half, { by: THE_CLOCK, at: AFTER_THE_WATCH + DAY })
      .yields({ type: 'debtReminded' });
    const due: Intent = { type: 'chaseDebt', debt: 1, at: 'due' };
    const late = Date.UTC(2026, 11, 10, 9);
    const escalated = given(reminded.story)
      .when(due, { by: THE_CLOCK, at: late })
      .yields({ type: 'debtEscalated' }).story;
    const word: Intent = { type: 'payDebt', debt: 1, note: 'It takes an hour.' };
    given(escalated).when(word, { by: 'U0DAN', at: late }).refuses('notTheDebtor', { owner: 'U0EVE' });
    const paid = given(escalated).when(word, { by: 'U0EVE', at: late }).yields({ type: 'debtPaid', payer: 'U0EVE' });
    expect(owedDebts(paid.becomes('closed').story.change)).toEqual([]);
  });

  test('never holds the close back, whatever else is owed', () => {
    const stories = [done, high, ends.rolledBack({}), then(ends.failed({}), RESOLVED), ends.rolledBack(STANDARD)];
    fc.assert(
      fc.property(fc.constantFrom(...stories), fc.integer({ min: 0, max: 5 }), fc.nat(5), (story, many, paid) => {
        const closes = (from: Story) => given(from).when(CLOSE, { by, at: AFTER_THE_WATCH });
        const actions = Array.from({ length: many }, () => action);
        const reviewed = then(story, looksBack({ actions }), at + HOUR);
        const some = openActions(reviewed.change)
          .slice(0, paid)
          .reduce((s, { number }) => then(s, { type: 'payDebt', debt: number, note: 'Done.' }, at + HOUR), reviewed);
        expect(debtsBeforeClose(some.change)).toEqual([]);
        expect(closes(some).becomes('closed').story.change.status).toBe('closed');
      }),
      { numRuns: 40 },
    );
  });
});
