import type { IntentType, Spoken as SpokenIntent } from './intents.ts';
import type { Status } from './statuses.ts';

type Spoken = SpokenIntent['type'];
type Heard = Partial<Record<Spoken, readonly [Status, ...Status[]]>>;

const SETTLED = ['approved', 'goNogo', 'ready'] as const;

const ITEMS = ['tickItem', 'skipItem', 'reopenItem'] as const;
/** What is heard wherever a change is not over: its paper. */
const ANY_TIME = [...ITEMS, 'payDebt', 'chaseDebt', 'rehearse'] as const;
const RUNNING = ['beginStep', 'reportOverdue', 'tickPlaybook', 'stopStep'] as const;
const ASKING = ['askVoters', 'askAbout', 'delegateVote'] as const;

/** What is heard and leaves a change within these. */
function within<const S extends readonly [Status, ...Status[]], const I extends readonly Spoken[]>(
  statuses: S,
  ...intents: I
): { readonly [K in I[number]]: S } {
  return Object.fromEntries(intents.map((intent) => [intent, statuses])) as { [K in I[number]]: S };
}

/** The whole lifecycle on one screen: in this status, this intent is heard, and the change may end up in one of these. */
export const LIFECYCLE = {
  draft: {
    submit: ['inReview', ...SETTLED, 'implementing'],
    withdraw: ['withdrawn'],
    ...within(['draft'], ...ANY_TIME, 'editChange', 'beginStep', 'reportStep', 'reportOverdue', 'heedIncident'),
  },
  inReview: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    castVote: ['inReview', ...SETTLED, 'rejected', 'draft'],
    overrideGate: ['inReview', ...SETTLED],
    answerCriterion: ['inReview', 'approved', 'goNogo'],
    withdraw: ['withdrawn'],
    reachMilestone: ['inReview', 'missed'],
    ...within(
      ['inReview'],
      ...ANY_TIME,
      ...RUNNING,
      ...ASKING,
      'askReviewers',
      'correct',
      'reportStep',
      'heedFreeze',
      'heedIncident',
    ),
  },
  approved: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    castVote: [...SETTLED, 'draft'],
    answerCriterion: ['approved', 'goNogo'],
    overrideGate: ['approved', 'goNogo'],
    correct: ['approved', 'goNogo'],
    withdraw: ['withdrawn'],
    reachMilestone: [...SETTLED, 'missed'],
    ...within(SETTLED, ...ITEMS, ...RUNNING, ...ASKING, 'payDebt', 'chaseDebt'),
    ...within(SETTLED, 'awaitLock', 'reportStep', 'heedFreeze', 'heedIncident'),
    ...within(['approved'], 'askReviewers', 'rehearse'),
  },
  goNogo: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    castVote: ['goNogo', 'ready', 'draft'],
    overrideGate: ['goNogo', 'ready'],
    withdraw: ['withdrawn'],
    reachMilestone: ['goNogo', 'draft', 'missed'],
    ...within(['goNogo'], ...ANY_TIME, ...RUNNING, ...ASKING, 'awaitLock', 'reportStep', 'heedFreeze', 'heedIncident'),
  },
  ready: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    castVote: ['ready', 'draft'],
    withdraw: ['withdrawn'],
    reachMilestone: ['ready', 'missed'],
    reportStep: ['ready', 'goNogo'],
    start: ['implementing'],
    ...within(
      ['ready'],
      ...ANY_TIME,
      ...RUNNING,
      ...ASKING,
      'overrideGate',
      'awaitLock',
      'killStep',
      'tryAgain',
      'heedFreeze',
      'heedIncident',
    ),
  },
  missed: {
    editChange: ['inReview', ...SETTLED, 'implementing'],
    withdraw: ['withdrawn'],
    ...within(['missed'], ...ANY_TIME, 'beginStep', 'reportStep', 'reportOverdue', 'reachMilestone', 'heedIncident'),
  },
  implementing: {
    reportStep: ['implementing', 'ready', 'goNogo', 'watching', 'rollingBack', 'implemented'],
    settleStep: ['implementing', 'watching', 'implemented'],
    solved: ['implementing', 'watching', 'implemented'],
    rollBack: ['rollingBack'],
    declareIncident: ['failed'],
    ...within(
      ['implementing'],
      ...ANY_TIME,
      ...RUNNING,
      'editChange',
      'log',
      'giveFeedback',
      'takeMoreTime',
      'keepWorking',
      'tellProgress',
      'start',
      'reachMilestone',
      'awaitLock',
      'killStep',
      'tryAgain',
      'lookAgain',
      'overrideGate',
      'heedIncident',
    ),
  },
  rollingBack: {
    reportStep: ['rollingBack', 'rolledBack'],
    settleStep: ['rollingBack', 'rolledBack'],
    solved: ['rollingBack', 'rolledBack'],
    declareIncident: ['failed'],
    ...within(
      ['rollingBack'],
      ...ANY_TIME,
      ...RUNNING,
      'editChange',
      'log',
      'giveFeedback',
      'takeMoreTime',
      'tellProgress',
      'reachMilestone',
      'awaitLock',
      'killStep',
      'tryAgain',
      'lookAgain',
      'overrideGate',
    ),
  },
  watching: {
    rollBack: ['rollingBack'],
    declareIncident: ['failed'],
    ...within(['watching', 'implemented'], ...ITEMS, 'editChange', 'payDebt', 'chaseDebt', 'log', 'tellProgress'),
    ...within(['watching', 'implemented'], 'giveFeedback', 'reachMilestone', 'reportStep', 'tickPlaybook', 'solved'),
    ...within(['watching'], 'beginStep', 'reportOverdue', 'stopStep', 'killStep', 'rehearse'),
  },
  implemented: {
    close: ['closed'],
    reopen: ['watching'],
    ...within(
      ['implemented'],
      ...ANY_TIME,
      ...ASKING,
      'writePir',
      'editChange',
      'castVote',
      'reachMilestone',
      'reportStep',
      'beginStep',
      'reportOverdue',
      'sayAllWell',
      'reportIssue',
      'log',
      'giveFeedback',
      'overrideGate',
    ),
  },
  rolledBack: {
    close: ['closed'],
    ...within(
      ['rolledBack'],
      ...ANY_TIME,
      ...ASKING,
      'writePir',
      'log',
      'giveFeedback',
      'editChange',
      'castVote',
      'reachMilestone',
      'reportStep',
      'reportOverdue',
      'overrideGate',
    ),
  },
  failed: {
    close: ['closed'],
    ...within(
      ['failed'],
      ...ANY_TIME,
      ...ASKING,
      'writePir',
      'updateIncident',
      'resolveIncident',
      'heedEmergency',
      'log',
      'giveFeedback',
      'editChange',
      'castVote',
      'reachMilestone',
      'reportStep',
      'reportOverdue',
      'tickPlaybook',
      'stopStep',
      'killStep',
      'overrideGate',
    ),
  },
  closed: within(['closed'], 'reportStep', 'reachMilestone', 'log', 'writePir', 'payDebt', 'chaseDebt'),
  rejected: { reportStep: ['rejected'] },
  withdrawn: { reportStep: ['withdrawn'], reachMilestone: ['withdrawn'] },
} as const satisfies Record<Status, Heard>;

/** True when a press would be heard: what `decide` asks first and what a view asks before it draws a button. */
export function hears(status: Status, intent: IntentType): boolean {
  return intent in LIFECYCLE[status];
}

/** The statuses this intent may lead to from here; empty when it is not heard. */
export function leadsTo(status: Status, intent: IntentType): readonly Status[] {
  const row: Heard = LIFECYCLE[status];
  return intent === 'fileChange' || intent === 'recordChange' ? [] : (row[intent] ?? []);
}
