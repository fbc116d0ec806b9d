import type { ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX } from '../../change/content.ts';
import { textFault } from '../../change/text-fault.ts';
import { cut } from '../../slack/blocks.ts';
import { plainOf } from '../../slack/plain-of.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing } from '../hearing.ts';
import type { Reply } from './read-reply.ts';
import { tellAlone } from './tell-alone.ts';

const CUT = ' (Cut here: the thread has all of it.)';

/**
 * Keeps a reply in the running log of its emergency (001-TYP-15) or incident (004-INC-05), once however often Slack sends it. Nothing is said when it was
 * kept, nor to whoever has no say here; who could mend why it was not kept reads that alone.
 */
export async function keepReply(
  deps: CommandDeps,
  reply: Reply,
  change: ChangeId,
  keptIn: 'change' | 'incident',
): Promise<void> {
  const { channel, ts, user } = reply;
  const text = entryOf(reply.text);
  if (text === '') return;
  const fault = textFault(text, TEXT_MAX);
  if (fault !== undefined) return notKept(deps, reply, keptIn, fault);
  const saying = { change, intent: { type: 'log', text, ts }, id: `reply/${channel}/${ts}`, surface: 'reply' } as const;
  const said = await hearing(deps, user, saying);
  if (!said.ok && !said.refusal) await notKept(deps, reply, keptIn, said.sentence);
}

/** What was written, as the log holds it; what is too long for it ends with a sentence that says so. */
export function entryOf(text: string): string {
  const plain = plainOf(text).trim();
  return plain.length > TEXT_MAX ? `${cut(plain, TEXT_MAX - CUT.length)}${CUT}` : plain;
}

async function notKept(deps: CommandDeps, reply: Reply, keptIn: 'change' | 'incident', why: string): Promise<void> {
  await tellAlone(
    deps,
    reply,
    `Your reply is not in the log of this ${keptIn === 'incident' ? 'incident' : 'emergency'}. ${why}`,
  );
}
