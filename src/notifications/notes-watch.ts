import { sayDuration } from '../change/duration.ts';
import type { Fact } from '../change/facts.ts';
import { newsOf } from '../change/long-looks.ts';
import { watchEndsAt } from '../change/long-watch.ts';
import type { StepRun } from '../change/model.ts';
import { sentence, when } from '../slack/blocks.ts';
import { whoSaid } from '../slack/words.ts';
import { implementer, named } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** Asks whoever carried the change out, and says how long it is still watched (000-MON-01). */
export function checkInNote(scene: Scene): Line {
  const { after } = scene;
  return {
    text: `*Check-in on ${named(after)}:* ${leftWords(scene)}. ${implementer(after)}: is all well with its services? *An issue*, which anybody may report, is kept with the change.`,
  };
}

export function foundWellNote(_: Of<'foundWell'>, scene: Scene): Line {
  return { text: `All is well, says ${whoSaid(scene.by)}; ${leftWords(scene)}.` };
}

/** A delayed issue: what it means for the change, and where one goes with it (000-MON-02). */
export function issueFoundNote({ text, run }: Of<'issueFound'>, { after, by }: Scene): Line {
  if (run !== undefined) return failingNote(text, after);
  return {
    text: `*An issue after ${named(after)}*, found by ${whoSaid(by)}: ${sentence(text, 1500)} The change counts as successful with issues. ${implementer(after)}: press *Reopen* on the message of the change for what must be undone or mended at once, type \`/change emergency\` for what else is urgent, and file the rest as a change of its own.`,
  };
}

/** The checks of the watch fail after they had passed: said once, until they pass again. */
function failingNote(text: string, after: Scene['after']): Line {
  return {
    text: `*A check of the watch fails after ${named(after)}:* ${sentence(text, 1000)} All of them passed when it ended, so something has shown itself since, and the change counts as successful with issues. ${implementer(after)}: see whether it comes from the change. *Reopen* takes you back to the work, for what must be undone or mended at once; *An issue* keeps what else you see. The checks go on by themselves; this thread hears when they pass again.`,
  };
}

/** The end of a look of the long watch, where the one before it failed; nothing of any other. */
export function wellAgainNote(run: StepRun, { after }: Pick<Scene, 'after'>): Line | undefined {
  return newsOf(after, run) === 'well'
    ? {
        text: `*The checks of the watch pass again after ${named(after)}*, since ${when(run.endedAt ?? run.requestedAt)}. What was found stays with the change.`,
      }
    : undefined;
}

/** It is worked on again: who decides, and what the people affected know. */
export function reopenedNote({ text }: Of<'changeReopened'>, { after, by }: Scene): Line {
  return {
    text: `*${named(after)} is reopened* by ${whoSaid(by)}: ${sentence(text, 1500)} Its end no longer counts. ${implementer(after)}: *Solved* once it is mended, which has it checked and watched again; *Roll back*; or *Incident*. The people affected hear that the work goes on; *Tell people* says more.`,
    broadcast: true,
  };
}

/** `24 h of the watch are left, until …`. */
export function leftWords({ after, at, policy }: Pick<Scene, 'after' | 'at' | 'policy'>): string {
  const end = watchEndsAt(after, policy) ?? at;
  return end > at ? `${sayDuration(end - at)} of the watch are left, until ${when(end)}` : 'the watch is over';
}
