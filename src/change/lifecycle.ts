import type { IntentType } from './intents.ts';
import type { Status } from './model.ts';

type Heard = Partial<Record<Exclude<IntentType, 'fileChange'>, readonly [Status, ...Status[]]>>;

const SETTLED = ['approved', 'goNogo', 'ready'] as const;

/** The whole lifecycle on one screen: in this status, this intent is heard, and the change may end up in one of these. */
export const LIFECYCLE = {
  draft: {
    editChange: ['draft'],
    submit: ['inReview', ...SETTLED, 'implementing'],
    withdraw: ['withdrawn'],
    beginStep: ['draft'],
    reportStep: ['draft'],
    payDebt: ['draft'],
    chaseDebt: ['draft'],
  },
  inReview: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    askVoters: ['inReview'],
    askReviewers: ['inReview'],
    castVote: ['inReview', ...SETTLED, 'rejected', 'draft'],
    askAbout: ['inReview'],
    delegateVote: ['inReview'],
    overrideGate: ['inReview', ...SETTLED],
    answerCriterion: ['inReview', 'approved', 'goNogo'],
    correct: ['inReview'],
    withdraw: ['withdrawn'],
    reachMilestone: ['inReview', 'missed'],
    beginStep: ['inReview'],
    reportStep: ['inReview'],
    stopStep: ['inReview'],
    payDebt: ['inReview'],
    heedFreeze: ['inReview'],
    chaseDebt: ['inReview'],
  },
  approved: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    askVoters: [...SETTLED],
    askReviewers: ['approved'],
    castVote: [...SETTLED, 'draft'],
    askAbout: [...SETTLED],
    delegateVote: [...SETTLED],
    answerCriterion: ['approved', 'goNogo'],
    correct: ['approved', 'goNogo'],
    withdraw: ['withdrawn'],
    reachMilestone: [...SETTLED, 'missed'],
    beginStep: [...SETTLED],
    reportStep: [...SETTLED],
    stopStep: [...SETTLED],
    payDebt: [...SETTLED],
    heedFreeze: [...SETTLED],
    chaseDebt: [...SETTLED],
  },
  goNogo: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    askVoters: ['goNogo'],
    castVote: ['goNogo', 'ready', 'draft'],
    askAbout: ['goNogo'],
    delegateVote: ['goNogo'],
    overrideGate: ['goNogo', 'ready'],
    withdraw: ['withdrawn'],
    reachMilestone: ['goNogo', 'draft', 'missed'],
    beginStep: ['goNogo'],
    reportStep: ['goNogo'],
    stopStep: ['goNogo'],
    payDebt: ['goNogo'],
    heedFreeze: ['goNogo'],
    chaseDebt: ['goNogo'],
  },
  ready: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    askVoters: ['ready'],
    castVote: ['ready', 'draft'],
    askAbout: ['ready'],
    delegateVote: ['ready'],
    overrideGate: ['ready'],
    withdraw: ['withdrawn'],
    reachMilestone: ['ready', 'missed'],
    beginStep: ['ready'],
    reportStep: ['ready', 'goNogo'],
    stopStep: ['ready'],
    killStep: ['ready'],
    tryAgain: ['ready'],
    start: ['implementing'],
    payDebt: ['ready'],
    heedFreeze: ['ready'],
    chaseDebt: ['ready'],
  },
  missed: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    withdraw: ['withdrawn'],
    beginStep: ['missed'],
    reportStep: ['missed'],
    payDebt: ['missed'],
    chaseDebt: ['missed'],
  },
  implementing: {
    editChange: ['implementing'],
    payDebt: ['implementing'],
    log: ['implementing'],
    takeMoreTime: ['implementing'],
    keepWorking: ['implementing'],
    tellProgress: ['implementing'],
    start: ['implementing'],
    reachMilestone: ['implementing'],
    beginStep: ['implementing'],
    reportStep: ['implementing', 'ready', 'goNogo', 'watching', 'rollingBack', 'implemented'],
    stopStep: ['implementing'],
    killStep: ['implementing'],
    tryAgain: ['implementing'],
    lookAgain: ['implementing'],
    settleStep: ['implementing', 'watching', 'implemented'],
    solved: ['implementing', 'watching', 'implemented'],
    rollBack: ['rollingBack'],
    declareIncident: ['failed'],
    overrideGate: ['implementing'],
    chaseDebt: ['implementing'],
  },
  rollingBack: {
    editChange: ['rollingBack'],
    payDebt: ['rollingBack'],
    log: ['rollingBack'],
    takeMoreTime: ['rollingBack'],
    tellProgress: ['rollingBack'],
    reachMilestone: ['rollingBack'],
    beginStep: ['rollingBack'],
    reportStep: ['rollingBack', 'rolledBack'],
    stopStep: ['rollingBack'],
    killStep: ['rollingBack'],
    tryAgain: ['rollingBack'],
    lookAgain: ['rollingBack'],
    settleStep: ['rollingBack', 'rolledBack'],
    solved: ['rollingBack', 'rolledBack'],
    declareIncident: ['failed'],
    chaseDebt: ['rollingBack'],
  },
  watching: {
    editChange: ['watching', 'implemented'],
    payDebt: ['watching', 'implemented'],
    log: ['watching', 'implemented'],
    tellProgress: ['watching', 'implemented'],
    reachMilestone: ['watching', 'implemented'],
    beginStep: ['watching'],
    reportStep: ['watching', 'implemented'],
    stopStep: ['watching'],
    killStep: ['watching'],
    solved: ['watching'],
    rollBack: ['rollingBack'],
    declareIncident: ['failed'],
    chaseDebt: ['watching', 'implemented'],
  },
  implemented: {
    editChange: ['implemented'],
    askVoters: ['implemented'],
    castVote: ['implemented'],
    askAbout: ['implemented'],
    delegateVote: ['implemented'],
    reachMilestone: ['implemented'],
    reportStep: ['implemented'],
    payDebt: ['implemented'],
    close: ['closed'],
    chaseDebt: ['implemented'],
  },
  rolledBack: {
    editChange: ['rolledBack'],
    askVoters: ['rolledBack'],
    castVote: ['rolledBack'],
    askAbout: ['rolledBack'],
    delegateVote: ['rolledBack'],
    reachMilestone: ['rolledBack'],
    reportStep: ['rolledBack'],
    payDebt: ['rolledBack'],
    close: ['closed'],
    chaseDebt: ['rolledBack'],
  },
  failed: {
    updateIncident: ['failed'],
    resolveIncident: ['failed'],
    editChange: ['failed'],
    askVoters: ['failed'],
    castVote: ['failed'],
    askAbout: ['failed'],
    delegateVote: ['failed'],
    reachMilestone: ['failed'],
    reportStep: ['failed'],
    stopStep: ['failed'],
    killStep: ['failed'],
    payDebt: ['failed'],
    close: ['closed'],
    chaseDebt: ['failed'],
  },
  closed: { reportStep: ['closed'] },
  rejected: { reportStep: ['rejected'] },
  withdrawn: { reportStep: ['withdrawn'] },
} as const satisfies Record<Status, Heard>;

/** True when a press would be heard: what `decide` asks first and what a view asks before it draws a button. */
export function hears(status: Status, intent: IntentType): boolean {
  return intent in LIFECYCLE[status];
}

/** The statuses this intent may lead to from here; empty when it is not heard. */
export function leadsTo(status: Status, intent: IntentType): readonly Status[] {
  const row: Heard = LIFECYCLE[status];
  return intent === 'fileChange' ? [] : (row[intent] ?? []);
}

/** Something is being done to the services, or undone. */
export function isAtWork(status: Status): boolean {
  return status === 'implementing' || status === 'rollingBack';
}

/** After these nothing more is heard from people. */
export function isOver(status: Status): boolean {
  return status === 'closed' || status === 'rejected' || status === 'withdrawn';
}
