import { describe, expect, test } from 'vitest';
import { readView } from '../../sandbox/slack/check-payload.ts';
import { VIEW_BYTES_MAX } from '../../sandbox/slack/limits.ts';
import { answersOf, heardFrom } from '../../src/commands/home/heard.ts';
import { homeAway, homeOfOutsider, homeView, type Inbox, type Section } from '../../src/commands/home/home-view.ts';
import { drawPages, readPages, ROWS_MAX, SECTIONS, turned } from '../../src/commands/home/pages.ts';
import { askedRow, itemsRow, owedRow, reviewRow, rowOf } from '../../src/commands/home/rows.ts';
import { owedDebts } from '../../src/change/debts.ts';
import { paidModal } from '../../src/commands/debts/debt-modals.ts';
import { decide } from '../../src/change/decide.ts';
import { dueOwners } from '../../src/change/due-items.ts';
import { freezesWithin } from '../../src/change/freezes.ts';
import type { Change } from '../../src/change/model.ts';
import { openBallots } from '../../src/change/model.ts';
import { openReviews } from '../../src/change/review.ts';
import { readControl } from '../../src/slack/controls.ts';
import { distinct, everyStory, HOSTILE, hostile, hostilePolicy, stages } from '../notifications/stories.ts';
import { FILED_AT, OPENS_AT, PATTERNS, anActor, filing, liveThrough } from '../support/a-change.ts';
import { LISTED, listing } from '../support/a-checklist.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { approved, inReview, looksBack, ok, ready, started } from '../support/lives.ts';

const policy = aPolicy();

/** Somebody who holds every role there is. */
function everyRole(user: string) {
  const roster = Object.fromEntries(Object.keys(policy.roles).map((role) => [role, [user, 'U0BOB', 'U0CYD']]));
  return { ...anActor(user, policy), roster };
}

function listed({ id, status, content, requester }: Change) {
  const { title, kind, risk, services, opensAt, closesAt } = content;
  return { id, status, title, kind, risk, services, requester, opensAt, closesAt };
}

function rowsFor(change: Change, user: string, now: number) {
  const circumstances = { now, policy, patterns: PATTERNS, actor: everyRole(user) };
  const asked = openBallots(change).flatMap((b) => {
    const deadline = b.deadline ?? null;
    return (
      askedRow({ ...listed(change), ballot: b.number, question: b.question, deadline }, change, circumstances) ?? []
    );
  });
  const reviews = openReviews(change).flatMap(
    (r) => reviewRow({ ...listed(change), review: r.number }, change, circumstances) ?? [],
  );
  const items = itemsRow(listed(change), change, circumstances, undefined);
  return { asked, reviews, items: items ? [items] : [], own: rowOf(listed(change), answersOf(change, circumstances)) };
}

const lives = Object.values(everyStory(policy))
  .flatMap((story) => [...stages(story), ...stages(hostile(story))])
  .filter(distinct());

function owedRows(change: Change, now: number) {
  return owedDebts(change).map((debt) => {
    const { number, what, owner, dueAt, detail = null } = debt;
    const row = owedRow({ ...listed(change), debt: number, what, owner, dueAt, detail }, change, now);
    return { debt, row };
  });
}

function sectionsOf(rows: Section['rows'], more: boolean): readonly Section[] {
  return SECTIONS.map((name) => ({
    name,
    title: 'Needs your vote',
    rows,
    page: 999,
    more,
    none: 'Nothing.',
    ...(name === 'debts' ? { foot: 'Nothing.' } : {}),
  }));
}

describe('Home', () => {
  test('is taken by Slack whatever people typed, with every section full and every answer of every status', () => {
    const freezes = freezesWithin(strainedCalendar(), FILED_AT, 400 * DAY);
    const rows = lives.flatMap(({ change, facts }) =>
      ['U0ADA', 'U0EVE'].flatMap((user) => {
        const { asked, reviews, items, own } = rowsFor(change, user, (facts.at(-1)?.at ?? 0) + 1);
        return [...asked, ...reviews, ...items, own];
      }),
    );
    rows.push(...lives.flatMap(({ change }) => owedRows(change, FILED_AT).flatMap(({ row }) => row ?? [])));
    for (let from = 0; from < rows.length; from += ROWS_MAX) {
      const inbox: Inbox = { sections: sectionsOf(rows.slice(from, from + ROWS_MAX), true), freezes, now: FILED_AT };
      const home = homeView(
        inbox,
        {},
        [HOSTILE, HOSTILE, HOSTILE].map((s) => s.replaceAll(/[<>&]/g, '')),
      );
      expect(() => readView(home, 'home'), JSON.stringify(home).slice(0, 300)).not.toThrow();
    }
  });

  test('of somebody who holds every role among two hundred open changes stays far below the limits', () => {
    const { change } = inReview({ policy });
    const most = lives.map(({ change: c, facts }) => rowsFor(c, 'U0ADA', (facts.at(-1)?.at ?? 0) + 1).own);
    const richest = most.toSorted((a, b) => b.buttons.length - a.buttons.length)[0];
    if (!richest) throw new Error('there are no rows');
    const row = { ...richest, text: rowOf({ ...listed(change), title: HOSTILE.repeat(9) }, []).text };
    const rows = Array.from({ length: ROWS_MAX }, () => row);
    const home = homeView({ sections: sectionsOf(rows, true), freezes: [], now: FILED_AT }, {}, ['a', 'b', 'c']);
    expect(home.blocks.length).toBeLessThan(100);
    expect(Buffer.byteLength(JSON.stringify(home))).toBeLessThan(VIEW_BYTES_MAX / 2);
    expect(() => readView(home, 'home')).not.toThrow();
  });

  test('of a guest, and without the record, says so and offers nothing to press', () => {
    for (const home of [homeOfOutsider(), homeAway()]) {
      expect(() => readView(home, 'home')).not.toThrow();
      expect(JSON.stringify(home)).not.toContain('"button"');
    }
  });

  test('says what is the aim, where nothing is, and which freezes are in force', () => {
    const inbox: Inbox = {
      sections: [{ name: 'yours', title: 'Yours', rows: [], page: 0, more: false, none: 'You have no open change.' }],
      freezes: freezesWithin(strainedCalendar(), Date.UTC(2026, 11, 24), 30 * DAY),
      now: Date.UTC(2026, 11, 24),
    };
    const text = JSON.stringify(homeView(inbox, {}));
    expect(text).toContain('limit unforeseen consequences');
    expect(text).toContain('You have no open change.');
    expect(text).toMatch(/Turn of the year.*in force.*without an exception/);
    expect(text).not.toContain('Summer');
  });
});

describe('a button in Home', () => {
  test('stands where this very person would be heard, and nowhere else', () => {
    const wrong = lives.flatMap(({ change, facts }) =>
      ['U0ADA', 'U0BOB', 'U0EVE'].flatMap((user) => {
        const now = (facts.at(-1)?.at ?? 0) + 1;
        const { asked, reviews, items, own } = rowsFor(change, user, now);
        return [...asked, ...reviews, ...items, own]
          .flatMap((row) => row.buttons)
          .filter((b) => !['edit', 'reschedule'].includes(readControl(b.value)?.do ?? ''))
          .filter((b) => {
            const circumstances = { now, policy, patterns: PATTERNS, actor: everyRole(user) };
            return heardFrom([b], change, circumstances).length === 0;
          });
      }),
    );
    expect(wrong).toEqual([]);
  });

  test.each([true, false])('goes back, from work by hand (%s) too', (byHand) => {
    const { change } = started({ byHand });
    const { own } = rowsFor(change, 'U0ADA', OPENS_AT + HOUR);
    expect(own.buttons.map((b) => readControl(b.value)?.do)).toContain('rollBack');
  });

  test('beside what one owes pays it, whenever that would be heard, and offers the very debt', () => {
    let payable = 0;
    for (const { change, facts } of lives)
      for (const { debt, row } of owedRows(change, FILED_AT)) {
        const now = (facts.at(-1)?.at ?? 0) + 1;
        const circumstances = { now, policy, patterns: PATTERNS, actor: anActor(debt.owner, policy) };
        const pay = { type: 'payDebt', debt: debt.number, note: 'Done.' } as const;
        const edit = { type: 'editChange', content: change.content, revision: change.revision } as const;
        const review = looksBack({ former: change.pir?.number ?? 0, actions: [] });
        const pays = debt.what === 'fullRequest' ? edit : debt.what === 'pir' ? review : pay;
        const decision = decide(change, pays, circumstances);
        // What stands in the request is what is to be mended.
        const heard = decision.ok || decision.refusal.code === 'invalidContent';
        const [control, ...more] = (row?.buttons ?? []).map((b) => readControl(b.value));
        expect([change.status, debt.what, control !== undefined]).toEqual([change.status, debt.what, heard]);
        expect(more).toEqual([]);
        if (control?.do !== 'paid') continue;
        payable += 1;
        expect(JSON.stringify(paidModal(change, control.debt))).toMatch(
          new RegExp(`"initial_option":\\{[^{}]*\\{[^{}]*\\},"value":"${debt.number}"`),
        );
      }
    expect(payable).toBeGreaterThan(5);
  });

  test('asks nobody for a vote on a change of their own, and everybody else who holds the role', () => {
    const { change } = inReview({ policy });
    expect(rowsFor(change, 'U0ADA', FILED_AT + 1).asked).toEqual([]);
    const [row] = rowsFor(change, 'U0BOB', FILED_AT + 1).asked;
    expect(row?.buttons.map((b) => b.text.text)).toEqual(['Approve', 'Reject', 'Ask', 'Delegate']);
    expect(row?.text).toContain('*Approval* as infrastructure lead');
  });

  test('asks for a review those who hold its role and are free of the change, and names what is open', () => {
    const { change } = inReview({ policy, content: { risk: 'high' } });
    expect(rowsFor(change, 'U0ADA', FILED_AT + 1).reviews).toEqual([]);
    const [technical] = rowsFor(change, 'U0BOB', FILED_AT + 1).reviews;
    expect(technical?.text).toContain('*Technical review* as infrastructure lead, open: Technical feasibility');
    expect(technical?.buttons.map((b) => b.text.text)).toContain('OK: Impact assessment');
    const one = given(inReview({ policy, content: { risk: 'high' } })).when(ok(1, 'feasibility'), {
      by: 'U0BOB',
      at: FILED_AT,
    });
    const [left] = rowsFor(one.story.change, 'U0BOB', FILED_AT + 1).reviews;
    expect(left?.text).toContain('open: Impact assessment');
    expect(left?.buttons).toHaveLength(4);
  });

  test('ticks the items that are one’s own and due, beside the way to their checklist', () => {
    const under = listing(aPolicy());
    const { change } = liveThrough(under, [filing(under, LISTED)]);
    const row = (user: string, link?: string) => {
      const circumstances = { now: FILED_AT, policy: under, patterns: PATTERNS, actor: anActor(user, under) };
      return itemsRow(listed(change), change, circumstances, link);
    };
    const own = row('U0ADA', 'https://team.slack.com/archives/C1/p1');
    expect(own?.text).toContain('<https://team.slack.com/archives/C1/p1|Its checklist> waits for “List the services');
    expect(own?.buttons.map((b) => b.text.text)).toEqual([
      'Done: List the services that are touched.',
      'Done, with evidence: Measure the load.',
    ]);
    expect(row('U0CYD')).toBeUndefined();
    const critical = liveThrough(under, [filing(under, { ...LISTED, implementer: 'U0EVE' })]).change;
    expect(dueOwners(critical)).toEqual(['infrastructure']);
  });

  test('is Start for the implementer inside the window alone', () => {
    const { change } = ready({ policy });
    const labels = (user: string, now: number) => rowsFor(change, user, now).own.buttons.map((b) => b.text.text);
    expect(labels('U0ADA', OPENS_AT - 1)).not.toContain('Start');
    expect(labels('U0BOB', OPENS_AT + 1)).not.toContain('Start');
  });

  test('is not heard once the ballot has closed', () => {
    const { change } = approved({ policy });
    const vote = { type: 'castVote', ballot: 1, answer: 'yes' } as const;
    const circumstances = { now: FILED_AT + DAY, policy, patterns: PATTERNS, actor: anActor('U0BOB', policy) };
    expect(decide(change, vote, circumstances).ok).toBe(false);
    expect(rowsFor(change, 'U0BOB', FILED_AT + DAY).asked).toEqual([]);
  });
});

describe('the pages of Home', () => {
  test('travel with the view and turn one at a time', () => {
    const pages = readPages(drawPages({ yours: 2 }));
    expect(pages).toEqual({ yours: 2 });
    expect(turned(pages, '{"v":1,"section":"needsYou","page":1}')).toEqual({ yours: 2, needsYou: 1 });
  });

  test.each(['', '{', '{"v":2,"pages":{}}', '{"v":1,"pages":{"yours":-1}}', '{"v":1,"pages":{"other":1}}', undefined])(
    'stand at the first where %j was drawn',
    (metadata) => {
      expect(readPages(metadata)).toEqual({});
      expect(turned({ yours: 1 }, metadata)).toEqual({ yours: 1 });
    },
  );
});

function strainedCalendar() {
  const freeze = (name: string, from: string, to: string, hard = true) => ({ name, from, to, hard });
  const year = Array.from({ length: 60 }, (_, i) => freeze(HOSTILE.repeat(5), '2027-01-01', `2027-03-${10 + (i % 9)}`));
  const freezes = [
    freeze('Turn of the year', '2026-12-20', '2027-01-05'),
    freeze('Summer', '2026-07-01', '2026-08-01'),
  ];
  return { ...hostilePolicy(), calendar: { freezes: [...freezes, ...year], avoid: [] } };
}
