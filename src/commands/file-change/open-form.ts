import type { RespondFn } from '@slack/bolt';
import { named } from '../../change/named.ts';
import { beginning, type Patterns } from '../../change/pattern.ts';
import { readChange } from '../../journal/read-change.ts';
import { listOf, quoted } from '../../slack/blocks.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell } from '../private.ts';
import { valuesOf } from './form-values.ts';
import { drawForm } from './draw-form.ts';
import { contentDigest } from './form.ts';

export const NOTHING_TO_CHANGE = [
  'There is nothing to file a change for yet: the policy names no service.',
  'Whoever runs the bot adds one under `services` in the policy file; where there is no such file, `npm run gonogo -- init` writes a first one and a restart reads it.',
].join(' ');

/** Who opens a form, and on what trigger. */
export interface Opening {
  readonly trigger: string;
  readonly user: string;
}

/** Opens an empty form, or one that begins with these values; says what is missing where nothing could be filed. */
export async function openEmptyForm(
  deps: CommandDeps,
  respond: RespondFn | undefined,
  { trigger, user }: Opening,
  initial: PlainValues = {},
): Promise<void> {
  if (respond && Object.keys(deps.policy().services).length === 0) return tell(deps, respond, NOTHING_TO_CHANGE);
  const view = await drawForm(deps, { mode: 'file' }, initial, { user });
  return openView(deps, respond, trigger, view);
}

/** `/change new PATTERN`: the form with what the pattern begins with; without a name the empty one. */
export async function openPatternForm(
  deps: CommandDeps,
  respond: RespondFn,
  opening: Opening,
  name: string,
): Promise<void> {
  if (name === '' || Object.keys(deps.policy().services).length === 0) return openEmptyForm(deps, respond, opening);
  const patterns = deps.patterns();
  const pattern = named(patterns, name);
  if (!pattern) return tell(deps, respond, noSuchPattern(name, patterns));
  const values = valuesOf(beginning(name, pattern));
  const view = await drawForm(deps, { mode: 'file', pattern: name }, values, { user: opening.user });
  return openView(deps, respond, opening.trigger, view);
}

function noSuchPattern(name: string, patterns: Patterns): string {
  const known = listOf(
    Object.keys(patterns).map((p) => quoted(p, 63)),
    40,
  );
  return `There is no pattern ${quoted(name, 60)}; there are ${known || 'none yet'}.`;
}

/** Edit and Reschedule: the form with what stands, for those who may. */
export function onEditPressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    if (pressed?.do !== 'edit' && pressed?.do !== 'reschedule') return tell(deps, respond, OLD_BUTTON);
    const { change: id, revision } = pressed;
    const story = await inTime(readChange(deps.record, id));
    if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: id }));
    const { content } = story.change;
    const would = await wouldHear(deps, body.user.id, id, { type: 'editChange', content, revision });
    // What is wrong with the former content, a window gone by above all, is what the form is opened to mend.
    if (!would.ok && would.refusal?.code !== 'invalidContent') return tell(deps, respond, would.sentence);
    const subject = { mode: pressed.do, change: id, revision, shown: contentDigest(content) } as const;
    const view = await drawForm(deps, subject, valuesOf(content), { user: body.user.id, former: story.change });
    return openView(deps, respond, body.trigger_id, view);
  };
}
