import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { contentProblems } from '../../change/content.ts';
import type { ChangeContent } from '../../change/model.ts';
import { preApproved } from '../../change/pattern.ts';
import { now } from '../../journal/record.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { plainValues, readValues, typedValues, type PlainValues } from '../../slack/values.ts';
import type { DraftPlace } from '../../journal/drafts.ts';
import type { CommandDeps } from '../deps.ts';
import type { Redraw } from '../redraw-view.ts';
import { hearing, inTime, refused, whyNot, type Answer } from '../hearing.ts';
import { afterPattern, beneathPattern } from './after-pattern.ts';
import { placeOf, type Drafts } from './drafts.ts';
import { formerChange } from './former.ts';
import { attachedValues, belonging, DEFAULTS, valuesOf } from './form-values.ts';
import { contentDigest, type FormSubject } from './form.ts';
import { errorsUnderInputs, readForm, readSubject, type FormErrors } from './read-form.ts';

const OLD_FORM = 'This form is from another version of the bot; please open a fresh one. Copy what you typed first.';
/** Of the time there is to answer, what a drawing of the form that is on its way to Slack may take: it would wipe the answer away. */
const DRAWING_MS = 400;
/** Of the time there is to answer, what keeping the form may take. */
const DRAFT_MS = 1_000;
const STALE_FORM =
  'Somebody changed this change while you typed, so nothing was saved. Copy what you typed, close this form, and press the button again on its message as it is now.';

/** Hears first and acknowledges after, so that a closed form is a recorded change; whatever is wrong stands under its input. */
export function onFormSubmitted(deps: CommandDeps, drafts: Drafts, redraw: Redraw) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const values = readValues(view.state.values);
    const subject = readSubject(view.private_metadata);
    if (!subject) return ack({ response_action: 'errors', errors: everywhere(values.fields, OLD_FORM) });
    const place = placeOf(body.user.id, view.id, subject);
    const errors = await submitted(deps, drafts, { subject, place, view });
    if (errors) {
      await inTime(redraw.settled(view.id), DRAWING_MS).catch(() => undefined);
      return ack({ response_action: 'errors', errors });
    }
    await Promise.all([ack(), drafts.sent(place)]);
  };
}

interface Submission {
  readonly subject: FormSubject;
  readonly place: DraftPlace;
  readonly view: SlackViewMiddlewareArgs<ViewSubmitAction>['view'];
}

async function submitted(
  deps: CommandDeps,
  drafts: Drafts,
  { subject, place, view }: Submission,
): Promise<FormErrors | undefined> {
  const shown = plainValues(view.state.values);
  const fields = Object.keys(shown);
  try {
    const former = (await formerChange(deps, subject))?.content;
    if (subject.change !== undefined && !former)
      return errorsOf(refused({ code: 'noSuchChange', change: subject.change }), fields);
    if (former && contentDigest(former) !== subject.shown) return everywhere(fields, STALE_FORM);
    const kept = await inTime(drafts.handIn(place, shown), DRAFT_MS);
    const { content: filed, errors } = readForm(
      typedValues(inFull(deps, subject, { kept, shown }, former)),
      deps.policy(),
      subject.mode === 'reschedule' ? former : undefined,
    );
    const content = subject.mode === 'reschedule' ? filed : afterPattern(filed, former, subject, deps);
    if (Object.keys(errors).length > 0) return { ...(await otherProblems(deps, content, fields)), ...errors };
    // The same form sent twice is one filing; sent again with other values it is another saying.
    const id = `form/${view.id}/${contentDigest(content)}`;
    const answer = await hearing(deps, place.person, { ...aboutIt(subject, content, former), id, surface: 'modal' });
    return answer.ok ? undefined : errorsOf(answer, fields);
  } catch (error) {
    return everywhere(fields, whyNot(deps, error));
  }
}

/** What is filed: what stands in the form, over what was typed into it and is hidden, over what an edit keeps or a pattern says. */
function inFull(
  deps: CommandDeps,
  subject: FormSubject,
  { kept, shown }: { readonly kept: PlainValues; readonly shown: PlainValues },
  former: ChangeContent | undefined,
): PlainValues {
  const whole = former
    ? { ...DEFAULTS, ...valuesOf(former), ...kept, ...shown }
    : {
        ...DEFAULTS,
        ...attachedValues(subject.files ?? []),
        ...kept,
        ...beneathPattern(shown, subject, deps.patterns()),
        ...shown,
      };
  return belonging(whole, deps.policy());
}

/** What else is wrong with a form that could not be read in full, so that everything can be mended at once. */
async function otherProblems(
  deps: CommandDeps,
  content: ChangeContent,
  fields: readonly string[],
): Promise<FormErrors> {
  const at = await inTime(now(deps.record.db));
  return errorsUnderInputs(contentProblems(content, deps.policy(), at, preApproved(deps.patterns())), fields);
}

function aboutIt({ change, revision }: FormSubject, content: ChangeContent, from: ChangeContent | undefined) {
  return change === undefined || from === undefined
    ? ({ change: 'new', intent: { type: 'fileChange', content } } as const)
    : ({ change, intent: { type: 'editChange', content, revision: revision ?? 0, from } } as const);
}

function errorsOf(answer: Extract<Answer, { ok: false }>, fields: readonly string[]): FormErrors {
  switch (answer.refusal?.code) {
    case 'invalidContent':
      return errorsUnderInputs(answer.refusal.problems, fields);
    case 'staleRevision':
      return everywhere(fields, STALE_FORM);
    default:
      return everywhere(fields, answer.sentence);
  }
}

function everywhere(fields: readonly string[], sentence: string): FormErrors {
  return { [fields[0] ?? 'title']: unmarked(sentence) };
}
