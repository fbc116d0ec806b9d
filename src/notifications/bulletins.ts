import type { Policy } from '../change/policy.ts';
import { duePractice, practising } from '../change/restore-practice.ts';
import { newestWeek } from '../change/week.ts';
import type { NewBulletin } from '../journal/bulletins.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import { readPractice } from '../journal/read-practice.ts';
import { now, type Record } from '../journal/record.ts';
import { undeliveredAlarm, undeliveredIn } from './undelivered.ts';
import { say, type Rendered } from './render.ts';
import { weeklyRestores } from './weekly-restores.ts';
import { readWeeklyDebts, weeklyDebts } from './weekly-debts.ts';

/** What is said of no one change (ADR 10), and what each is called where it could not be said. */
const BULLETINS = {
  weeklyDebts: 'The weekly message of what is owed',
  weeklyRestores: 'The weekly message of restore rehearsals',
  undeliveredAlarm: 'An alarm',
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
  const restores = practising(policy).length === 0 ? [] : [weekly('restores', 'weeklyRestores')];
  return [weekly('debts', 'weeklyDebts'), ...restores];
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
    case 'undeliveredAlarm': {
      const what = BULLETINS[data['bulletin'] as BulletinView];
      return say(undeliveredAlarm(what, undeliveredIn(delivery)));
    }
  }
}
