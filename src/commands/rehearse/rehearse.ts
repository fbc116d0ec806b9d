import { readChangeId, shownId, type ChangeId } from '../../change/change-id.ts';
import { COURSES, type Course } from '../../change/rehearsal/course.ts';
import { readControl } from '../../slack/controls.ts';
import { COURSE_WORDS } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing } from '../hearing.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';

const HOW_TO = `Write \`/change rehearse CHG-7\`, or for a bad night \`/change rehearse CHG-7 rollback\` (${COURSE_WORDS.rollback}) or \`/change rehearse CHG-7 silence\` (${COURSE_WORDS.silence}).`;

/** Answers `/change rehearse CHG-n [rollback | silence]`: the rehearsal itself is told where the policy says, or to whoever asks. */
export async function onRehearse(
  deps: CommandDeps,
  respond: Respond,
  { user, rest, trigger }: { readonly user: string; readonly rest: string; readonly trigger: string },
): Promise<void> {
  const wanted = readRehearsalWanted(rest);
  if (!wanted) return tell(deps, respond, HOW_TO);
  return tell(deps, respond, await answer(deps, user, wanted, { id: `slash/${trigger}`, surface: 'slash' }));
}

/** The Rehearse button: a night on which everything succeeds. */
export function onRehearsePressed(deps: CommandDeps) {
  return async ({ ack, action, body, respond }: PressArgs): Promise<void> => {
    const pressed = readControl(action.value);
    const wanted = pressed && ({ id: pressed.change, course: 'success' } as const);
    const said = wanted
      ? await answer(deps, body.user.id, wanted, { id: `press/${body.trigger_id}`, surface: 'button' })
      : OLD_BUTTON;
    await ack();
    await tell(deps, respond, said);
  };
}

async function answer(
  deps: CommandDeps,
  user: string,
  { id, course }: { readonly id: ChangeId; readonly course: Course },
  said: { readonly id: string; readonly surface: string },
): Promise<string> {
  const heard = await hearing(deps, user, { change: id, intent: { type: 'rehearse', course }, ...said });
  if (!heard.ok) return heard.sentence;
  const { rehearsals } = deps.policy().channels;
  const where = rehearsals === undefined ? 'in your direct messages with me' : `in <#${rehearsals}>`;
  return `${shownId(id)} is being rehearsed ${where}: ${COURSE_WORDS[course]}. Nothing of the change itself moves.`;
}

/** A change and how its work is to go; without a word everything succeeds. */
export function readRehearsalWanted(text: string): { readonly id: ChangeId; readonly course: Course } | undefined {
  const [name = '', word = 'success', ...more] = text.trim().split(/\s+/);
  const id = readChangeId(name);
  const course = COURSES.find((c) => c === word.toLowerCase());
  return id && course && more.length === 0 ? { id, course } : undefined;
}
