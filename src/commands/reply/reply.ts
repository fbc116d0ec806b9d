import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { readChangeId } from '../../change/change-id.ts';
import { isLogged } from '../../change/debts.ts';
import { hears } from '../../change/lifecycle.ts';
import { headlineAt } from '../../journal/delivery-rows.ts';
import { readChange } from '../../journal/read-change.ts';
import type { CommandDeps } from '../deps.ts';
import { readsLikeAgreement } from './agreement.ts';
import { keepReply } from './keep-reply.ts';
import { offerBallots } from './offer-ballots.ts';
import { openOnce, type Once } from './once.ts';
import { readReply, type Reply } from './read-reply.ts';

type MessageArgs = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

/** A reply below a headline: of an emergency under way it is an entry of its log, and one that reads like a yes is shown the buttons. */
export function onReply(deps: CommandDeps) {
  const once = openOnce();
  return async ({ event }: MessageArgs): Promise<void> => {
    const reply = readReply(event);
    if (!reply) return;
    try {
      await answerReply(deps, once, reply);
    } catch (error) {
      deps.log.warn({ err: error }, 'answering a reply in a thread');
    }
  };
}

async function answerReply(deps: CommandDeps, once: Once, reply: Reply): Promise<void> {
  const named = await headlineAt(deps.record, reply.channel, reply.thread);
  const id = named === undefined ? undefined : readChangeId(named);
  const story = id && (await readChange(deps.record, id));
  if (!story) return;
  const { change } = story;
  if (isLogged(change) && hears(change.status, 'log')) await keepReply(deps, reply, change.id);
  if (readsLikeAgreement(reply.text)) await offerBallots(deps, once, reply, story);
}
