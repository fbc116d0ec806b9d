import type { Attachment } from '../../change/attachments.ts';
import type { Change } from '../../change/model.ts';
import { readDraft, type Draft } from '../../journal/drafts.ts';
import { readChange } from '../../journal/read-change.ts';
import { readControl } from '../../slack/controls.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime, wouldHear } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';
import { placeOf } from './drafts.ts';
import { drawForm } from './draw-form.ts';
import { allAttached, holdsMore, valuesOf } from './form-values.ts';
import { contentDigest, type FormSubject } from './form.ts';

export const NOTHING_TO_CHANGE = [
  'There is nothing to file a change for yet: the policy names no service.',
  'Whoever runs the bot adds one under `services` in the policy file; where there is no such file, `npm run gonogo -- init` writes a first one and a restart reads it.',
].join(' ');

/** Who opens a form, and on what trigger. */
export interface Opening {
  readonly trigger: string;
  readonly user: string;
}

const DRAFT_MS = 1_000;

/** What a form begins with, and from where: its draft is kept under that name. */
export interface Begun {
  readonly initial: PlainValues;
  readonly source?: string;
  readonly files?: readonly Attachment[];
  /** What could not be read of it, in mrkdwn. */
  readonly unread?: string;
  /** A pattern it follows that no input asks for. */
  readonly pattern?: string;
  /** Everything is shown, so that nothing it begins with is filed unseen or lost. */
  readonly details?: true;
}

/** Opens an empty form, or one that begins with these values; says what is missing where nothing could be filed. */
export async function openEmptyForm(
  deps: CommandDeps,
  respond: Respond | undefined,
  opening: Opening,
  { initial, details, ...about }: Begun = { initial: {} },
): Promise<void> {
  if (respond && Object.keys(deps.policy().services).length === 0) return tell(deps, respond, NOTHING_TO_CHANGE);
  const subject = { mode: 'file', ...about } as const;
  return openForm(deps, respond, opening, { subject, initial, ...(details ? { details } : {}) });
}

interface FormBegun {
  readonly subject: FormSubject;
  readonly initial: PlainValues;
  readonly former?: Change;
  readonly details?: true;
}

/** A form is opened with what was typed into it and not sent, over what it begins with. */
export async function openForm(
  deps: CommandDeps,
  respond: Respond | undefined,
  { trigger, user }: Opening,
  { subject, initial, former, details }: FormBegun,
): Promise<void> {
  const whose = { user, former, ...(details ? { details } : {}) };
  const draft = await formerDraft(deps, user, subject);
  if (!draft || !holdsMore(draft.typed, initial))
    return openView(deps, respond, trigger, await drawForm(deps, subject, initial, whose));
  const resumed = { ...subject, resumed: draft.view, draftFrom: draft.at };
  const view = await drawForm(deps, resumed, allAttached({ ...initial, ...draft.typed }), whose);
  return openView(deps, respond, trigger, view);
}

/** A draft that cannot be read in a second waits for the next time: a trigger lives three. */
async function formerDraft(deps: CommandDeps, user: string, subject: FormSubject): Promise<Draft | undefined> {
  try {
    return await inTime(readDraft(deps.record, user, placeOf(user, '', subject).form), DRAFT_MS);
  } catch (error) {
    deps.log.warn({ err: error }, 'reading a draft');
    return undefined;
  }
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
    const opening = { trigger: body.trigger_id, user: body.user.id };
    return openForm(deps, respond, opening, { subject, initial: valuesOf(content), former: story.change });
  };
}
