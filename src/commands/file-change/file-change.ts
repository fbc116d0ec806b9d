import type {
  AllMiddlewareArgs,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  BlockAction,
  ViewSubmitAction,
} from '@slack/bolt';
import { contentProblems } from '../../change/content.ts';
import type { ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import { beginning, following, preApproved, type Patterns } from '../../change/pattern.ts';
import { readChange } from '../../journal/read-change.ts';
import { now } from '../../journal/record.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing, inTime, refused, whyNot, type Answer } from '../hearing.ts';
import { openRedraw } from '../redraw-view.ts';
import { changeForm, contentDigest, type FormSubject } from './form.ts';
import { errorsUnderInputs, readChoices, readForm, readSubject, type FormErrors } from './read-form.ts';

const OLD_FORM = 'This form is from another version of the bot; please open a fresh one. Copy what you typed first.';
const STALE_FORM =
  'Somebody changed this change while you typed, so nothing was saved. Copy what you typed, close this form, and press the button again on its message as it is now.';

/** Type or runbook was chosen: the form shows what that choice asks for and keeps everything typed. */
export function onFormChoice(deps: CommandDeps) {
  const redraw = openRedraw(deps);
  return async ({ ack, action, body }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const view = body.view;
    const subject = view && readSubject(view.private_metadata);
    if (!view || !subject) return;
    await redraw(view, action.action_ts, async () => {
      // What was typed stays in the inputs either way; without the record only what a new input began with is missing.
      const former = await formerContent(deps, subject).catch(() => undefined);
      const choices = readChoices(readValues(view.state.values));
      return changeForm(
        deps.policy(),
        deps.patterns(),
        subject,
        choices,
        former ?? beginningOf(subject, deps.patterns()),
      );
    });
  };
}

/** Hears first and acknowledges after, so that a closed form is a recorded change; whatever is wrong stands under its input. */
export function onFormSubmitted(deps: CommandDeps) {
  return async ({ ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const values = readValues(view.state.values);
    const subject = readSubject(view.private_metadata);
    const errors = subject ? await submitted(deps, body, subject, view) : everywhere(values.fields, OLD_FORM);
    if (errors) await ack({ response_action: 'errors', errors });
    else await ack();
  };
}

async function submitted(
  deps: CommandDeps,
  body: ViewSubmitAction,
  subject: FormSubject,
  view: SlackViewMiddlewareArgs<ViewSubmitAction>['view'],
): Promise<FormErrors | undefined> {
  const values = readValues(view.state.values);
  const { fields } = values;
  try {
    const former = await formerContent(deps, subject);
    if (subject.change !== undefined && !former)
      return errorsOf(refused({ code: 'noSuchChange', change: subject.change }), fields);
    if (former && contentDigest(former) !== subject.shown) return everywhere(fields, STALE_FORM);
    const { content: filed, errors } = readForm(
      values,
      deps.policy(),
      subject.mode === 'reschedule' ? former : undefined,
    );
    const whole = subject.mode === 'edit' && former ? { ...kept(former), ...filed } : filed;
    const content = subject.mode === 'reschedule' ? whole : afterPattern(whole, former, subject, deps.patterns());
    if (Object.keys(errors).length > 0) return { ...(await otherProblems(deps, content, fields)), ...errors };
    // The same form sent twice is one filing; sent again with other values it is another saying.
    const id = `form/${view.id}/${contentDigest(content)}`;
    const answer = await hearing(deps, body.user.id, { ...aboutIt(subject, content, former), id, surface: 'modal' });
    return answer.ok ? undefined : errorsOf(answer, fields);
  } catch (error) {
    return everywhere(fields, whyNot(deps, error));
  }
}

/** What stands, for a form about a change. */
async function formerContent(deps: CommandDeps, { change }: FormSubject): Promise<ChangeContent | undefined> {
  return change === undefined ? undefined : (await inTime(readChange(deps.record, change)))?.change.content;
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

/** What the form does not show and an edit therefore keeps. */
function kept({ implementer, rollbackDecider, commit }: ChangeContent): Partial<ChangeContent> {
  return {
    ...(implementer === undefined ? {} : { implementer }),
    ...(rollbackDecider === undefined ? {} : { rollbackDecider }),
    ...(commit === undefined ? {} : { commit }),
  };
}

/** What a form that was opened for a pattern begins with. */
function beginningOf({ pattern: name }: FormSubject, patterns: Patterns): Partial<ChangeContent> | undefined {
  const pattern = name === undefined ? undefined : named(patterns, name);
  return name === undefined || !pattern ? undefined : beginning(name, pattern);
}

/** What was filed after the pattern that was chosen, or the form was opened for; the version once written stands while the pattern does. */
function afterPattern(
  content: ChangeContent,
  former: ChangeContent | undefined,
  subject: FormSubject,
  patterns: Patterns,
): ChangeContent {
  const name = content.pattern ?? former?.pattern ?? subject.pattern;
  const pattern = name === undefined ? undefined : named(patterns, name);
  if (name === undefined || (pattern && pattern.kind !== content.kind)) return content;
  const version = former?.pattern === name ? former.patternVersion : undefined;
  return {
    ...(pattern ? following(content, pattern) : content),
    pattern: name,
    ...(version === undefined ? {} : { patternVersion: version }),
  };
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
