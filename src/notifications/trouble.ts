import { implementerOf, type StepRun } from '../change/model.ts';
import type { Runbook } from '../change/policy.ts';
import { doesWork } from '../change/runbook-steps.ts';
import { isEarlyLook } from '../change/runs.ts';
import { mention } from '../slack/blocks.ts';
import { implementer } from './said.ts';
import { choices, type Now } from './scene.ts';
import { isLook } from './step-words.ts';
import { leftOut } from './target-notes.ts';

/** What a step that did not succeed means, what was not touched, and who can do what about it. */
export function failedMeaning(run: StepRun, scene: Now, runbook: Runbook | undefined): string {
  const { after, policy } = scene;
  if (isEarlyLook(run)) return earlyMeaning(run, scene);
  if (run.occasion === 'filing') return 'The change is voted on without a plan; an edit of the work plans again.';
  if (run.occasion === 'window')
    return 'Apply has not run. The steps after this one do not run by themselves: mend the cause, then press “New attempt” on the message above, or reschedule it.';
  if (run.occasion === 'again')
    return 'So it is still not known what happened: mend the cause, then press “Look again”.';
  const automatic =
    run.step === 'verify' && run.occasion === 'start' && run.outcome === 'failed' && runbook?.rollback.automatic;
  if (automatic) return 'The runbook rolls back by itself.';
  const left = leftOut(run, scene);
  return `${damage(run)} Nothing runs by itself now.${left === '' ? '' : ` ${left}`}${choices(after, policy)}`;
}

/** Nothing waits for it yet: whoever files the change and whoever carries it out have the time to see to it. */
function earlyMeaning(run: StepRun, { after }: Pick<Now, 'after'>): string {
  const who = [...new Set([after.requester, implementerOf(after)])].map(mention).join(' and ');
  const again =
    run.occasion === 'filing'
      ? 'It is looked at again a day ahead of the window, and before the start, which it would stop.'
      : 'It is looked at again before the start, which it would stop; “New attempt” looks at once.';
  return `Nothing waits for it yet. ${who}: see to it that its worker has what is missing. ${again}`;
}

function damage({ step, occasion, beganAt }: StepRun): string {
  if (beganAt === undefined) return 'It did not begin.';
  switch (step) {
    case 'drain':
      return 'It may be half out of service. Apply did not run there.';
    case 'apply':
      return 'The work may be half done.';
    case 'undrain':
      return 'It may still be out of service.';
    case 'rollback':
      return 'The service may be neither as it was nor as planned.';
    case 'verify':
      return occasion === 'rollback'
        ? 'After the rollback the service does not pass its checks.'
        : 'What was done does not pass its checks.';
    case 'soak':
    case 'watch':
      return 'The service no longer passes its checks.';
    case 'preflight':
    case 'backup':
      return 'Apply did not run.';
    case 'plan':
      return occasion === 'after'
        ? 'The apply itself went through, and whether it did everything is not shown.'
        : occasion === 'rollback'
          ? 'The rollback itself did not run.'
          : 'Apply did not run.';
  }
}

/** In plain words: nobody can prove it, nothing runs, a person looks and says (design §4). */
export function unknownMeaning(run: StepRun, scene: Now, runbook: Runbook | undefined): string {
  const { after, policy } = scene;
  const lost = isLook(run.step)
    ? 'So nobody can say yet whether all is well, and it does not count as passed. Nothing runs by itself.'
    : 'Its worker was lost, so nobody can prove what it did: all of it, a part, or nothing. Nothing runs by itself.';
  if (isEarlyLook(run)) return `${lost} ${earlyMeaning(run, { after })}`;
  if (run.occasion === 'filing')
    return `${lost} The change is voted on without a plan; an edit of the work plans again.`;
  if (run.occasion === 'window')
    return `${lost} Apply has not run: see what the step did, then press “New attempt” on the message above, or reschedule it.`;
  if (run.occasion === 'again') return `${lost} Press “Look again” once more.`;
  const left = leftOut(run, scene);
  if (!doesWork(run.step)) return `${lost}${left === '' ? '' : ` ${left}`}${choices(after, policy)}`;
  const look = runbook?.plan
    ? 'press “Look again” for a fresh read-only plan, then “Say what happened”: it was done, or it was not'
    : 'look at the service itself, then press “Say what happened”: it was done, or it was not';
  return `${lost} Do not run it by hand. ${implementer(after)}: ${look}.`;
}
