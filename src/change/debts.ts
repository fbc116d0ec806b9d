import { holds, type Actor } from './intents.ts';
import type { Debt, DebtName } from './debt.ts';
import { implementerOf, type Change } from './model.ts';
import type { Fact } from './facts.ts';
import { isOver } from './statuses.ts';
import type { Lead, Policy } from './policy.ts';
import { missingTexts } from './content.ts';
import { after } from './leads.ts';
import { whyUntested } from './tested.ts';

/** How long after it came to be owed each debt is due; the retrospective vote's by the policy where it says (`within`), an action by the day that was picked. */
export const DEBT_DUE: Readonly<Record<Exclude<DebtName, 'action'>, Lead>> = {
  fullRequest: { days: 3 },
  retrospectiveVote: { days: 3 },
  pir: { days: 7 },
  procedures: { days: 14 },
  override: { days: 7 },
  test: { days: 7 },
  cause: { days: 7 },
};

/** What an emergency leaves for afterwards as it starts, in the order in which it is due (001-TYP-16, 001-TYP-17). */
export function emergencyDebts(change: Change, policy: Policy, now: number): readonly Fact[] {
  const { requester, content } = change;
  const implementer = implementerOf(change);
  const owed: readonly (readonly [DebtName, owner: string, Lead])[] = [
    ...(missingTexts(content).length > 0 ? [['fullRequest', requester, DEBT_DUE.fullRequest] as const] : []),
    ...(policy.approvals.emergency.length > 0 ? [['retrospectiveVote', requester, voteWithin(policy)] as const] : []),
    ...(whyUntested(content, policy) ? [['test', implementer, DEBT_DUE.test] as const] : []),
    ['pir', implementer, DEBT_DUE.pir],
    ['procedures', implementer, DEBT_DUE.procedures],
  ];
  return owed.map(([what, owner, within], i) => ({
    type: 'debtOwed',
    debt: change.debts.length + 1 + i,
    what,
    owner,
    dueAt: after(now, within, policy),
  }));
}

/** Of several roles that agree afterwards the first to be due counts. */
function voteWithin({ approvals }: Policy): Lead {
  return approvals.emergency.find((r) => r.within !== undefined)?.within ?? DEBT_DUE.retrospectiveVote;
}

export function openDebts(change: Pick<Change, 'debts'>): readonly Debt[] {
  return change.debts.filter((debt) => debt.paid === undefined);
}

/** The actions of its review that are not done; they hold nothing back, and outlive the change. */
export function openActions(change: Pick<Change, 'debts'>): readonly Debt[] {
  return openDebts(change).filter(({ what }) => what === 'action');
}

/** What must be paid before the change can be closed (001-TYP-16). */
export function debtsBeforeClose(change: Pick<Change, 'debts'>): readonly Debt[] {
  return openDebts(change).filter(({ what }) => what !== 'action');
}

/** What is still asked for: what is open; of a change that is over its actions alone. */
export function owedDebts(change: Pick<Change, 'debts' | 'status'>): readonly Debt[] {
  return isOver(change.status) ? openActions(change) : openDebts(change);
}

export function openDebt(change: Pick<Change, 'debts'>, what: DebtName): Debt | undefined {
  return openDebts(change).find((debt) => debt.what === what);
}

/** Whether a word settles it: the request, the vote and the review are paid by being given. */
export function isPaidByWord({ what }: Pick<Debt, 'what'>): boolean {
  switch (what) {
    case 'fullRequest':
    case 'retrospectiveVote':
    case 'pir':
      return false;
    case 'procedures':
    case 'override':
    case 'test':
    case 'cause':
    case 'action':
      return true;
  }
}

/** What can be called paid now. */
export function payableDebts(change: Pick<Change, 'debts'>): readonly Debt[] {
  return openDebts(change).filter(isPaidByWord);
}

/** Who may say that a debt is paid: whoever owes it, the implementer, the infrastructure lead. */
export function maySettle(change: Change, { owner }: Debt, actor: Actor): boolean {
  const isTheirs = actor.kind === 'person' && (actor.user === owner || actor.user === implementerOf(change));
  return isTheirs || holds(actor, 'infrastructure-lead');
}
