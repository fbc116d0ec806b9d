import type { Attachment } from '../../src/change/attachments.ts';
import type { Actor, Intent } from '../../src/change/intents.ts';
import type { Change, ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import { decide } from '../../src/change/decide.ts';
import { evolve } from '../../src/change/evolve.ts';
import { actorName } from '../../src/change/intents.ts';
import { DAY, HOUR } from './a-policy.ts';
import { shownBy } from './a-proof.ts';

/** Monday 5 October 2026, 09:00 UTC, four weeks and a day before the window. */
export const FILED_AT = Date.UTC(2026, 9, 5, 9);
/** Tuesday 3 November 2026, 20:00 to 23:00 UTC. */
export const OPENS_AT = Date.UTC(2026, 10, 3, 20);
export const CLOSES_AT = OPENS_AT + 3 * HOUR;
/** When the GO opens by the policy of `aPolicy`: 09:00, seven calendar days before. */
export const GO_AT = Date.UTC(2026, 9, 27, 9);
/** When the reminder is due by that policy. */
export const REMIND_AT = GO_AT + 6 * DAY;

/** The pre-approved patterns that `liveThrough` knows. */
export const PATTERNS = ['web-release'];

/** A normal change at medium risk of the service `web`, with everything filled in. */
export function aContent(overrides: Partial<ChangeContent> = {}): ChangeContent {
  return {
    title: 'Release v2.4.0 of the website',
    kind: 'normal',
    priority: 'medium',
    description: 'New search page.',
    reason: 'Users ask for it.',
    impact: 'Two minutes without search.',
    services: ['web'],
    implementationPlan: 'Run the runbook.',
    rollbackPlan: 'Run the previous release.',
    risk: 'medium',
    potentialImpact: 'Search does not answer.',
    mitigation: 'Tested in staging.',
    testingPlan: 'The health page and a search.',
    opensAt: OPENS_AT,
    closesAt: CLOSES_AT,
    runbook: 'web-release',
    params: { release: 'v2.4.0' },
    ...overrides,
  };
}

/** A file in Slack, as a change keeps it. */
export function aFile(overrides: Partial<Attachment> = {}): Attachment {
  const { id = 'F0PLAN' } = overrides;
  return { id, name: 'plan.txt', permalink: `https://team.slack.com/files/U0ADA/${id}/plan.txt`, ...overrides };
}

/** A member of the workspace, who holds the roles that the policy gives by user id, delegates included. */
export function anActor(user: string, policy: Policy): Extract<Actor, { kind: 'person' }> {
  const roster = Object.fromEntries(
    Object.entries(policy.roles).map(([role, { members, delegates }]) => [role, [...members, ...delegates]]),
  );
  return { kind: 'person', user, outsider: false, roster };
}

export const THE_CLOCK: Actor = { kind: 'clock' };

export function aWorker(host = 'deploy-1'): Actor {
  return { kind: 'worker', host };
}

export interface Story {
  readonly change: Change;
  readonly facts: readonly RecordedFact[];
}

export type Told = readonly [intent: Intent, actor: Actor, at: number];

/** What becomes of these intents, one after the other, through `decide`; throws when one of them is refused. */
export function liveThrough(policy: Policy, steps: readonly Told[], from?: Story): Story {
  let change = from?.change;
  const facts = [...(from?.facts ?? [])];
  for (const [intent, actor, now] of steps) {
    const decision = decide(change, intent, { now, policy, patterns: PATTERNS, actor });
    if (!decision.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(decision.refusal)}`);
    for (const fact of decision.facts) {
      const recorded = { seq: facts.length + 1, at: now, by: actorName(actor), fact };
      facts.push(recorded);
      change = evolve(change, recorded);
    }
  }
  if (!change) throw new Error('a story begins with fileChange');
  return { change, facts };
}

/** CHG-1 as U0ADA files it at `FILED_AT`. */
export function filing(policy: Policy, content: Partial<ChangeContent> = {}, at = FILED_AT): Told {
  return [{ type: 'fileChange', id: 'CHG-1', content: aContent(content) }, anActor('U0ADA', policy), at];
}

/** The oldest run that has not ended, claimed by `deploy-1` if need be and reported; it takes five minutes. */
export function runs(
  story: Story,
  policy: Policy,
  at: number,
  outcome: Extract<Intent, { type: 'reportStep' }>['outcome'] = 'succeeded',
  reason?: string,
): Story {
  const run = story.change.runs.find((r) => r.state !== 'ended');
  if (!run) throw new Error('no run is asked for');
  const digest = policy.runbooks[story.change.content.runbook ?? '']?.digest ?? '';
  const worker = aWorker();
  const begin: Told = [{ type: 'beginStep', run: run.run, host: 'deploy-1', digest }, worker, at];
  const said = reason === undefined ? {} : { reason };
  const report: Intent = {
    type: 'reportStep',
    run: run.run,
    outcome,
    outputBytes: 42,
    ...shownBy(run.run, outcome),
    ...said,
  };
  return liveThrough(policy, [...(run.state === 'requested' ? [begin] : []), [report, worker, at + 300_000]], story);
}
