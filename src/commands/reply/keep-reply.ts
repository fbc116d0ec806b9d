import type { ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX } from '../../change/content.ts';
import { textFault } from '../../change/text-fault.ts';
import { cut } from '../../slack/blocks.ts';
import { plainOf } from '../../slack/plain-of.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing } from '../hearing.ts';
import type { Reply } from './read-reply.ts';
import { tellAlone } from './tell-alone.ts';

/** Which of its threads a change keeps replies of. */
export type KeptIn = 'change' | 'incident';

const CUT = ' (Cut here: the thread has all of it.)';

/**
 * Keeps a reply in the running log of its change (001-APL-01) or incident (004-INC-05), or with a change that is watched or was
 * recorded afterwards, once however often Slack sends it; true when it was. Nothing is said then, nor to whoever has no say here; who
 * could mend why it was not kept reads that alone.
 */
export async function keepReply(deps: CommandDeps, reply: Reply, change: ChangeId, keptIn: KeptIn): Promise<boolean> {
  const { channel, ts, user } = reply;
  const text = entryOf(reply.text);
  if (text === '') return false;
  const fault = textFault(text, TEXT_MAX);
  if (fault !== undefined) {
    await notKept(deps, reply, keptIn, fault);
    return false;
  }
  const saying = { change, intent: { type: 'log', text, ts }, id: `reply/${channel}/${ts}`, surface: 'reply' } as const;
  const said = await hearing(deps, user, saying);
  if (!said.ok && !said.refusal) await notKept(deps, reply, keptIn, said.sentence);
  return said.ok;
}

/** What was written, as the log holds it; what is too long for it ends with a sentence that says so. */
export function entryOf(text: string): string {
  const plain = plainOf(text).trim();
  return plain.length > TEXT_MAX ? `${cut(plain, TEXT_MAX - CUT.length)}${CUT}` : plain;
}

async function notKept(deps: CommandDeps, reply: Reply, keptIn: KeptIn, why: string): Promise<void> {
  await tellAlone(deps, reply, `Your reply is not kept with this ${keptIn}. ${why}`);
}
