import { readChangeId, type ChangeId } from '../../change/change-id.ts';
import { readChange } from '../../journal/read-change.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';
import { likeValues } from './form-values.ts';
import { openEmptyForm, type Opening } from './open-form.ts';

/** `/change like CHG-7`: a form that begins with another change, without its date and its commit. */
export async function onLike(
  deps: CommandDeps,
  respond: Respond,
  opening: Opening & { readonly rest: string },
): Promise<void> {
  const id = readChangeId(opening.rest);
  return id ? openLike(deps, respond, opening, id) : tell(deps, respond, 'Write `/change like CHG-7`.');
}

/** The button that says the same. */
export function onLikePressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (!pressed) return tell(deps, respond, OLD_BUTTON);
    return openLike(deps, respond, { trigger: body.trigger_id, user: body.user.id }, pressed.change);
  };
}

async function openLike(deps: CommandDeps, respond: Respond, opening: Opening, id: ChangeId): Promise<void> {
  const story = await inTime(readChange(deps.record, id));
  if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: id }));
  return openEmptyForm(deps, respond, opening, { initial: likeValues(story.change.content), source: `like/${id}` });
}
