import type { Circumstances } from '../circumstances.ts';
import { missingTexts } from '../content.ts';
import { DEBT_DUE, openDebt } from '../debts.ts';
import type { Fact } from '../facts.ts';
import { after } from '../leads.ts';
import { implementerOf, type Ballot, type Change } from '../model.ts';
import { owesPir } from '../pir.ts';
import { openNextBallot } from './open-next-ballot.ts';

/**
 * What an end leaves owed, and what is paid by being there: the full request once no text is missing, the review once it is written, the
 * retrospective vote once its ballot is decided.
 */
export function paperwork(change: Change, circumstances: Circumstances): readonly Fact[] {
  const request = openDebt(change, 'fullRequest');
  if (request && missingTexts(change.content).length === 0)
    return [
      { type: 'debtPaid', debt: request.number, payer: change.lastEditor, note: 'No text of the template is missing.' },
    ];
  const told = openDebt(change, 'pir') ?? openDebt(change, 'cause');
  if (told && change.pir && change.pir.at >= told.owedAt)
    return [{ type: 'debtPaid', debt: told.number, payer: change.pir.by, note: 'The review was handed in.' }];
  if (change.endedAt === undefined) return [];
  const vote = retrospective(change, circumstances);
  return vote.length > 0 ? vote : lookBack(change, circumstances);
}

/**
 * The review, where it is owed and nobody has written it, or the change was reopened since; of a standard change, which owes none, what
 * made its rollback necessary (004-RBK-22), which a review tells too.
 */
function lookBack(change: Change, { policy, now }: Circumstances): readonly Fact[] {
  const since = change.reopenings.at(-1)?.at ?? 0;
  const isAsked =
    (change.pir?.at ?? -1) >= since ||
    change.debts.some((d) => (d.what === 'pir' || d.what === 'cause') && (!d.paid || d.owedAt >= since));
  const what = owesPir(change) ? 'pir' : change.status === 'rolledBack' ? 'cause' : undefined;
  if (isAsked || what === undefined) return [];
  const dueAt = after(now, DEBT_DUE[what], policy);
  return [{ type: 'debtOwed', debt: change.debts.length + 1, what, owner: implementerOf(change), dueAt }];
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
