import { readChange } from '../../journal/read-change.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';

/** Shows whoever pressed, and nobody else, what the people affected would be told. */
export function onPreviewPressed(deps: CommandDeps) {
  return async ({ ack, action, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (!pressed) return tell(deps, respond, OLD_BUTTON);
    const story = await inTime(readChange(deps.record, pressed.change));
    if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: pressed.change }));
    for (const { text, blocks } of deps.notices(story)) await tell(deps, respond, text, blocks);
  };
}
