import type { Intent } from '../change/intents.ts';
import { decide } from '../change/decide.ts';
import type { ChangeId } from '../change/change-id.ts';
import type { Refusal } from '../change/refusals.ts';
import { Unsure, type Saying } from '../journal/hear.ts';
import { readChange } from '../journal/read-change.ts';
import { refusalText } from '../slack/refusal-text.ts';
import { CannotCheck } from '../slack/roster.ts';
import type { CommandDeps } from './deps.ts';

/** Slack shows an error after three seconds; the answer is out before (docs.slack.dev, acknowledging). */
const ANSWER_MS = 2_400;

export type Answer =
  | { readonly ok: true; readonly change: string }
  | { readonly ok: false; readonly sentence: string; readonly refusal?: Refusal };

const NOT_RECORDED =
  'Not recorded: the record cannot be reached just now. Nothing has changed; please try again in a minute.';
const UNSURE =
  'It is not certain that this was recorded: the record answered too late. Look at the headline before you try again.';

/** Says it through the one door, with the person's roles as they are now, and always has an answer in words within 2.4 s (promise 7). */
export async function hearing(deps: CommandDeps, user: string, saying: Omit<Saying, 'actor'>): Promise<Answer> {
  return inWords(deps, async () => {
    const outcome = await deps.hear({ ...saying, actor: await deps.who(user) });
    return outcome.ok ? { ok: true, change: outcome.change } : refused(outcome.refusal);
  });
}

/** What the door would answer now, without going through it: asked before a modal is opened for the rest of the words. */
export async function wouldHear(
  deps: CommandDeps,
  user: string,
  id: ChangeId,
  intent: Exclude<Intent, { type: 'fileChange' }>,
): Promise<Answer> {
  return inWords(deps, async () => {
    const [story, actor] = await Promise.all([readChange(deps.record, id), deps.who(user)]);
    if (!story) return refused({ code: 'noSuchChange', change: id });
    const circumstances = { now: story.now, policy: deps.policy(), patterns: deps.patterns(), actor };
    const decision = decide(story.change, intent, circumstances);
    return decision.ok ? { ok: true, change: id } : refused(decision.refusal);
  });
}

function refused(refusal: Refusal): Answer {
  return { ok: false, sentence: refusalText(refusal), refusal };
}

async function inWords(deps: CommandDeps, work: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, sentence: UNSURE }), ANSWER_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    if (error instanceof CannotCheck) return { ok: false, sentence: error.message };
    deps.log.error({ err: error }, 'answering a person');
    return { ok: false, sentence: error instanceof Unsure ? UNSURE : NOT_RECORDED };
  } finally {
    clearTimeout(timer);
  }
}
