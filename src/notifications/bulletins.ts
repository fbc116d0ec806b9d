import type { Policy } from '../change/policy.ts';
import { newestQuarter } from '../change/quarter.ts';
import { duePractice, practising } from '../change/restore-practice.ts';
import { newestWeek } from '../change/week.ts';
import { newestNumbered, type NewBulletin } from '../journal/bulletins.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import { readPractice } from '../journal/read-practice.ts';
import { hadChanges, readPast } from '../journal/read-report.ts';
import { now, type Record } from '../journal/record.ts';
import { undeliveredAlarm, undeliveredIn } from './undelivered.ts';
import { policyEditedAlarm } from './policy-edited.ts';
import { say, type Rendered } from './render.ts';
import { quarterlyReview } from './quarterly-review.ts';
import { weeklyRestores } from './weekly-restores.ts';
import { readWeeklyDebts, weeklyDebts } from './weekly-debts.ts';

/** For so long after its time a quarter is still called to mind; a bot that is new in the middle of one begins with the next. */
const CALL_MS = 28 * 24 * 60 * 60 * 1000;

/** What is said of no one change (ADR 10), and what each is called where it could not be said. */
const BULLETINS = {
  weeklyDebts: 'The weekly message of what is owed',
  weeklyRestores: 'The weekly message of restore rehearsals',
  quarterlyReview: 'The call for the quarterly process review',
  undeliveredAlarm: 'An alarm',
  policyEdited: 'That the policy is broken, or mended',
} as const;
export type BulletinView = keyof typeof BULLETINS;

/**
 * What the calendar has the bot say by now, the newest of each kind alone: what was passed over is not made good one by one. Asked
 * again it gives the same keys, and the record keeps the first of each.
 */
export function dueBulletins(at: number, policy: Policy): readonly NewBulletin[] {
  const { changes } = policy.channels;
  if (changes === '') return [];
  const week = newestWeek(at, policy);
  const weekly = (kind: string, view: BulletinView): NewBulletin => ({
    key: `${kind}/${week.name}`,
    channel: changes,
    view,
    data: { week: week.name },
    dueAt: week.at,
  });
  const quarter = newestQuarter(at, policy);
  const review: NewBulletin = {
    key: `review/${quarter.name}`,
    channel: changes,
    view: 'quarterlyReview' satisfies BulletinView,
    data: { quarter: quarter.name },
    dueAt: quarter.at,
  };
  const restores = practising(policy).length === 0 ? [] : [weekly('restores', 'weeklyRestores')];
  return [weekly('debts', 'weeklyDebts'), ...restores, ...(at - quarter.at < CALL_MS ? [review] : [])];
}

const LATE = { kind: 'end', state: 'skippedLate', reason: 'a newer week has begun' } as const;

function isOfAnEarlierWeek(data: Delivery['data'], at: number, policy: Policy): boolean {
  return String(data['week']) < newestWeek(at, policy).name;
}

/** Renders a bulletin from the record as it is at this moment; one whose time has passed, or with nothing to say, ends unsaid. */
export async function renderBulletin(record: Record, delivery: Delivery, policy: Policy): Promise<Rendered> {
  const { view, data } = delivery;
  switch (view as BulletinView) {
    case 'weeklyDebts': {
      const at = await now(record.db);
      if (isOfAnEarlierWeek(data, at, policy)) return LATE;
      const owed = await readWeeklyDebts(record);
      return owed.count.open === 0
        ? { kind: 'end', state: 'superseded', reason: 'nothing is owed' }
        : say(weeklyDebts(owed, at));
    }
    case 'weeklyRestores': {
      const at = await now(record.db);
      if (isOfAnEarlierWeek(data, at, policy)) return LATE;
      const due = duePractice(policy, await readPractice(record, practising(policy)), at);
      return due.length === 0
        ? { kind: 'end', state: 'superseded', reason: 'no rehearsal is due' }
        : say(weeklyRestores(due, policy));
    }
    case 'quarterlyReview':
      return quarterly(record, data, policy);
    case 'undeliveredAlarm': {
      const what = BULLETINS[data['bulletin'] as BulletinView];
      return say(undeliveredAlarm(what, undeliveredIn(delivery)));
    }
    case 'policyEdited':
      return (await newestNumbered(record, 'policy'))?.number === data['number']
        ? say(policyEditedAlarm(data))
        : { kind: 'end', state: 'superseded', reason: 'the policy was edited again' };
  }
}

async function quarterly(record: Record, data: Delivery['data'], policy: Policy): Promise<Rendered> {
  const quarter = newestQuarter(await now(record.db), policy);
  if (String(data['quarter']) < quarter.name) return { ...LATE, reason: 'a newer quarter has begun' };
  if (!(await hadChanges(record, quarter.to))) {
    return { kind: 'end', state: 'superseded', reason: 'there was no change yet' };
  }
  const before = { from: quarter.beforeFrom, to: quarter.from };
  const past = await readPast(record, quarter, before, policy);
  return say(quarterlyReview({ quarter: quarter.name, ...past }));
}
