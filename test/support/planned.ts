import type { Intent } from '../../src/change/intents.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { GO_AT, OPENS_AT, aWorker, anActor, liveThrough, type Story } from './a-change.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from './a-policy.ts';
import { shownBy } from './a-proof.ts';
import { aPlanJson, aResource, reviewOf } from './a-plan.ts';
import { BACKUP_AT, STANDARD, START, approved, vote, wake } from './lives.ts';

/** Its plan can be read as JSON; only what its plan says makes it destructive. */
export function readable(backup = true): Policy {
  const { backup: made, ...rest } = aRunbook({
    destructive: false,
    plan: { run: ['./plan.sh'], json: { run: ['./show.sh'] }, keep: [] },
  });
  return aPolicy({ runbooks: { 'web-release': backup && made ? { ...rest, backup: made } : rest } });
}

const policy = readable();

export const CREATES = planOf(['create']);
export const DESTROYS = planOf(['delete']);
/** Half of it is what `CREATES` creates. */
export const BOTH = reviewOf(aPlanJson([server('a', ['create']), server('b', ['create'])]));

function server(name: string, actions: readonly string[]) {
  return aResource(`aws_instance.${name}`, actions, {}, { before: null, after: { size: 'large' } });
}

function planOf(actions: readonly string[]): PlanReview {
  return reviewOf(aPlanJson([server('a', actions)]));
}

/** The oldest run that has not ended is claimed and ends well; a plan with what it would do. */
export function ends(story: Story, when: number, plan?: PlanReview, under = policy): Story {
  const run = story.change.runs.find((r) => r.state !== 'ended')?.run ?? '';
  const digest = under.runbooks['web-release']?.digest ?? '';
  const report: Intent = { type: 'reportStep', run, outcome: 'succeeded', ...shownBy(run), ...(plan ? { plan } : {}) };
  const begin: Intent = { type: 'beginStep', run, host: 'deploy-1', digest };
  return liveThrough(
    under,
    [
      [begin, aWorker(), when],
      [report, aWorker(), when + MINUTE],
    ],
    story,
  );
}

/** A week ahead, when GO is due: the plan for it is asked for. */
export function dueForGo(): Story {
  return liveThrough(policy, [wake('goNogo', GO_AT)], approved({ policy }));
}

/** GO given to what a plan would do. */
export function goGiven(plan = CREATES): Story {
  const asked = ends(dueForGo(), GO_AT, plan);
  return liveThrough(policy, [vote(policy, 'U0CYD', asked.change.ballots.length, GO_AT + HOUR)], asked);
}

/** Preflight and backup have ended before the window; the plan is asked for. */
export function planning(from = goGiven()): Story {
  const woken = liveThrough(policy, [wake('backup', BACKUP_AT)], from);
  return ends(ends(woken, BACKUP_AT), BACKUP_AT + 2 * MINUTE);
}

/** Preflight, backup and plan have ended before the window. */
export function preparedWith(plan = CREATES, from = goGiven()): Story {
  return ends(planning(from), BACKUP_AT + HOUR, plan);
}

/** A standard change, its audience told: it has no GO. */
export function announced(): Story {
  return liveThrough(policy, [wake('announce', GO_AT)], approved({ policy, content: STANDARD }));
}

/** Started on a plan, by its typed id: the fresh one is asked for. */
export function startedOn(plan = CREATES, from = goGiven(plan)): Story {
  const start: Intent = { ...START(), plan: plan.digest };
  return liveThrough(policy, [[start, anActor('U0ADA', policy), OPENS_AT + MINUTE]], preparedWith(plan, from));
}
