import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import { exceptionFor, freezesNow } from '../freezes.ts';
import { isUnlikeTheVote, shutGates, untestedGate } from '../gates.ts';
import { votesLost } from '../votes-lost.ts';
import type { GateName } from '../override.ts';
import type { Change } from '../model.ts';
import { stoppingIncidents } from '../open-incidents.ts';
import { isOverridden } from '../overrides.ts';
import { refuse, type Refused } from '../refusals.ts';
import { endsAt } from '../ladder.ts';
import { isOutsideWindow } from '../timeline.ts';

/**
 * What must hold whenever the work may begin. Nobody may override the window, a hard freeze or a runbook that is gone; of the
 * gates beside them those that are asked for here and shut.
 */
export function barredGate(
  change: Change,
  circumstances: Circumstances,
  gates: readonly GateName[] = [
    'incident',
    'tested',
    'order',
    'criticalRollback',
    'lowUsage',
    'runbook',
    'votes',
    'reviews',
    'checklist',
  ],
): Refused | undefined {
  if (isOutsideWindow(change, circumstances.now)) return outsideWindow(change);
  const shut = shutGates(change, seenBy(circumstances)).find(({ gate }) => gates.includes(gate));
  return insideFreeze(change, circumstances) ?? goneRunbook(change, circumstances) ?? (shut && refuse(shut.refusal));
}

/** A hard freeze in force stops whatever has no passed exception for that very freeze, from people who may still give it. */
function insideFreeze(change: Change, circumstances: Circumstances): Refused | undefined {
  const { now, policy } = circumstances;
  const freeze = freezesNow(change, policy, now).find((f) => exceptionFor(change, f)?.result !== 'passed');
  if (!freeze) {
    const roles = votesLost(change, seenBy(circumstances), ['exception']);
    return roles.length > 0 ? refuse({ code: 'votesMissing', roles }) : undefined;
  }
  const asked = exceptionFor(change, freeze);
  const exception = asked && (asked.result === undefined ? 'open' : 'expired');
  return refuse({
    code: 'insideFreeze',
    name: freeze.name,
    until: freeze.to,
    ...(exception === undefined ? {} : { exception }),
  });
}

function goneRunbook(change: Change, { policy }: Circumstances): Refused | undefined {
  const { runbook } = change.content;
  return runbook === undefined || runbookOf(change, policy) ? undefined : refuse({ code: 'runbookGone', runbook });
}

/** The runbook is not the one that was agreed to, and nobody answers for that (promise 6). */
export function barredRunbook(change: Change, circumstances: Circumstances): Refused | undefined {
  const seen = seenBy(circumstances);
  const isBarred = isUnlikeTheVote(change, seen) && !isOverridden(change, 'runbook', seen);
  return (
    goneRunbook(change, circumstances) ??
    (isBarred ? refuse({ code: 'runbookChanged', runbook: change.content.runbook ?? '' }) : undefined)
  );
}

/** An incident is open on a service of this change, and nobody answers for going on (design §1). */
export function barredByIncident(change: Change, circumstances: Circumstances): Refused | undefined {
  const seen = seenBy(circumstances);
  const incidents = stoppingIncidents(change.content, circumstances.policy);
  return incidents.length === 0 || isOverridden(change, 'incident', seen)
    ? undefined
    : refuse({ code: 'incidentOnService', incidents });
}

/** It does not count as tested where it must be, and nobody answers for that (004-PRE-28). */
export function barredUntested(change: Change, circumstances: Circumstances): Refused | undefined {
  const seen = seenBy(circumstances);
  const untested = untestedGate(change, seen);
  return untested && !isOverridden(change, 'tested', seen) ? refuse(untested) : undefined;
}

export function outsideWindow(change: Change): Refused {
  return refuse({ code: 'outsideWindow', opensAt: change.content.opensAt, closesAt: endsAt(change) });
}
