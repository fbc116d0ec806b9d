import type { GateName } from '../../change/override.ts';
import type { Ballot, BallotQuestion, Change, StepRun } from '../../change/model.ts';
import { notASecondPerson } from '../../change/overrides.ts';
import { losingRollback } from '../../change/plan/rollback-plan.ts';
import { needsGo } from '../../change/timeline.ts';
import { finding, type Finding } from './finding.ts';
import type { Moment } from './story.ts';

/**
 * Whenever an apply was begun, the change had been started by a typed confirmation and what the policy then asked for had been
 * given for that very revision (promise 6), or a second person had answered for it; a rollback that loses data as well. And no ballot
 * passed without the votes it asked for.
 */
export function gateFindings(stream: string, moments: readonly Moment[]): Finding[] {
  const found: Finding[] = [];
  let approved = false;
  let readied = false;
  for (const { before, after, recorded } of moments) {
    const { fact, seq } = recorded;
    const place = `${stream} fact ${seq}`;
    if (fact.type === 'changeApproved') approved = true;
    if (fact.type === 'changeReadied') readied = true;
    if (fact.type === 'changeEdited') {
      approved &&= !fact.material;
      readied &&= !fact.material && !fact.rescheduled;
    }
    const own = fact.type === 'gateOverridden' && before && notASecondPerson(before, fact.overrider);
    if (own) found.push(finding('gates', place, `a gate was overridden by the ${own}, who is no second person.`));
    if (fact.type === 'ballotClosed' && fact.result === 'passed') {
      const ballot = after.ballots.find((b) => b.number === fact.ballot);
      const short = ballot && whatIsShort(ballot);
      if (short !== undefined) found.push(finding('gates', place, `ballot ${fact.ballot} passed ${short}.`));
    }
    const begun = fact.type === 'stepBegun' ? before?.runs.find((r) => r.run === fact.run) : undefined;
    if (before && begun?.step === 'rollback' && !isLossAnsweredFor(before))
      found.push(finding('gates', place, `${begun.run} was begun although going back would lose data.`));
    if (before && begun?.step === 'apply')
      found.push(
        ...missingGates(before, begun, { approved, readied }).map((gate) =>
          finding('gates', place, `${begun.run} was begun ${gate}.`),
        ),
      );
  }
  return found;
}

function missingGates(
  change: Change,
  run: StepRun,
  { approved, readied }: { readonly approved: boolean; readonly readied: boolean },
): string[] {
  const missing = [
    ...(change.confirmed ? [] : ['before anybody had confirmed the start']),
    ...(isOfAnotherPlan(change, run) ? ['for another plan than the one that was agreed to'] : []),
  ];
  if (change.content.kind === 'emergency') return missing;
  const [approval, go] = [newest(change, 'approval', run), newest(change, 'goNogo', run)];
  if (!approved) missing.push('without the approval of its revision');
  if (approval && approval.result !== 'passed' && !isAnsweredFor(change, 'approval', run))
    missing.push(`although ballot ${approval.number} had not passed`);
  if (!readied) missing.push('before the change was ready');
  if (needsGo(change) && go?.result !== 'passed' && !isAnsweredFor(change, 'goNogo', run))
    missing.push('without a GO for its revision and window');
  return missing;
}

/** The plan it applies is the newest before it; of another attempt, or another target, what is left of the agreed set is, and nobody knows that set here. */
function isOfAnotherPlan({ runs, agreed, overrides }: Change, run: StepRun): boolean {
  const earlier = runs.slice(0, runs.indexOf(run)).filter((r) => r.occasion === 'start');
  const plan = earlier.findLast((r) => r.step === 'plan')?.plan?.digest;
  const isFirst = !earlier.some((r) => r.step === 'apply' && r.beganAt !== undefined);
  if (plan === undefined || !isFirst || plan === agreed?.plan) return false;
  return !overrides.some((o) => o.gate === 'changeSet' && o.plan === plan);
}

/** How many it took is the policy's to know; that somebody did is in the record. */
function isAnsweredFor({ overrides }: Change, gate: GateName, run: StepRun): boolean {
  return overrides.some((o) => o.gate === gate && o.revision === run.revision && o.schedule === run.schedule);
}

/** A way back that would lose data was answered for, for that very plan. */
function isLossAnsweredFor(change: Change): boolean {
  const losing = losingRollback(change);
  return !losing || change.overrides.some((o) => o.gate === 'rollbackPlan' && o.plan === losing.digest);
}

function newest(change: Change, question: BallotQuestion, run: StepRun): Ballot | undefined {
  return change.ballots.findLast(
    (b) =>
      b.question === question &&
      b.revision === run.revision &&
      (question === 'approval' || b.schedule === run.schedule),
  );
}

/** How many `all` of a role were is not in the record; that one of them agreed is. */
function whatIsShort({ requirements, votes, delegated }: Ballot): string | undefined {
  if (votes.some(({ answer }) => answer === 'no')) return 'although somebody said no';
  const short = requirements.find(({ role, need }) => {
    const yes = votes.filter((vote) => vote.role === role).length;
    return yes < (typeof need === 'number' ? need : 1);
  });
  const foreign = votes.find(
    ({ by, seatOf }) => seatOf !== undefined && !delegated.some((d) => d.from === seatOf && d.to === by),
  );
  if (foreign) return `by a vote for ${foreign.seatOf}, who had not delegated it`;
  return short && `without the votes it asked of ${short.role}`;
}
