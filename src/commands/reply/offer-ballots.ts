import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { openBallots, type Ballot, type Change } from '../../change/model.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import { actions, section } from '../../slack/blocks.ts';
import { ballotButtons } from '../../slack/vote-buttons.ts';
import { BALLOT_WORDS } from '../../slack/question-words.ts';
import type { CommandDeps } from '../deps.ts';
import { wouldHear } from '../hearing.ts';
import type { Once } from './once.ts';
import type { Reply } from './read-reply.ts';
import { tellAlone } from './tell-alone.ts';

/**
 * A reply that reads like a yes is never a vote: whoever could vote is shown, alone, what to press. Slack may send the same message
 * again, so that each person is told once an hour for each ballot.
 */
export async function offerBallots(
  deps: CommandDeps,
  once: Once,
  reply: Reply,
  { change, now }: ChangeStory,
): Promise<void> {
  const { user } = reply;
  const key = ({ number }: Ballot): string => `${user}/${change.id}/${number}`;
  const theirs = await ballotsOpenTo(deps, change, now, user);
  const fresh = theirs.filter((ballot) => once.isFirst(key(ballot), now));
  if (fresh.length === 0) return;
  const { text, blocks } = offerOf(change, fresh, now);
  try {
    await tellAlone(deps, reply, text, blocks);
  } catch (error) {
    for (const ballot of fresh) once.forget(key(ballot));
    throw error;
  }
}

/** Where their yes would be heard at this moment and has not been given. */
async function ballotsOpenTo(deps: CommandDeps, change: Change, now: number, user: string): Promise<readonly Ballot[]> {
  const open = openBallots(change).filter(
    (b) => ballotButtons(change, b, now).length > 0 && !b.votes.some((v) => v.by === user && v.answer === 'yes'),
  );
  const judged = await Promise.all(
    open.map(async (ballot) => {
      const vote = { type: 'castVote', ballot: ballot.number, answer: 'yes' } as const;
      return (await wouldHear(deps, user, change.id, vote)).ok ? [ballot] : [];
    }),
  );
  return judged.flat();
}

/** What the person reads, and may press. */
function offerOf(
  change: Change,
  ballots: readonly Ballot[],
  now: number,
): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  const sentences = ballots.map(({ question }) => {
    const { name, yes } = BALLOT_WORDS[question];
    return `A reply does not count as a vote; press *${yes}* if you mean it for ${shownId(change.id)} (${name}).`;
  });
  const blocks = ballots.flatMap((ballot, i) => [
    section(sentences[i] ?? ''),
    actions(...ballotButtons(change, ballot, now)),
  ]);
  return { text: sentences.join('\n').replaceAll('*', ''), blocks };
}
