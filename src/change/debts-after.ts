import type { Fact } from './facts.ts';
import type { Debt } from './debt.ts';

type OfADebt = Extract<Fact, { type: 'debtOwed' | 'debtPaid' | 'debtReminded' | 'debtEscalated' }>;

/** What is and was owed after one more fact about it. */
export function debtsAfter(debts: readonly Debt[], fact: OfADebt, at: number): readonly Debt[] {
  const on = (news: Partial<Debt>): readonly Debt[] =>
    debts.map((d) => (d.number === fact.debt ? { ...d, ...news } : d));
  switch (fact.type) {
    case 'debtOwed': {
      const { debt, what, owner, dueAt, detail } = fact;
      const owed = { number: debt, what, owner, owedAt: at, dueAt, ...(detail === undefined ? {} : { detail }) };
      return [...debts, owed];
    }
    case 'debtPaid':
      return on({ paid: { by: fact.payer, at, note: fact.note } });
    case 'debtReminded':
      return on({ remindedAt: at });
    case 'debtEscalated':
      return on({ escalatedAt: at });
  }
}
