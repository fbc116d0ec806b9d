import type { Fact, RecordedFact } from './facts.ts';
import type { Ballot, Change } from './model.ts';
import { incidentAfter, waitingAfter, withEmergency } from './incident-after.ts';
import { feedbackOf, issueOf, reopened, watchedAnew } from './long-watch.ts';
import { prompted } from './prompted.ts';
import { decidedRollback } from './rollback-estimate.ts';
import { checklistAfter } from './checklist-after.ts';
import { debtsAfter } from './debts-after.ts';
import { asRecorded } from './recorded.ts';
import { reviewsAfter } from './reviews-after.ts';
import { runsAfter } from './runs-after.ts';
import { statusAfterBallot } from './status-after-ballot.ts';
import { agreed, takenBack } from './start-after.ts';
import { milestoneKey } from './timeline.ts';
import { pirAfter } from './pir.ts';
import { withDelegation, withVote } from './ballot.ts';

/** The change after its facts; undefined for none. Never refuses: what was written did happen. */
export function fold(facts: readonly RecordedFact[]): Change | undefined {
  return facts.reduce<Change | undefined>((change, recorded) => evolve(change, recorded), undefined);
}

/** The change after one more fact. */
export function evolve(change: Change | undefined, recorded: RecordedFact): Change {
  const { fact, at, seq } = recorded;
  if (fact.type === 'changeFiled') return filed(fact, at, seq);
  if (!change) throw new Error(`the journal begins with ${fact.type}, not with changeFiled`);
  if (fact.type === 'startTakenBack') return { ...takenBack(change), version: seq };
  if (fact.type === 'changeReopened')
    return { ...reopened(change, { by: recorded.by, at, text: fact.text }), version: seq };
  return { ...change, ...consequence(change, fact, recorded), version: seq };
}

function filed(fact: Extract<Fact, { type: 'changeFiled' }>, at: number, seq: number): Change {
  return {
    id: fact.id,
    version: seq,
    status: 'draft',
    content: fact.content,
    requester: fact.requester,
    lastEditor: fact.requester,
    filedAt: at,
    scheduledAt: at,
    revision: 1,
    schedule: 1,
    ballots: [],
    reviews: [],
    milestones: {},
    runs: [],
    debts: [],
    overrides: [],
    told: [],
    extensions: [],
    continued: [],
    waitsFor: [],
    checkIns: [],
    issues: [],
    feedback: [],
    reopenings: [],
    ...(fact.made ? asRecorded(fact, fact.made, at) : {}),
  };
}

function consequence(
  change: Change,
  fact: Exclude<Fact, { type: 'changeFiled' | 'startTakenBack' | 'changeReopened' }>,
  { at, by }: RecordedFact,
): Partial<Change> {
  switch (fact.type) {
    case 'changeEdited':
      return {
        content: fact.content,
        lastEditor: fact.editor,
        revision: change.revision + (fact.material ? 1 : 0),
        ...(fact.rescheduled ? { schedule: change.schedule + 1, scheduledAt: at } : {}),
        ...(change.status !== 'draft' && (fact.material || fact.rescheduled) ? { status: 'inReview' } : {}),
      };
    case 'changeSubmitted':
      return { status: 'inReview' };
    case 'changeApproved':
      return { status: 'approved', approvedAt: at };
    case 'ballotOpened': {
      const opened: Ballot = {
        number: fact.ballot,
        question: fact.question,
        requirements: fact.requirements,
        revision: change.revision,
        schedule: change.schedule,
        changeSet: fact.changeSet,
        openedAt: at,
        ...(fact.deadline === undefined ? {} : { deadline: fact.deadline }),
        ...(fact.freeze === undefined ? {} : { freeze: fact.freeze }),
        ...(fact.plan === undefined ? {} : { plan: fact.plan }),
        ...(fact.declared === undefined ? {} : { declared: fact.declared }),
        votes: [],
        asked: [],
        delegated: [],
      };
      return { ballots: [...change.ballots, opened], status: fact.question === 'goNogo' ? 'goNogo' : change.status };
    }
    case 'votersAsked': {
      const { ballot, people, standIns = [] } = fact;
      return onBallot(change, ballot, (b) => ({
        ...b,
        putTo: { people, standIns, reminders: b.putTo?.reminders ?? 0 },
      }));
    }
    case 'votersReminded':
      return onBallot(change, fact.ballot, (b) => ({
        ...b,
        putTo: { people: {}, standIns: [], ...b.putTo, reminders: fact.nth },
      }));
    case 'voteCast': {
      const { voter, role, answer, reason, seatOf } = fact;
      const more = { ...(reason === undefined ? {} : { reason }), ...(seatOf === undefined ? {} : { seatOf }) };
      return onBallot(change, fact.ballot, (b) => withVote(b, { by: voter, role, answer, at, ...more }));
    }
    case 'questionAsked': {
      const asked = { by: fact.asker, question: fact.question, at };
      return onBallot(change, fact.ballot, (b) => ({ ...b, asked: [...b.asked, asked] }));
    }
    case 'voteDelegated': {
      const { from, to, role } = fact;
      return onBallot(change, fact.ballot, (b) => withDelegation(b, { from, to, role, at }));
    }
    case 'ballotClosed':
      return {
        ...onBallot(change, fact.ballot, (b) => ({ ...b, result: fact.result })),
        ...statusAfterBallot(change, fact),
      };
    case 'reviewOpened':
    case 'reviewersAsked':
    case 'reviewersReminded':
    case 'criterionAnswered':
    case 'criterionLapsed':
    case 'correctionMade':
      return { reviews: reviewsAfter(change, fact, { by, at }) };
    case 'changeReadied':
      return { status: 'ready' };
    case 'milestoneReached':
    case 'milestoneSkipped':
      if (fact.type === 'milestoneSkipped' && fact.until !== undefined) return {};
      return {
        ...(fact.type === 'milestoneReached' ? prompted(change, fact.milestone, at) : {}),
        milestones: {
          ...change.milestones,
          [milestoneKey(fact.schedule, fact.milestone, fact.round)]:
            fact.type === 'milestoneReached' ? 'reached' : 'skipped',
        },
      };
    case 'noticeOrdered':
      return { told: [...change.told, { notice: fact.notice, at }] };
    case 'windowMissed':
      return { status: 'missed' };
    case 'changeWithdrawn':
      return { status: 'withdrawn', withdrawnAt: at };
    case 'stepRequested':
    case 'lockAwaited':
    case 'stepBegun':
    case 'stepOverdue':
    case 'stopAsked':
    case 'killAsked':
    case 'stepEnded':
    case 'stepSettled':
    case 'playbookOpened':
    case 'playbookTicked':
      return { runs: runsAfter(change, fact, { at, by }) };
    case 'checklistOpened':
    case 'itemTicked':
    case 'itemSkipped':
    case 'itemReopened':
      return { checklist: checklistAfter(change.checklist, fact, { at, by }) };
    case 'changeStarted':
      return {
        status: 'implementing',
        startedAt: change.startedAt ?? at,
        startedBy: fact.implementer,
        confirmed: fact.confirmed,
        ...(fact.confirmed ? { agreed: agreed(change, fact) } : {}),
      };
    case 'extraTimeTaken':
      return { extensions: [...change.extensions, { until: fact.until, by: fact.taker, at }] };
    case 'workContinued':
      return { continued: [...change.continued, { by, at, round: fact.round }] };
    case 'workDone':
      return { appliedAt: at };
    case 'watchBegun':
      return watchedAnew(change, at);
    case 'rollbackDecided':
      return { status: 'rollingBack', rollback: decidedRollback(fact, at) };
    case 'incidentDeclared':
    case 'incidentUpdated':
    case 'incidentResolved':
      return { incident: incidentAfter(change.incident, fact, { at, by }) };
    case 'incidentHeeded':
      return { waitsFor: waitingAfter(change.waitsFor, fact) };
    case 'emergencyHeeded':
      return change.incident ? { incident: withEmergency(change.incident, fact) } : {};
    case 'logged':
      return change.status === 'implemented' ? { feedback: [...change.feedback, feedbackOf(fact, { by, at })] } : {};
    case 'feedbackGiven':
      return { feedback: [...change.feedback, feedbackOf(fact, { by, at })] };
    case 'progressTold':
    case 'freezeHeeded':
      return {};
    case 'changeRehearsed':
      return { rehearsedAt: at };
    case 'gateOverridden': {
      const { type: _type, overrider, ...given } = fact;
      const { revision, schedule, overrides } = change;
      return { overrides: [...overrides, { ...given, by: overrider, at, revision, schedule }] };
    }
    case 'debtOwed':
    case 'debtPaid':
    case 'debtReminded':
    case 'debtEscalated':
      return { debts: debtsAfter(change.debts, fact, at) };
    case 'pirWritten':
      return { pir: pirAfter(change, fact, { at, by }) };
    case 'foundWell':
      return { checkIns: change.checkIns.map((c, i) => (i === fact.checkIn ? { ...c, well: { by, at } } : c)) };
    case 'issueFound':
      return { issues: [...change.issues, issueOf(fact, { by, at })] };
    case 'changeEnded':
      return { status: fact.ending, ending: fact.ending, endedAt: at };
    case 'changeClosed':
      return { status: 'closed' };
  }
}

function onBallot(change: Change, number: number, then: (ballot: Ballot) => Ballot): Pick<Change, 'ballots'> {
  return { ballots: change.ballots.map((b) => (b.number === number ? then(b) : b)) };
}
