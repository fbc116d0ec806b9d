import { runbookOf } from '../change/circumstances.ts';
import type { StepRun } from '../change/model.ts';
import { dueOf, haltedAt, placeOf, targetStates, touchedTargets } from '../change/roll-out.ts';
import { listOf, mention } from '../slack/blocks.ts';
import { notBegun } from '../slack/target-words.ts';
import { choices, type Now } from './scene.ts';
import { runName } from './step-words.ts';

const SHOWN_MAX = 8;

/** Said once a target of a roll-out is done: which of how many, and what comes next; undefined of any other run. */
export function targetDone(run: StepRun, scene: Now): string | undefined {
  const { after, policy } = scene;
  const runbook = runbookOf(after, policy);
  const place = placeOf(run, runbook?.targets);
  if (!runbook?.targets || place === undefined || run.occasion !== 'start' || run.step === 'soak') return undefined;
  const all = targetStates(after, runbook, runbook.targets);
  if (all[place - 1]?.state !== 'done') return undefined;
  const back = run.step === 'undrain' ? ' and back in service' : '';
  return `*${run.target} verified${back}, ${place} of ${all.length}.* ${nextOfRollOut(scene)}`.trim();
}

/** What a roll-out goes on with; nothing where it is over, or stands still for another reason than a stop. */
export function nextOfRollOut({ after, policy }: Now): string {
  const runbook = runbookOf(after, policy);
  const due = runbook?.targets && dueOf(after, runbook, runbook.targets);
  if (typeof due !== 'object') return '';
  if (!due.isBarred) return `Next: ${lower(runName({ ...due, occasion: 'start' }))}.`;
  const stop = after.runs.findLast((r) => r.stop)?.stop;
  const who = stop ? `, as ${mention(stop.by)} asked` : '';
  return `It stops here${who}: ${due.target} is not begun.${choices(after, policy)}`;
}

/** Of a roll-out that stands still: which targets were left as they are, and what the answers do with them. */
export function leftOut(run: StepRun, { after, policy }: Now): string {
  if (run.target === undefined) return '';
  if (run.occasion === 'rollback') return named('Still to be rolled back', toGoBack(run, after));
  const names = notBegun(after, policy);
  return names.length === 0
    ? ''
    : `${named('Not begun', names)} “New attempt” goes on to them once this has succeeded; “Solved” takes the work as done on them too.`;
}

/** Whether a run went well and the roll-out stands still after it all the same. */
export function isHalt(run: StepRun, { after, policy }: Now): boolean {
  const runbook = runbookOf(after, policy);
  const due = runbook?.targets && dueOf(after, runbook, runbook.targets);
  return typeof due === 'object' && due.isBarred && haltedAt(after)?.run === run.run;
}

function toGoBack({ target }: StepRun, after: Now['after']): readonly string[] {
  const order = touchedTargets(after).map((touched) => touched.target);
  return order.slice(order.indexOf(target ?? '') + 1);
}

function named(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${what}: ${listOf(names, SHOWN_MAX)}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
