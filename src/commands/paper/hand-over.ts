import { preformatted, section, SECTION_MAX } from '../../slack/blocks.ts';
import { uploadPrivately } from '../../slack/upload.ts';
import type { CommandDeps } from '../deps.ts';
import { tell, type Respond } from '../private.ts';

/** A document for one person. */
export interface Document {
  /** As the file would be called. */
  readonly name: string;
  readonly text: string;
  /** What it is, in one line of ours. */
  readonly about: string;
}

/** Answers with the text where it fits one message whole, and otherwise with a file in the person's direct conversation. */
export async function handOver(
  deps: CommandDeps,
  respond: Respond,
  user: string,
  { name, text, about }: Document,
): Promise<void> {
  if (text.length <= SECTION_MAX) return tell(deps, respond, about, [section(about), preformatted(text)]);
  try {
    await uploadPrivately(deps.posts, user, { name, content: text });
  } catch (error) {
    deps.log.warn({ err: error }, 'handing over a file');
    return tell(deps, respond, `${about} Slack did not take the file ${name}; please try again in a minute.`);
  }
  return tell(deps, respond, `${about} It is too long for an answer: ${name} is in your direct messages with me.`);
}
