import { shownId } from '../change/change-id.ts';
import type { Fact } from '../change/facts.ts';
import { hears } from '../change/lifecycle.ts';
import { implementerOf } from '../change/model.ts';
import { quoted } from '../slack/blocks.ts';
import { conversationName, whoSaid } from '../slack/words.ts';
import { implementer } from './said.ts';
import type { Line, Scene } from './scene.ts';

const QUOTE_MAX = 1500;

/** What somebody affected said below a notice, for whoever carries the change out; quoted, it mentions nobody and links nothing. */
export function feedbackNote(
  { text, channel }: Extract<Fact, { type: 'feedbackGiven' }>,
  { after, by }: Pick<Scene, 'after' | 'by'>,
): Line {
  const from = `*From ${conversationName(channel)}:* “${quoted(text, QUOTE_MAX)}”, says ${whoSaid(by)} below the notice of ${shownId(after.id)}.`;
  // An answer to whoever is affected asks nobody for another.
  if (by === implementerOf(after)) return { text: from };
  const next = hears(after.status, 'reportIssue') ? ' If it is something wrong, press *An issue*.' : '';
  return { text: `${from} ${implementer(after)}, they were told that it is read.${next}` };
}
