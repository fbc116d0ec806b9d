import { shownId, type ChangeId } from '../../change/change-id.ts';
import { hears } from '../../change/lifecycle.ts';
import { implementerOf, type Change } from '../../change/model.ts';
import type { RefusalCode } from '../../change/refusals.ts';
import { isOver } from '../../change/statuses.ts';
import { isUnseen, withoutFaults } from '../../change/text-fault.ts';
import { readChange, readChanges, type ChangeStory } from '../../journal/read-change.ts';
import { actions, listOf, mention, quoted, section } from '../../slack/blocks.ts';
import { replyIssueButton } from '../../slack/buttons.ts';
import { FEEDBACK_WORDS } from '../../wording/feedback-words.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing, wouldHear } from '../hearing.ts';
import { entryOf } from './keep-reply.ts';
import type { Once } from './once.ts';
import type { Reply } from './read-reply.ts';
import { tellAlone } from './tell-alone.ts';

/** Of a message that tells of many. */
const NAMED_MAX = 8;

/**
 * What somebody affected writes below a notice reaches its change while that is under way, or watched after its end; whoever wrote it
 * reads alone what became of it, or whom to ask instead. Nothing is offered there that they could not press.
 */
export async function takeFeedback(
  deps: CommandDeps,
  once: Once,
  reply: Reply,
  ids: readonly ChangeId[],
): Promise<void> {
  const [id] = ids;
  const story = id && (await readChange(deps.record, id));
  if (!story) return;
  const why =
    ids.length > 1
      ? await severalWords(deps, ids)
      : hears(story.change.status, 'giveFeedback')
        ? undefined
        : nobody(deps, story.change);
  if (why !== undefined) return tellOnce(deps, once, reply, story.now, why);
  const text = entryOf(withoutFaults(reply.text));
  if (isUnseen(text)) return;
  const { channel, ts, user } = reply;
  const intent = { type: 'giveFeedback', text, channel, ts } as const;
  const saying = { change: story.change.id, intent, id: `reply/${channel}/${ts}`, surface: 'reply' } as const;
  const said = await hearing(deps, user, saying);
  if (said.ok) return tellKept(deps, once, reply, story);
  if (said.refusal)
    return tellOnce(deps, once, reply, story.now, await refusedWords(deps, story.change, said.refusal.code));
  return tellAlone(deps, reply, `${FEEDBACK_WORDS[deps.policy().language].notKept} ${said.sentence}`);
}

/** Once an hour and change, with the button that makes an issue of it for whoever may press that; nothing to whoever carries it out. */
async function tellKept(deps: CommandDeps, once: Once, reply: Reply, { change, now }: ChangeStory): Promise<void> {
  const key = `${reply.user}/${change.id}/feedback`;
  if (reply.user === implementerOf(change) || !once.isFirst(key, now)) return;
  const words = FEEDBACK_WORDS[deps.policy().language];
  const kept = words.kept(shownId(change.id));
  const buttons = replyIssueButton(change, reply.ts);
  const issue = { type: 'reportIssue', text: '', reply: reply.ts } as const;
  try {
    if (buttons.length === 0 || !(await wouldHear(deps, reply.user, change.id, issue)).ok)
      return await tellAlone(deps, reply, kept);
    const text = `${kept} ${words.orAnIssue}`;
    return await tellAlone(deps, reply, text.replaceAll('*', ''), [section(text), actions(...buttons)]);
  } catch (error) {
    once.forget(key);
    throw error;
  }
}

/** Once for each thread and reason. */
async function tellOnce(deps: CommandDeps, once: Once, reply: Reply, now: number, text: string): Promise<void> {
  const key = `${reply.user}/${reply.channel}/${reply.thread}/${text}`;
  if (!once.isFirst(key, now, Infinity)) return;
  try {
    await tellAlone(deps, reply, text);
  } catch (error) {
    once.forget(key);
    throw error;
  }
}

/** It was over by the time it was heard, or has enough of it. */
async function refusedWords(deps: CommandDeps, change: Change, code: RefusalCode): Promise<string> {
  if (code === 'enoughSaid')
    return FEEDBACK_WORDS[deps.policy().language].enough(shownId(change.id), mention(change.requester));
  return nobody(deps, (await readChange(deps.record, change.id))?.change ?? change);
}

function nobody(deps: CommandDeps, { id, status, requester }: Change): string {
  const { notBegun, over, off } = FEEDBACK_WORDS[deps.policy().language];
  const say = status === 'closed' ? over : isOver(status) ? off : notBegun;
  return say(shownId(id), mention(requester));
}

async function severalWords(deps: CommandDeps, ids: readonly ChangeId[]): Promise<string> {
  const { ask, more, several } = FEEDBACK_WORDS[deps.policy().language];
  const changes = [...(await readChanges(deps.record, ids)).values()];
  const names = changes.map((c) => `${shownId(c.id)} ${quoted(c.content.title, 100)} (${ask(mention(c.requester))})`);
  return several(listOf(names, NAMED_MAX, '; ', more));
}
