import { runbookOf } from '../circumstances.ts';
import { estimateOf, workEstimate } from '../step-estimate.ts';
import type { Change, ChangeContent, Step } from '../model.ts';
import type { Policy } from '../policy.ts';
import type { Actor, Intent } from '../intents.ts';
import { lastSafeRollbackAt } from '../ladder.ts';
import type { Course } from './course.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** What a rehearsal is lived on: the policy, who holds which role, how the work goes and how long its steps take. */
export interface Stage {
  readonly policy: Policy;
  /** Slack user ids by role, as they were when the rehearsal was asked for. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly course: Course;
  /** How long each step took formerly, ms, where it has run. */
  readonly durations: Readonly<Partial<Record<Step, number>>>;
}

/** What one of the people, the clock or the worker of a rehearsal does next; each key is tried once. */
export interface Deed {
  readonly key: string;
  /** Not before this, virtual epoch ms. */
  readonly at: number;
  readonly intent: Intent;
  readonly actor: Actor;
}

export const HOST = 'rehearsal';

/** What is written where people of a rehearsal have to write something. */
export const NOTE = 'Rehearsed: done.';

export function person(user: string, { people }: Stage): Actor {
  return { kind: 'person', user, outsider: false, roster: people };
}

/** How long the work itself is thought to take, ms; undefined where nothing but the window says. */
export function workMs({ content }: { readonly content: ChangeContent }, stage: Stage): number | undefined {
  const runbook = runbookOf({ content }, stage.policy);
  const { estimateMs, opensAt, closesAt } = content;
  const said = estimateMs !== undefined && estimateMs < closesAt - opensAt ? estimateMs : undefined;
  const applyMs = runbook?.apply && (stage.durations.apply ?? estimateOf('apply', runbook));
  return runbook && applyMs !== undefined ? workEstimate(applyMs, runbook) : said;
}

/** How long a step is played, ms; where nothing tells, looking takes a minute and the work half of the time there is for it. */
export function playedMs(step: Step, change: Pick<Change, 'content'>, stage: Stage): number {
  const runbook = runbookOf(change, stage.policy);
  const known = stage.durations[step] ?? estimateOf(step, runbook);
  if (step !== 'apply') return known ?? MINUTE_MS;
  const all = workMs(change, stage) ?? halfOfTheTime(change, stage);
  return known ?? Math.round(all / (runbook?.targets?.list.length ?? 1));
}

/** Half of what is left of the window when going back is set aside. */
export function halfOfTheTime({ content }: Pick<Change, 'content'>, { policy }: Stage): number {
  const safe = lastSafeRollbackAt(content.closesAt, runbookOf({ content }, policy));
  return Math.max(MINUTE_MS, Math.round((safe - content.opensAt) / 2));
}
