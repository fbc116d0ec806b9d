import type { Actor, Spoken } from '../change/intents.ts';
import { decide } from '../change/decide.ts';
import type { ChangeId } from '../change/change-id.ts';
import { preApproved } from '../change/pattern.ts';
import type { Refusal } from '../change/refusals.ts';
import { policyInForce, policyInForceFor } from '../journal/policy-in-force.ts';
import { isDatabaseFailure, NotRecorded } from '../journal/failures.ts';
import { Unsure, type CalendarSaying, type Saying } from '../journal/hear.ts';
import { readChange } from '../journal/read-change.ts';
import { refusalText } from '../slack/refusal-text.ts';
import { CannotCheck } from '../slack/roster.ts';
import type { CommandDeps } from './deps.ts';

/** Slack shows an error after three seconds; the answer is out before (docs.slack.dev, acknowledging). */
const ANSWER_MS = 2_400;

export type Answer =
  | { readonly ok: true; readonly change: string }
  | { readonly ok: false; readonly sentence: string; readonly refusal?: Refusal };

const NOT_REACHED =
  'The record cannot be reached just now, so nothing was recorded or changed; please try again in a minute.';
const UNSURE =
  'It is not certain that this was recorded: the record answered too late. Look at the headline before you try again.';
const OUR_FAULT =
  'The bot met a fault of its own, so nothing was recorded or changed; its log tells more, please tell the operator.';

/** An answer did not come while there was time to use it. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Before it is known who says it. */
type Unsigned<S extends { readonly actor: Actor }> = Omit<S, 'actor'>;

/** Says it through the one door, with the person's roles as they are now, and always has an answer in words within 2.4 s (promise 7). */
export async function hearing(
  deps: CommandDeps,
  user: string,
  saying: Unsigned<Saying> | Unsigned<CalendarSaying>,
): Promise<Answer> {
  const said = async (): Promise<Answer> => {
    const outcome = await deps.hear({ ...saying, actor: await deps.who(user) });
    return outcome.ok ? { ok: true, change: outcome.change } : refused(outcome.refusal);
  };
  try {
    return await inTime(said());
  } catch (error) {
    return { ok: false, sentence: error instanceof TooLate ? UNSURE : whyNot(deps, error) };
  }
}

/** What the door would answer now, without going through it: asked before a modal is opened for the rest of the words. */
export async function wouldHear(deps: CommandDeps, user: string, id: ChangeId, intent: Spoken): Promise<Answer> {
  const judged = async (): Promise<Answer> => {
    const [story, actor, policy] = await Promise.all([
      readChange(deps.record, id),
      deps.who(user),
      policyInForce(deps.record, deps.policy()),
    ]);
    if (!story) return refused({ code: 'noSuchChange', change: id });
    const patterns = preApproved(deps.patterns());
    const known = await policyInForceFor(deps.record, story.change, policy);
    const circumstances = { now: story.now, policy: known, patterns, actor };
    const decision = decide(story.change, intent, circumstances);
    return decision.ok ? { ok: true, change: id } : refused(decision.refusal);
  };
  try {
    return await inTime(judged());
  } catch (error) {
    return { ok: false, sentence: whyNot(deps, error) };
  }
}

/** What is read for a person who waits for it; throws after 2.4 s, or when told. */
export async function inTime<T>(work: Promise<T>, withinMs = ANSWER_MS): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TooLate(`no answer within ${withinMs} ms`)), withinMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why something could not be said or read, in words for the person who asked; nothing was recorded, unless it says otherwise. */
export function whyNot(deps: Pick<CommandDeps, 'log'>, error: unknown): string {
  if (error instanceof CannotCheck) return error.message;
  deps.log.error({ err: error }, 'answering a person');
  if (error instanceof Unsure) return UNSURE;
  const away = error instanceof TooLate || error instanceof NotRecorded || isDatabaseFailure(error);
  return away ? NOT_REACHED : OUR_FAULT;
}

export function refused(refusal: Refusal): Extract<Answer, { ok: false }> {
  return { ok: false, sentence: refusalText(refusal), refusal };
}
