import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { openIncident } from '../../change/incident.ts';
import { hears } from '../../change/lifecycle.ts';
import { keepsReplies } from '../../change/running-log.ts';
import { readChange } from '../../journal/read-change.ts';
import { threadAt } from '../../journal/thread-at.ts';
import type { CommandDeps } from '../deps.ts';
import { readsLikeAgreement } from './agreement.ts';
import { keepReply } from './keep-reply.ts';
import { offerBallots } from './offer-ballots.ts';
import { offerIssue } from './offer-issue.ts';
import { openOnce, type Once } from './once.ts';
import { readReply, type Reply } from './read-reply.ts';
import { takeFeedback } from './take-feedback.ts';

type MessageArgs = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

/**
 * A reply below a headline or an incident's message: of a change under way, or of an incident, it is an entry of its log; of a change
 * that is watched after its end it is feedback, which may be an issue; and one that reads like a yes is shown the buttons. One below a
 * notice is feedback of whoever is affected.
 */
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
  const thread = await threadAt(deps.record, reply.channel, reply.thread);
  if (!thread) return;
  if (thread.of === 'notice') return takeFeedback(deps, once, reply, thread.changes);
  const story = await readChange(deps.record, thread.change);
  if (!story) return;
  const { change } = story;
  const keptIn = openIncident(change) ? 'incident' : 'change';
  const isKept = thread.of === keptIn && keepsReplies(change) && hears(change.status, 'log');
  if (isKept && (await keepReply(deps, reply, change.id, keptIn))) await offerIssue(deps, once, reply, story);
  if (thread.of === 'change' && readsLikeAgreement(reply.text)) await offerBallots(deps, once, reply, story);
}
