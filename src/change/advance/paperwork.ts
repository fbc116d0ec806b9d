import type { Circumstances } from '../circumstances.ts';
import { missingTexts } from '../content.ts';
import { DEBT_DUE, openDebt } from '../debts.ts';
import type { Fact } from '../facts.ts';
import { after } from '../leads.ts';
import { implementerOf, type Ballot, type Change } from '../model.ts';
import { openNextBallot } from './open-next-ballot.ts';

/** What an end leaves owed, and what is paid by being there: the full request once no text is missing, the retrospective vote once its ballot is decided. */
export function paperwork(change: Change, circumstances: Circumstances): readonly Fact[] {
  const request = openDebt(change, 'fullRequest');
  if (request && missingTexts(change.content).length === 0)
    return [
      { type: 'debtPaid', debt: request.number, payer: change.lastEditor, note: 'No text of the template is missing.' },
    ];
  if (change.endedAt === undefined) return [];
  const vote = retrospective(change, circumstances);
  return vote.length > 0 ? vote : cause(change, circumstances);
}

/** What made a rollback necessary is written down before the change closes (004-RBK-22); the review that an emergency owes tells it. */
function cause(change: Change, { policy, now }: Circumstances): readonly Fact[] {
  const isAsked = change.debts.some((d) => d.what === 'cause' || d.what === 'pir');
  if (change.status !== 'rolledBack' || isAsked) return [];
  const dueAt = after(now, DEBT_DUE.cause, policy);
  const owner = implementerOf(change);
  return [{ type: 'debtOwed', debt: change.debts.length + 1, what: 'cause', owner, dueAt }];
}

/** Asked when the work has ended, whichever way: a no pays as well, and what was done stays done (001-APR-04). */
function retrospective(change: Change, { policy }: Circumstances): readonly Fact[] {
  const vote = openDebt(change, 'retrospectiveVote');
  if (!vote) return [];
  const ballot = change.ballots.findLast((b) => b.question === 'retrospective');
  if (ballot && ballot.result === undefined) return [];
  if (ballot?.result === 'passed' || ballot?.result === 'vetoed')
    return [{ type: 'debtPaid', debt: vote.number, ...answer(ballot) }];
  const requirements = policy.approvals.emergency.map(({ role, need }) => ({ role, need }));
  return [openNextBallot(change, policy, { question: 'retrospective', requirements })];
}

function answer({ votes, result }: Ballot): { readonly payer: string; readonly note: string } {
  const last = votes.findLast((v) => v.answer === (result === 'vetoed' ? 'no' : 'yes'));
  const note =
    result === 'vetoed'
      ? `Not approved afterwards: ${last?.reason ?? 'no reason is recorded'}`
      : 'Approved afterwards.';
  return { payer: last?.by ?? 'policy', note };
}
