import type { DebtName } from '../change/debt.ts';

/** What pays a debt that a word does not, and what the word is about where one does. */
export const PAID_BY: Readonly<Record<DebtName, string>> = {
  fullRequest: 'The full request is paid by handing it in: press “Full request” and fill in what is missing.',
  retrospectiveVote: 'The retrospective vote is paid by those who are asked for it, once the work has ended.',
  pir: 'The review is paid by writing it, once the work has ended: press “PIR”.',
  procedures: 'Press “Paid” and say what was done.',
  override: 'Press “Paid” and say what was done.',
  cause: 'Press “Paid” and say what made the rollback necessary.',
  test: 'Press “Paid” and say in which change it was tested.',
  action: 'Press “Action done” and say what was done.',
};
