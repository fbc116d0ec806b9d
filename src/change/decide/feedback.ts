import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { refuse } from '../refusals.ts';

/** As much of it is kept with a change: nobody chooses who writes below a notice. */
export const FEEDBACK_MAX = 100;

/** What somebody affected says below a notice, whoever they are: it is heard of and decides nothing (000-MON-02, 000-MON-03). */
export function giveFeedback(
  { feedback }: Change,
  { text, channel, ts }: Extract<Intent, { type: 'giveFeedback' }>,
  { actor }: Circumstances,
): Decision {
  if (actor.kind !== 'person') return refuse({ code: 'outsider' });
  const said = text.trim();
  if (said === '') return refuse({ code: 'reasonNeeded' });
  if (feedback.filter(({ channel: from }) => from !== undefined).length >= FEEDBACK_MAX)
    return refuse({ code: 'enoughSaid', most: FEEDBACK_MAX });
  return agree({ type: 'feedbackGiven', text: said, channel, ts });
}
