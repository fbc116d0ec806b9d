import type { KnownBlock } from '@slack/types';
import { context, plain, when } from '../../slack/blocks.ts';

/** The button that empties a form which holds a draft. */
export const START_AFRESH = 'form_afresh';

/** Says that the form holds what was typed before, from when it is, and offers one without it, by the button of this `action_id`. */
export function broughtBack(
  { draftFrom }: { readonly draftFrom?: number },
  afresh: string = START_AFRESH,
): readonly KnownBlock[] {
  if (draftFrom === undefined) return [];
  return [
    {
      ...context(`This is what you typed and did not send, last changed ${when(draftFrom)}. It is kept for a week.`),
      block_id: 'broughtBack',
    },
    {
      type: 'actions',
      block_id: 'afresh',
      elements: [{ type: 'button', action_id: afresh, text: plain('Start afresh') }],
    },
  ];
}
