import type { Button, KnownBlock } from '@slack/types';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { attemptButtons, decisionButtons } from '../slack/buttons.ts';
import { decider, implementer } from './said.ts';

/** A fact among its surroundings: what a note is made of. */
export interface Scene {
  readonly before: Change | undefined;
  /** With the fact folded in, and none after it. */
  readonly after: Change;
  readonly at: number;
  readonly by: string;
  readonly policy: Policy;
  /** Of a filing: what speaks against its window, a line each, as it is known when the note is written. */
  readonly conflicts?: readonly string[];
}

/** What a sentence about a run needs to know. */
export type Now = Pick<Scene, 'after' | 'policy'>;

/** A note: what happened, what it means and what can be done next, as mrkdwn. */
export interface Line {
  readonly text: string;
  /** Where it takes more than the text. */
  readonly blocks?: readonly KnownBlock[];
  /** Shown in the channel too: only start, end, incident and an overdue debt are. */
  readonly broadcast?: boolean;
}

/** A fact that has its say elsewhere, or needs none. */
export const SILENT = 'silent';

const CHOICES: Readonly<Record<string, string>> = {
  Solved: '*Solved*: the work is done, or what failed is mended; the checks run before anybody is told',
  'More time': '*More time*: the people affected hear the new end',
  'Roll back': '*Roll back*: put the service back as it was',
  'New attempt': '*New attempt*: run it once more, after a fresh plan where there is one to make',
  'New backup': '*New backup*: make another, since this one will be too old before the window closes',
  'Go on': '*Go on*: with the next target',
  Incident: '*Incident*: beyond this change; the incident channel is told',
};

/** Who decides now, and between what. */
export function choices(change: Change, policy: Policy): string {
  const lines = [...attemptButtons(change, policy), ...decisionButtons(change, policy)].map(
    (b) => `• ${CHOICES[labelOf(b)] ?? labelOf(b)}`,
  );
  const who = `${implementer(change)} or ${decider(change, policy)} decides:`;
  return lines.length === 0 ? '' : `\n${who}\n${lines.join('\n')}`;
}

function labelOf(button: Button): string {
  return button.text.text;
}
