import type { Circumstances } from '../circumstances.ts';
import { missingTexts } from '../content.ts';
import { openDebt } from '../debts.ts';
import type { Fact } from '../facts.ts';
import type { Ballot, Change } from '../model.ts';
import { openNextBallot } from './open-next-ballot.ts';

/** What is paid by being there: the full request once no text is missing, the retrospective vote once its ballot is decided. */
export function paperwork(change: Change, circumstances: Circumstances): readonly Fact[] {
  const request = openDebt(change, 'fullRequest');
  if (request && missingTexts(change.content).length === 0)
    return [
      { type: 'debtPaid', debt: request.number, payer: change.lastEditor, note: 'No text of the template is missing.' },
    ];
  return change.endedAt === undefined ? [] : retrospective(change, circumstances);
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
