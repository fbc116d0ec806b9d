import type { KnownBlock } from '@slack/types';
import type { FreezeSpan } from '../../change/freezes.ts';
import type { Policy } from '../../change/policy.ts';
import { context, listOf, section } from '../../slack/blocks.ts';
import { freezeMeaning, freezeName, freezeReach, freezeTimes, freezeTitle } from '../../slack/freeze-words.ts';
import { roleName } from '../../slack/words.ts';
import { liftButton } from './lift-button.ts';

/** More than these are counted only; so many stay below what Slack takes in one message (13,200 characters in all). */
const ROWS_MAX = 25;

/** Every freeze in force or ahead, the earliest first, each that was declared with its Lift for who may. */
export function freezeList(
  freezes: readonly FreezeSpan[],
  { policy, now, mayLift }: { readonly policy: Policy; readonly now: number; readonly mayLift: boolean },
): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  const may = mayLift
    ? '`/change freeze` declares one. Those of the policy are changed in its file.'
    : `Only the ${roleName(policy.exceptions.role)} may declare a freeze or lift one.`;
  if (freezes.length === 0) {
    const none = 'There is no freeze in force or ahead.';
    return { text: none, blocks: [section(none), context(may)] };
  }
  const shown = freezes.slice(0, ROWS_MAX);
  const rest = freezes.length - shown.length;
  return {
    text: `Freezes: ${listOf(
      shown.map((f) => `${freezeName(f)} ${freezeTimes(f)}`),
      5,
      '; ',
    )}`,
    blocks: [
      section('*Freezes*'),
      ...shown.map((f) =>
        section(freezeRow(f, policy, now), mayLift && f.declared !== undefined ? liftButton(f.declared) : undefined),
      ),
      ...(rest > 0 ? [context(`and ${rest} more`)] : []),
      context(may),
    ],
  };
}

/** A freeze in two lines. */
export function freezeRow(freeze: FreezeSpan, policy: Policy, now: number): string {
  const state = freeze.from <= now ? 'in force' : 'ahead';
  const source = freeze.declared === undefined ? 'policy' : 'declared';
  return `*${freezeTitle(freeze)}* ${freezeTimes(freeze)}\n${state} · ${freezeMeaning(freeze)} · ${freezeReach(freeze, policy)} · ${source}`;
}
