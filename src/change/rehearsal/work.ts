import { runbookOf } from '../circumstances.ts';
import { openIncident } from '../incident.ts';
import { endsAt } from '../ladder.ts';
import { hears } from '../lifecycle.ts';
import { implementerOf, type Change } from '../model.ts';
import { knownPlan } from '../plan/known-plan.ts';
import { underWay } from '../runs.ts';
import { waysBack } from '../way-back.ts';
import { halfOfTheTime, HOUR_MS, MINUTE_MS, NOTE, person, workMs, type Deed, type Stage } from './stage.ts';

const REASON = 'Rehearsed: what was done does not pass its checks.';

/** What is done in the window: the start, the work by hand, the way out of work that failed, the end of an incident. */
export function workOf(change: Change, stage: Stage): readonly Deed[] {
  return [...starts(change, stage), ...solves(change, stage), ...wayOut(change, stage), ...resolves(change, stage)];
}

function starts(change: Change, stage: Stage): readonly Deed[] {
  if (!hears(change.status, 'start') || change.confirmed || underWay(change)) return [];
  const plan = knownPlan(change)?.digest;
  const shown = plan === undefined ? {} : { plan };
  return [
    {
      key: `start/${change.version}`,
      at: change.content.opensAt + MINUTE_MS,
      intent: { type: 'start', typed: change.id, revision: change.revision, ...shown },
      actor: person(implementerOf(change), stage),
    },
  ];
}

/** What no runbook does is done by hand; on a bad night nobody gets so far. */
function solves(change: Change, stage: Stage): readonly Deed[] {
  const goesBack = change.status === 'rollingBack' && change.rollback?.scope === 'byHand' && !underWay(change);
  const isDone = isByHand(change, stage) && stage.course === 'success';
  if (!goesBack && !isDone) return [];
  return [
    {
      key: `solved/${change.version}`,
      at: goesBack ? backByHandAt(change, stage) : doneByHandAt(change, stage),
      intent: { type: 'solved' },
      actor: person(implementerOf(change), stage),
    },
  ];
}

function isByHand(change: Change, { policy }: Stage): boolean {
  const { status, confirmed, appliedAt } = change;
  return (
    status === 'implementing' && confirmed === true && appliedAt === undefined && !runbookOf(change, policy)?.apply
  );
}

function doneByHandAt(change: Change, stage: Stage): number {
  return (change.startedAt ?? change.content.opensAt) + (workMs(change, stage) ?? halfOfTheTime(change, stage));
}

/** Going back takes as long as the work did, where nothing else is known. */
function backByHandAt(change: Change, stage: Stage): number {
  return (change.rollback?.at ?? change.content.opensAt) + (workMs(change, stage) ?? halfOfTheTime(change, stage));
}

/** The answer to work that failed: soon, or after a silence that outlasts the window; back, or where there is no way back an incident. */
function wayOut(change: Change, stage: Stage): readonly Deed[] {
  const since = stage.course === 'success' ? undefined : troubleSince(change, stage);
  if (since === undefined || !hears(change.status, 'rollBack') || underWay(change)) return [];
  const { policy, people, course } = stage;
  const [scope] = waysBack(change, policy);
  const implementer = implementerOf(change);
  const decider = change.content.rollbackDecider ?? people['infrastructure-lead']?.[0] ?? implementer;
  const isSilent = course === 'silence';
  return [
    {
      key: `wayOut/${change.version}`,
      at: isSilent ? endsAt(change) + 30 * MINUTE_MS : since + 5 * MINUTE_MS,
      intent: scope ? { type: 'rollBack', scope, reason: REASON } : { type: 'declareIncident', reason: REASON },
      actor: person(isSilent ? decider : implementer, stage),
    },
  ];
}

function troubleSince(change: Change, stage: Stage): number | undefined {
  const failed = change.runs.findLast((r) => r.outcome === 'failed' && r.occasion === 'start');
  return failed?.endedAt ?? (isByHand(change, stage) ? doneByHandAt(change, stage) : undefined);
}

/** An incident is over an hour after it was declared; until then its people are asked for a word, as they would be. */
function resolves(change: Change, stage: Stage): readonly Deed[] {
  const incident = openIncident(change);
  if (!incident) return [];
  return [
    {
      key: 'resolved',
      at: incident.declaredAt + HOUR_MS,
      intent: { type: 'resolveIncident', text: NOTE },
      actor: person(implementerOf(change), stage),
    },
  ];
}
