import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { TEXT_MAX, TITLE_MAX, WINDOW_MAX_MS } from '../content.ts';
import { detailProblems } from '../content-details.ts';
import type { Intent } from '../intents.ts';
import type { ChangeContent } from '../model.ts';
import { named } from '../named.ts';
import type { Policy } from '../policy.ts';
import { sameCause, type MadeAlready } from '../recorded.ts';
import { refuse, type ContentProblem } from '../refusals.ts';
import { textFault } from '../text-fault.ts';

const NAME_MAX = 100;

/**
 * A change that was made already is written down as done: nothing is asked, planned or told any more (001-LOG-06). Within the quiet
 * time of a service a second record needs somebody to say that it has another cause.
 */
export function recordChange(
  intent: Extract<Intent, { type: 'recordChange' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const { id, content, apart, made } = intent;
  const problems = [...madeProblems(content, policy, now), ...namingProblems(made)];
  if (problems.length > 0) return refuse({ code: 'invalidContent', problems });
  const same = apart ? undefined : sameCause(content, policy);
  if (same) {
    const { change, title, madeAt } = same;
    return refuse({ code: 'recordedAlready', change, title, madeAt });
  }
  return agree({ type: 'changeFiled', id, content, requester: actor.user, made });
}

/** What a record of something done must say: what, on what, and when. It names no service only where nobody knows it any more. */
function madeProblems(content: ChangeContent, policy: Policy, now: number): readonly ContentProblem[] {
  const { title, description, reason, services, opensAt, closesAt } = content;
  const unknown = services.filter((s) => !named(policy.services, s));
  const checks: readonly (readonly [ContentProblem['field'], string | undefined])[] = [
    ['title', textFault(title, TITLE_MAX)],
    ['description', textFault(description, TEXT_MAX)],
    ['reason', reason === '' ? undefined : textFault(reason, TEXT_MAX)],
    ['services', unknown.length === 0 ? undefined : `No service is called ${unknown.join(', ')}.`],
    ['opensAt', madeProblem(opensAt, now)],
    ['closesAt', tookProblem(opensAt, closesAt)],
  ];
  const found = checks.flatMap(([field, problem]) => (problem === undefined ? [] : [{ field, problem }]));
  return [...found, ...detailProblems(content)];
}

/** Names that another log has for people and changes, each in a line. */
function namingProblems({ doneBy, formerly }: MadeAlready): readonly ContentProblem[] {
  const judged = (field: ContentProblem['field'], name: string | undefined): readonly ContentProblem[] => {
    const problem =
      name === undefined ? undefined : /[\n\t]/.test(name) ? 'Write it in one line.' : textFault(name, NAME_MAX);
    return problem === undefined ? [] : [{ field, problem }];
  };
  return [...judged('implementer', doneBy), ...judged('title', formerly)];
}

function madeProblem(madeAt: number, now: number): string | undefined {
  if (!Number.isSafeInteger(madeAt)) return 'Please choose a date and time.';
  return madeAt > now ? 'This is still to come: a change that is planned is filed with /change.' : undefined;
}

function tookProblem(from: number, to: number): string | undefined {
  if (!Number.isSafeInteger(to) || to <= from) return 'Please give how long it took, like 5m.';
  return to - from > WINDOW_MAX_MS ? 'At most 14 days.' : undefined;
}
