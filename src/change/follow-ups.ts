import { openBallot } from './ballot.ts';
import { runbookOf } from './circumstances.ts';
import type { RecordedFact } from './facts.ts';
import type { Change } from './model.ts';
import { updateDueAt } from './incident.ts';
import { keptBackups, keptUntil } from './kept-backups.ts';
import { ladderMilestones, roundOf } from './ladder.ts';
import { lookDueAt } from './long-looks.ts';
import { checkInDueAt } from './long-watch.ts';
import { CALENDAR, type RecordedCalendarFact } from './declaring/calendar-facts.ts';
import type { Policy } from './policy.ts';
import { reminderFrom } from './quiet-hours.ts';
import { restoreMsOf, withMeasuredRestore } from './restore-estimate.ts';
import { milestoneKey, MILESTONES, watchMs, windowMilestones, type MilestoneName } from './timeline.ts';

/** What must be done because of a fact: a time to wake, people to ask, a debt to chase, changes to tell of a freeze, or a step to run. What must be said is `notifications`' to know. */
export type FollowUp =
  | {
      readonly kind: 'wake';
      readonly key: string;
      readonly dueAt: number;
      readonly milestone: MilestoneName;
      readonly schedule: number;
      /** Which asking of it, see `roundOf`; absent for the first. */
      readonly round?: number;
    }
  | {
      readonly kind: 'ask';
      readonly key: string;
      readonly dueAt: number;
      readonly ballot: number;
      readonly nth: number;
    }
  | {
      readonly kind: 'ask';
      readonly key: string;
      readonly dueAt: number;
      readonly review: number;
      readonly nth: number;
    }
  | {
      readonly kind: 'debt';
      readonly key: string;
      readonly dueAt: number;
      readonly debt: number;
      readonly at: 'half' | 'due';
    }
  /** Whoever a freeze touches is told of it; of the calendar, not of a change. */
  | { readonly kind: 'freeze'; readonly key: string; readonly dueAt: number; readonly freeze: number }
  /** The changes that an incident stops are told of it, or that it is over; or its own change is told of an emergency for it. */
  | {
      readonly kind: 'incident';
      readonly key: string;
      readonly dueAt: number;
      readonly incident: string;
      readonly became: 'open' | 'over' | 'named';
    }
  | {
      readonly kind: 'run';
      readonly key: string;
      readonly dueAt: number;
      readonly run: string;
      readonly label: string;
    };

/** The follow-ups of one fact, under keys that cannot repeat; `after` is the change with the fact folded in. */
export function followUps(after: Change, { fact, at, seq }: RecordedFact, policy: Policy): readonly FollowUp[] {
  const wake = (milestone: MilestoneName, dueAt: number, round = roundOf(after, milestone)): FollowUp => ({
    kind: 'wake',
    key: `${after.id}/${seq}/${milestone}`,
    dueAt,
    milestone,
    schedule: after.schedule,
    ...(round === 0 ? {} : { round }),
  });
  const ask = (ballot: number, nth: number, dueAt: number): FollowUp => ({
    kind: 'ask',
    key: `${after.id}/${seq}/ask`,
    dueAt,
    ballot,
    nth,
  });
  const askReview = (review: number, nth: number, dueAt: number): FollowUp => ({
    kind: 'ask',
    key: `${after.id}/${seq}/ask`,
    dueAt,
    review,
    nth,
  });
  const askAgain = (review: number, dueAt: number): FollowUp => askReview(review, nextAsking(after, review), dueAt);
  const chase = (debt: number, when: 'half' | 'due', dueAt: number): FollowUp => ({
    kind: 'debt',
    key: `${after.id}/${seq}/debt-${when}`,
    dueAt,
    debt,
    at: when,
  });
  const window = (): readonly FollowUp[] =>
    windowMilestones(after, runbookOf(after, policy), policy).map((m) => wake(m.name, m.at));
  // A restore that took longer than was reckoned leaves less time: the last safe rollback comes sooner.
  const safeSooner = (tookMs: number): readonly FollowUp[] => {
    const runbook = runbookOf(after, policy);
    if (!runbook || tookMs <= restoreMsOf(runbook)) return [];
    return ladderMilestones(after, withMeasuredRestore(runbook, tookMs), policy)
      .filter(({ name }) => name === 'lastSafe')
      .map((m) => wake(m.name, m.at));
  };
  const expiry = (run: string): readonly FollowUp[] => {
    const dueAt = keptUntil(after, policy);
    return dueAt === undefined || keptBackups(after).at(-1)?.run !== run ? [] : [wake('backupExpires', dueAt)];
  };
  const ifDue = (milestone: MilestoneName, dueAt: number | undefined): readonly FollowUp[] =>
    dueAt === undefined ? [] : [wake(milestone, dueAt)];
  const update = (): readonly FollowUp[] =>
    ifDue('incidentUpdate', updateDueAt({ ...after, status: 'failed' }, policy));
  const checkIn = (): readonly FollowUp[] => ifDue('checkIn', checkInDueAt(after, policy));
  const look = (): readonly FollowUp[] => ifDue('longLook', lookDueAt(after, policy));
  // The vote that was open before it was reopened: a reminder that came meanwhile found nobody to be reminded.
  const stillOpen = (): readonly FollowUp[] => {
    const vote = openBallot(after, 'retrospective');
    if (!vote) return [];
    const { number, putTo } = vote;
    const next = reminderFrom(at + policy.voting.remindEveryMs, policy);
    return [putTo ? ask(number, putTo.reminders + 1, next) : ask(number, 0, at)];
  };
  const heed = (incident: string, became: 'open' | 'over' | 'named'): FollowUp => ({
    kind: 'incident',
    key: `${after.id}/${seq}/incident`,
    dueAt: at,
    incident,
    became,
  });
  switch (fact.type) {
    case 'changeSubmitted':
      return window();
    case 'changeEdited':
      return after.status === 'draft' ? [] : window();
    case 'ballotOpened':
      return [ask(fact.ballot, 0, at)];
    case 'votersAsked':
    case 'votersReminded':
      return fact.remindAt === undefined ? [] : [ask(fact.ballot, fact.nth + 1, fact.remindAt)];
    case 'reviewOpened':
      return [askReview(fact.review, 0, at)];
    case 'reviewersAsked':
    case 'reviewersReminded':
      return fact.remindAt === undefined ? [] : [askReview(fact.review, fact.nth + 1, fact.remindAt)];
    case 'criterionLapsed':
      return [askAgain(fact.review, at)];
    case 'criterionAnswered':
      // It may have been complete until now, and nobody due to be reminded of it.
      return fact.answer === 'concern'
        ? [askAgain(fact.review, reminderFrom(at + policy.voting.remindEveryMs, policy))]
        : [];
    case 'milestoneSkipped':
      return fact.until === undefined ? [] : [wake(fact.milestone, fact.until)];
    case 'debtOwed':
      return [
        chase(fact.debt, 'half', reminderFrom(Math.round((at + fact.dueAt) / 2), policy, fact.dueAt)),
        chase(fact.debt, 'due', fact.dueAt),
      ];
    case 'stepEnded':
      return [...(fact.restoreMs === undefined ? [] : safeSooner(fact.restoreMs)), ...expiry(fact.run)];
    case 'stepRequested':
      return [{ kind: 'run', key: `${after.id}/${seq}/run`, dueAt: at, run: fact.run, label: fact.label }];
    case 'extraTimeTaken':
      return ladderMilestones(after, runbookOf(after, policy), policy).map((m) => wake(m.name, m.at));
    case 'changeStarted': {
      const { incident } = after.content;
      return fact.confirmed || incident === undefined ? [] : [heed(incident, 'named')];
    }
    case 'incidentDeclared':
      return [...update(), heed(after.id, 'open')];
    case 'incidentUpdated':
      return update();
    case 'incidentResolved':
      return [heed(after.id, 'over')];
    case 'milestoneReached':
      if (fact.milestone === 'checkIn') return checkIn();
      if (fact.milestone === 'longLook') return look();
      return fact.milestone === 'incidentUpdate' ? update() : [];
    case 'watchBegun':
      return [wake('watchOver', at + policy.watch.shortMs)];
    case 'changeEnded':
      return [...checkIn(), ...look(), wake('mayClose', at + watchMs(after, policy)), ...stillOpen()];
    default:
      return [];
  }
}

/** Which asking of a review is its next: an earlier one that was written down for the same number finds it done. */
function nextAsking({ reviews }: Change, number: number): number {
  const putTo = reviews.find((r) => r.number === number)?.putTo;
  return putTo ? putTo.reminders + 1 : 0;
}

/** The follow-ups of one fact of the calendar. */
export function calendarFollowUps({ fact, at, seq }: RecordedCalendarFact): readonly FollowUp[] {
  return [{ kind: 'freeze', key: `${CALENDAR}/${seq}/freeze`, dueAt: at, freeze: fact.freeze }];
}

/** Before these the change must still be on its way to the window; once it is ready or started they ask nothing any more. */
const ON_THE_WAY = [
  'prepare',
  'preCheck',
  'goNogo',
  'goDeadline',
  'announce',
] as const satisfies readonly MilestoneName[];
const BEFORE_START = [...ON_THE_WAY, 'remind', 'backup', 'opens'] as const satisfies readonly MilestoneName[];
const OF_THE_END = ['lastSafe', 'decide', 'unanswered', 'closes'] as const satisfies readonly MilestoneName[];
const BEFORE_END = [...BEFORE_START, ...OF_THE_END, 'watchOver'] as const satisfies readonly MilestoneName[];

/** Prompts that would find nothing to do as the change now stands: they need not wake anybody. */
export function mootMilestones(change: Change): readonly MilestoneName[] {
  const settled = MILESTONES.filter(
    (name) => change.milestones[milestoneKey(change.schedule, name, roundOf(change, name))] === 'reached',
  );
  return [...new Set([...settled, ...outlived(change)])];
}

function outlived({ status }: Change): readonly MilestoneName[] {
  switch (status) {
    case 'draft':
    case 'inReview':
    case 'approved':
    case 'goNogo':
      return [];
    case 'ready':
      return ON_THE_WAY;
    case 'implementing':
      return BEFORE_START;
    case 'rollingBack':
      return [...BEFORE_START, 'lastSafe'];
    case 'watching':
      return [...BEFORE_START, ...OF_THE_END, 'longLook'];
    case 'missed':
    case 'implemented':
    case 'rolledBack':
    case 'failed':
      return BEFORE_END;
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return MILESTONES.filter((name) => name !== 'backupExpires');
  }
}
