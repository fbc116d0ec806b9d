import type { ModalView } from '@slack/types';
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
import { hasDetails } from './form-details.ts';
import { valuesOf } from './form-values.ts';
import { changeForm, contentDigest, type FormSubject } from './form.ts';

export const NOTHING_TO_CHANGE = [
  'There is nothing to file a change for yet: the policy names no service.',
  'Whoever runs the bot adds one under `services` in the policy file; where there is no such file, `npm run gonogo -- init` writes a first one and a restart reads it.',
].join(' ');

/** Opens an empty form, or one that begins with these values; says what is missing where nothing could be filed. */
export async function openEmptyForm(
  deps: CommandDeps,
  respond: RespondFn | undefined,
  trigger: string,
  initial: PlainValues = {},
): Promise<void> {
  if (respond && Object.keys(deps.policy().services).length === 0) return tell(deps, respond, NOTHING_TO_CHANGE);
  return openView(deps, respond, trigger, drawn(deps, { mode: 'file' }, initial));
}

/** The form as it opens: with details only where there are any. */
function drawn(deps: CommandDeps, subject: FormSubject, values: PlainValues): ModalView {
  const scene = { policy: deps.policy(), patterns: deps.patterns(), details: hasDetails(values) };
  return changeForm(subject, values, scene);
}

/** `/change new PATTERN`: the form with what the pattern begins with; without a name the empty one. */
export async function openPatternForm(
  deps: CommandDeps,
  respond: RespondFn,
  trigger: string,
  name: string,
): Promise<void> {
  if (name === '' || Object.keys(deps.policy().services).length === 0) return openEmptyForm(deps, respond, trigger);
  const patterns = deps.patterns();
  const pattern = named(patterns, name);
  if (!pattern) return tell(deps, respond, noSuchPattern(name, patterns));
  const view = drawn(deps, { mode: 'file', pattern: name }, valuesOf(beginning(name, pattern)));
  return openView(deps, respond, trigger, view);
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
    const view = drawn(deps, subject, valuesOf(content));
    return openView(deps, respond, body.trigger_id, view);
  };
}
