import type { WebClient } from '@slack/web-api';
import type { KnownBlock } from '@slack/types';
import type { BaseLogger } from 'pino';
import type { Actor } from '../change/intents.ts';
import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import type { Hear } from '../journal/hear.ts';
import type { ChangeStory } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';

/** What a listener needs: the one door, the record to read from, who people are, and the clients. */
export interface CommandDeps {
  readonly hear: Hear;
  readonly record: Record;
  readonly policy: () => Policy;
  readonly patterns: () => Patterns;
  /** Every notice of a change as it would read now, a message or a few. */
  readonly notices: (
    story: ChangeStory,
  ) => readonly { readonly text: string; readonly blocks: readonly KnownBlock[] }[];
  /** Who this is and which roles are held now; throws when it cannot be checked. */
  readonly who: (user: string) => Promise<Actor>;
  readonly views: WebClient;
  /** For files, which may take a while. */
  readonly posts: WebClient;
  /** Where a modal is opened from, if that is to be drawn anew when the modal is answered. */
  readonly openedFrom?: 'home';
  /** Where the bot is reached from outside, if it is. */
  readonly publicUrl?: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
}
