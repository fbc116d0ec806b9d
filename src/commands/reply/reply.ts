import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { readChangeId, shownId } from '../../change/change-id.ts';
import { openBallots, type Ballot, type Change } from '../../change/model.ts';
import { effect } from '../../effect.ts';
import { headlineAt } from '../../journal/delivery-rows.ts';
import { readChange } from '../../journal/read-change.ts';
import { actions, section } from '../../slack/blocks.ts';
import { ballotButtons } from '../../slack/buttons.ts';
import { BALLOT_WORDS } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { wouldHear } from '../hearing.ts';
import { readsLikeAgreement } from './agreement.ts';
import { openOnce, type Once } from './once.ts';

type MessageArgs = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

interface Reply {
  readonly channel: string;
  readonly thread: string;
  readonly user: string;
  readonly text: string;
}

/**
 * A reply below a headline that reads like a yes. It is never a vote: whoever could vote is shown, alone, what to press. Slack may send
 * the same message again, so that each person is told once an hour for each ballot.
 */
export function onReply(deps: CommandDeps) {
  const once = openOnce();
  return async ({ event }: MessageArgs): Promise<void> => {
    const reply = replyIn(event);
    if (!reply || !readsLikeAgreement(reply.text)) return;
    try {
      await offerBallots(deps, once, reply);
    } catch (error) {
      deps.log.warn({ err: error }, 'offering the buttons to who replied');
    }
  };
}

/** Plain words of a person in a thread; edits, broadcasts and what a bot says are none. */
function replyIn(event: MessageArgs['event']): Reply | undefined {
  if (event.subtype !== undefined || event.bot_id !== undefined) return undefined;
  const { channel, thread_ts: thread, ts, user, text } = event;
  if (thread === undefined || thread === ts || text === undefined) return undefined;
  return { channel, thread, user, text };
}

async function offerBallots(deps: CommandDeps, once: Once, { channel, thread, user }: Reply): Promise<void> {
  const named = await headlineAt(deps.record, channel, thread);
  const id = named === undefined ? undefined : readChangeId(named);
  const story = id && (await readChange(deps.record, id));
  if (!story) return;
  const { change, now } = story;
  const key = ({ number }: Ballot): string => `${user}/${change.id}/${number}`;
  const theirs = await ballotsOpenTo(deps, change, now, user);
  const fresh = theirs.filter((ballot) => once.isFirst(key(ballot), now));
  if (fresh.length === 0) return;
  const { text, blocks } = offerOf(change, fresh, now);
  try {
    await effect('slack.respond', () =>
      deps.posts.chat.postEphemeral({ channel, user, thread_ts: thread, text, blocks: [...blocks] }),
    );
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
