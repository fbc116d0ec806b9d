import type { KnownBlock } from '@slack/types';
import type { RespondFn } from '@slack/bolt';
import { effect } from '../effect.ts';
import type { CommandDeps } from './deps.ts';

/** One sentence, or a small view, for one person alone. An answer that cannot be handed over is logged: what was recorded stands. */
export async function tell(
  deps: Pick<CommandDeps, 'log'>,
  respond: RespondFn,
  text: string,
  blocks?: readonly KnownBlock[],
): Promise<void> {
  try {
    await effect('slack.respond', () =>
      respond({
        response_type: 'ephemeral',
        replace_original: false,
        text,
        ...(blocks ? { blocks: [...blocks] } : {}),
      }),
    );
  } catch (error) {
    deps.log.warn({ err: error }, 'telling a person privately');
  }
}
