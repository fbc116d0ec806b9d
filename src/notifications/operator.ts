import type { Change, StepRun } from '../change/model.ts';
import { listOf, quoted, section } from '../slack/blocks.ts';
import { LIMIT_WORDS, roleName } from '../slack/words.ts';
import { implementer, named, said, type Said } from './said.ts';
import { isLook, runName } from './step-words.ts';

/** To the operator: what a step did that needs somebody to look at its host; nothing of one that has ended after all. */
export function stepAlarm(change: Change, run: StepRun, isOverdue: boolean): Said | undefined {
  if (!isOverdue) return unknownAlarm(change, run);
  return run.state === 'running' ? overdueAlarm(change, run) : undefined;
}

/** To the operator: an outcome that nobody can prove, or a look that could not tell. */
function unknownAlarm(change: Change, run: StepRun): Said {
  const why = run.reason === undefined ? '' : ` ${quoted(run.reason, 600)}`;
  const host = run.host === undefined ? '' : ` on ${quoted(run.host, 60)}`;
  const asked =
    run.occasion === 'long'
      ? 'It looks again by itself; nobody else is told of this.'
      : `${implementer(change)} is asked in the thread what to do.`;
  const text = isLook(run.step)
    ? `*${named(change)}: ${runName(run)}${host} could not tell whether all is well.*${why} Please see whether that worker is well and reaches what it looks at. ${asked}`
    : `*${named(change)}: ${runName(run)}${host} ended, and nobody can prove how.*${why} Please see whether that worker and its host are well. ${implementer(change)} is asked in the thread to look and say what happened.`;
  return said(text, [section(text)]);
}

/** To the operator: a step that no ceiling could end. */
function overdueAlarm(change: Change, run: StepRun): Said {
  const host = quoted(run.host ?? 'its worker', 60);
  const limit = LIMIT_WORDS[run.overdue?.limit ?? 'timeout'];
  const text = `*${named(change)}: ${runName(run)} on ${host} passed its limit ${limit} and goes on.* It got its one SIGINT; nothing kills it by itself. Please see what it does on that host. ${implementer(change)} is told in the thread what can be done.`;
  return said(text, [section(text)]);
}

/** To the operator: a ballot or a review that nobody can answer. */
export function nobodyAlarm(change: Change, roles: readonly string[]): Said {
  const text = `*${named(change)} is put to nobody as ${listOf(roles.map(roleName), 5, ' and ')}.* Nobody holds it who may answer for this change: put somebody into the role, or give it a fallback, in the policy. It is looked up again at the next reminder.`;
  return said(text, [section(text)]);
}
