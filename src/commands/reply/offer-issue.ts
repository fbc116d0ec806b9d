import { shownId } from '../../change/change-id.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import { actions, section } from '../../slack/blocks.ts';
import { replyIssueButton } from '../../slack/buttons.ts';
import type { CommandDeps } from '../deps.ts';
import type { Once } from './once.ts';
import type { Reply } from './read-reply.ts';
import { tellAlone } from './tell-alone.ts';

/**
 * What somebody writes below a change that is watched after its end was kept as feedback: they alone are told so, once an hour, with the
 * button that makes an issue of it (000-MON-02).
 */
export async function offerIssue(
  deps: CommandDeps,
  once: Once,
  reply: Reply,
  { change, now }: ChangeStory,
): Promise<void> {
  const buttons = replyIssueButton(change, reply.ts);
  const key = `${reply.user}/${change.id}/issue`;
  if (buttons.length === 0 || !once.isFirst(key, now)) return;
  const text = `Kept with ${shownId(change.id)} as feedback. If something is wrong since the change, press *It is an issue*: whoever carried it out is told.`;
  try {
    await tellAlone(deps, reply, text.replaceAll('*', ''), [section(text), actions(...buttons)]);
  } catch (error) {
    once.forget(key);
    throw error;
  }
}
