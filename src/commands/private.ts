import type { KnownBlock } from '@slack/types';
import { effect } from '../effect.ts';
import type { CommandDeps } from './deps.ts';

/** What a person alone is to read. */
export interface Told {
  readonly response_type: 'ephemeral';
  readonly replace_original: false;
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

/** The way to a person who pressed or typed: Slack's `respond`, or where Slack gives none, ours. */
export type Respond = (told: Told) => Promise<unknown>;

/** One sentence, or a small view, for one person alone. An answer that cannot be handed over is logged: what was recorded stands. */
export async function tell(
  deps: Pick<CommandDeps, 'log'>,
  respond: Respond,
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
