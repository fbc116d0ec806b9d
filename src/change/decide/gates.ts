import { rolesLost } from '../seats.ts';
import { changeSetOf } from '../change-set.ts';
import { runbookOf, type Circumstances } from '../circumstances.ts';
import { exceptionFor, freezesNow, freezeSpan } from '../freezes.ts';
import { latestRun, type Ballot, type Change } from '../model.ts';
import { refuse, type Refused } from '../refusals.ts';
import { isOutsideWindow } from '../timeline.ts';

/** What must hold whenever the work may begin: the window, no hard freeze, the runbook that was voted on, the votes themselves. */
export function barredGate(change: Change, circumstances: Circumstances): Refused | undefined {
  if (isOutsideWindow(change, circumstances.now)) {
    const { opensAt, closesAt } = change.content;
    return refuse({ code: 'outsideWindow', opensAt, closesAt });
  }
  return (
    insideFreeze(change, circumstances) ?? unlikeTheVote(change, circumstances) ?? missingVotes(change, circumstances)
  );
}

/** A hard freeze in force stops whatever has no passed exception for that very freeze; nobody may override it (design §1). */
function insideFreeze(change: Change, { now, policy }: Circumstances): Refused | undefined {
  const freeze = freezesNow(change, policy, now).find((f) => exceptionFor(change, f.name)?.result !== 'passed');
  if (!freeze) return undefined;
  const asked = exceptionFor(change, freeze.name);
  const exception = asked && (asked.result === undefined ? 'open' : 'expired');
  return refuse({
    code: 'insideFreeze',
    name: freeze.name,
    until: freezeSpan(freeze, policy).to,
    ...(exception === undefined ? {} : { exception }),
  });
}

/** What runs is what was voted on: the runbook as it is now against the GO's, and against that of the preparation and the plan. */
export function unlikeTheVote(change: Change, { policy }: Circumstances): Refused | undefined {
  const name = change.content.runbook;
  if (name === undefined) return undefined;
  const runbook = runbookOf(change, policy);
  if (!runbook) return refuse({ code: 'runbookGone', runbook: name });
  const voted = change.ballots.findLast(
    (b) =>
      b.result === 'passed' && b.revision === change.revision && (b.question === 'approval' || b.question === 'goNogo'),
  );
  const isOther = voted !== undefined && voted.changeSet !== changeSetOf(change, policy);
  const prepared = [
    ...(['preflight', 'backup', 'plan'] as const).map((step) => latestRun(change, step, 'window')),
    latestRun(change, 'plan', 'start'),
  ];
  return isOther || prepared.some((run) => run !== undefined && run.digest !== runbook.digest)
    ? refuse({ code: 'runbookChanged', runbook: name })
    : undefined;
}

/** Who approved and then lost the role, or was made the implementer, no longer carries the change (promise 6). */
function missingVotes(change: Change, { actor, policy, now }: Circumstances): Refused | undefined {
  if (actor.kind !== 'person') return undefined;
  const freezes = freezesNow(change, policy, now).map((f) => f.name);
  const passed = change.ballots.filter(
    (b) => b.result === 'passed' && b.revision === change.revision && isLeantOn(b, change.schedule, freezes),
  );
  const roles = passed.flatMap((b) => rolesLost(change, b, actor.roster, policy));
  return roles.length > 0 ? refuse({ code: 'votesMissing', roles: [...new Set(roles)] }) : undefined;
}

/** An approval holds for its revision, a GO for its window too, an exception while its freeze is in force. */
function isLeantOn({ question, schedule, freeze }: Ballot, current: number, freezes: readonly string[]): boolean {
  switch (question) {
    case 'approval':
      return true;
    case 'goNogo':
      return schedule === current;
    case 'exception':
      return schedule === current && freezes.includes(freeze ?? '');
    case 'retrospective':
      return false;
  }
}
