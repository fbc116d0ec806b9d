import type { KnownBlock } from '@slack/types';
import { NOTICE_NAMES, type NoticeName } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import type { ChangeStory } from '../journal/read-change.ts';
import { context, cut, escape } from '../slack/blocks.ts';
import { notice } from './notices.ts';
import { mailSubject } from './outside/mail.ts';
import { telling } from './outside/telling.ts';
import { named, said, type Said } from './said.ts';

/** Well below what Slack takes of all blocks of a message (13,200 characters). */
const MESSAGE_MAX = 9_000;

/**
 * Every notice of a change as it would read now, whether or not it will be said, with the subject of its mail; in as few messages
 * as Slack takes. What has no fact yet, such as when the work started, is left out as it would be from the notice.
 */
export function previewNotices(story: ChangeStory, policy: Policy): readonly Said[] {
  const messages: KnownBlock[][] = [[]];
  for (const name of NOTICE_NAMES) {
    const blocks = previewOf(name, story, policy);
    const last = messages.at(-1) ?? [];
    if (sizeOf([...last, ...blocks]) <= MESSAGE_MAX) last.push(...blocks);
    else messages.push([...blocks]);
  }
  return messages.map((blocks) => said(`The notices of ${named(story.change)} as they would read now.`, blocks));
}

function previewOf(name: NoticeName, story: ChangeStory, policy: Policy): readonly KnownBlock[] {
  const { change, facts, now } = story;
  // As if it were ordered next.
  const seq = (facts.at(-1)?.seq ?? 0) + 1;
  const [body] = notice(name, { change, facts, now, policy, seq }).blocks;
  const mail = telling(name, { seq, medium: 'mail', ambiguous: false }, story, policy);
  return [
    ...(body ? [body] : []),
    context(`Notice \`${name}\` · subject of its mail: ${cut(escape(mailSubject(mail)), 250)}`),
  ];
}

function sizeOf(blocks: readonly KnownBlock[]): number {
  return JSON.stringify(blocks).length;
}
