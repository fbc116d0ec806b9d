import type { Actor, Intent } from '../../src/change/intents.ts';
import { CRITERIA, type Criterion, type Review } from '../../src/change/criteria.ts';
import type { ChangeContent, StepOutcome } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { MilestoneName } from '../../src/change/timeline.ts';
import {
  CLOSES_AT,
  FILED_AT,
  GO_AT,
  OPENS_AT,
  THE_CLOCK,
  aContent,
  anActor,
  filing,
  liveThrough,
  runs,
  type Story,
  type Told,
} from './a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from './a-policy.ts';

/** When the backup is due by the policy and the runbook of `aPolicy`. */
export const BACKUP_AT = OPENS_AT - HOUR - 15 * MINUTE;

/** The last moment at which going back by that runbook ends with the window. */
export const LAST_SAFE_AT = CLOSES_AT - 40 * MINUTE;

/** When the pre-check is due by the policy of `aPolicy`. */
export const PRE_CHECK_AT = GO_AT - 7 * DAY;

/** What a stage of a life takes: the policy it is lived under, and what differs in the change. */
export interface Lived {
  readonly policy?: Policy;
  readonly content?: Partial<ChangeContent>;
  /** Without a runbook: nothing for a worker to do. */
  readonly byHand?: boolean;
}

export const STANDARD = { kind: 'standard', pattern: 'web-release' } as const;
/** An outage mended in its own window, filed as the window opens. */
export const EMERGENCY = { kind: 'emergency', justification: 'outage' } as const;

/** A change filed with its first plan made, waiting for its approvals. */
export function inReview({ policy = aPolicy(), content = {}, byHand = false }: Lived = {}): Story {
  return settle(liveThrough(policy, [filed(policy, content, byHand)]), policy, FILED_AT + MINUTE);
}

function filed(policy: Policy, content: Partial<ChangeContent>, byHand: boolean): Told {
  if (!byHand) return filing(policy, content);
  const { runbook: _none, ...rest } = aContent(content);
  const intent = { type: 'fileChange', id: 'CHG-1', content: { ...rest, params: {} } } as const;
  return [intent, anActor('U0ADA', policy), FILED_AT];
}

/** CHG-1, made by hand an hour before the change of `aContent` would open, and written down as it would. */
export function recording(
  content: Partial<ChangeContent> = {},
): readonly [Extract<Intent, { type: 'recordChange' }>, Actor, number] {
  const { runbook: _none, ...base } = aContent({ params: {} });
  const madeAt = OPENS_AT - HOUR;
  const made = { ...base, opensAt: madeAt, closesAt: madeAt + 5 * MINUTE, ...content };
  const intent = { type: 'recordChange', id: 'CHG-1', content: made, made: { ending: 'implemented' } } as const;
  return [intent, anActor('U0ADA', aPolicy()), OPENS_AT];
}

/** Approved by everybody the ballot asks and ok in every review, three weeks before its GO. */
export function approved(lived: Lived = {}): Story {
  const { policy = aPolicy() } = lived;
  const story = inReview(lived);
  const voters = { 'infrastructure-lead': 'U0BOB', management: 'U0MGR' } as const;
  const asked = story.change.ballots.find((b) => b.result === undefined)?.requirements ?? [];
  return liveThrough(
    policy,
    [
      ...story.change.reviews.flatMap((review) => allOk(policy, review)),
      ...asked.map((r) => vote(policy, r.role === 'management' ? voters.management : voters['infrastructure-lead'], 1)),
    ],
    story,
  );
}

/** Who reviews what by the policy of `aPolicy`. */
const REVIEWER = { technical: 'U0BOB', business: 'U0MGR', security: 'U0EVE', preCheck: 'U0CYD' } as const;

/** Every criterion of a review answered ok by who is asked. */
export function allOk(policy: Policy, review: Pick<Review, 'number' | 'what'>, at = FILED_AT + HOUR): readonly Told[] {
  return CRITERIA[review.what].map((criterion) => [
    ok(review.number, criterion),
    anActor(REVIEWER[review.what], policy),
    at,
  ]);
}

export function ok(review: number, criterion: Criterion): Extract<Intent, { type: 'answerCriterion' }> {
  return { type: 'answerCriterion', review, criterion, answer: 'ok' };
}

export function concern(
  review: number,
  criterion: Criterion,
  text = 'The index takes an hour to build.',
): Extract<Intent, { type: 'answerCriterion' }> {
  return { type: 'answerCriterion', review, criterion, answer: 'concern', text };
}

/** Its pre-check opened, two weeks ahead. */
export function checked(lived: Lived = {}): Story {
  return liveThrough(lived.policy ?? aPolicy(), [wake('preCheck', PRE_CHECK_AT)], approved(lived));
}

/** Its GO asked for, a week ahead. */
export function atGo(lived: Lived = {}): Story {
  return liveThrough(lived.policy ?? aPolicy(), [wake('goNogo', GO_AT)], approved(lived));
}

/** GO given and the audience told; a standard change is there without one. */
export function ready(lived: Lived = {}): Story {
  const { policy = aPolicy() } = lived;
  const story = approved(lived);
  if (story.change.content.kind === 'standard') return liveThrough(policy, [wake('announce', GO_AT)], story);
  const go = liveThrough(policy, [wake('goNogo', GO_AT)], story);
  return liveThrough(policy, [vote(policy, 'U0CYD', go.change.ballots.length, GO_AT + HOUR)], go);
}

/** Preflight, backup and plan done as the window opens. */
export function prepared(lived: Lived = {}): Story {
  const { policy = aPolicy() } = lived;
  const story = ready(lived);
  const hasBackup = policy.runbooks['web-release']?.backup && !lived.byHand;
  const begun = liveThrough(policy, [hasBackup ? wake('backup', BACKUP_AT) : wake('opens', OPENS_AT)], story);
  return settle(begun, policy, hasBackup ? BACKUP_AT : OPENS_AT);
}

/** Started by its implementer; the fresh plan is asked for. */
export function started(lived: Lived = {}): Story {
  const { policy = aPolicy() } = lived;
  return liveThrough(policy, [typed(policy, OPENS_AT + MINUTE)], prepared(lived));
}

/** The apply has been asked for: the plan is fresh. */
export function applying(lived: Lived = {}): Story {
  return runs(started(lived), lived.policy ?? aPolicy(), OPENS_AT + 2 * MINUTE);
}

/** The apply ended as said. */
export function applied(outcome: StepOutcome = 'succeeded', lived: Lived = {}): Story {
  return runs(applying(lived), lived.policy ?? aPolicy(), OPENS_AT + 10 * MINUTE, outcome);
}

/** Applied and verified; the watch has begun. */
export function watching(lived: Lived = {}): Story {
  return runs(applied('succeeded', lived), lived.policy ?? aPolicy(), OPENS_AT + 20 * MINUTE);
}

/** Watched without an error, and the end told. */
export function implemented(lived: Lived = {}): Story {
  const { policy = aPolicy() } = lived;
  const clear = runs(watching(lived), policy, OPENS_AT + 30 * MINUTE);
  return liveThrough(policy, [wake('watchOver', OPENS_AT + 45 * MINUTE)], clear);
}

/** The policy of `aPolicy`, whose runbook has its watch look on every hour. */
export const LOOKS_ON: Policy = looksOn(aPolicy());

function looksOn(policy: Policy): Policy {
  const runbooks = Object.entries(policy.runbooks).map(([name, { watch, ...rest }]) => {
    const more = watch ? { watch: { ...watch, long: { everyMs: HOUR } } } : {};
    return [name, { ...rest, ...more }] as const;
  });
  return { ...policy, runbooks: Object.fromEntries(runbooks) };
}

/** Its end an hour ago, and a look asked for that no worker has taken yet. */
export function looked(): Story {
  const story = implemented({ policy: LOOKS_ON });
  return liveThrough(LOOKS_ON, [wake('longLook', (story.change.endedAt ?? 0) + HOUR)], story);
}

/** An emergency under way, prepared but not confirmed. */
export function emergency({ policy = aPolicy(), content = {} }: Lived = {}): Story {
  return settle(liveThrough(policy, [filing(policy, { ...EMERGENCY, ...content }, OPENS_AT)]), policy, OPENS_AT);
}

/** As one line and a few choices leave an emergency: the long texts are empty, and nobody was asked when. */
export function inHaste(overrides: Partial<ChangeContent> = {}): ChangeContent {
  const nothing = { description: '', reason: '', impact: '', implementationPlan: '', rollbackPlan: '' };
  const nor = { potentialImpact: '', mitigation: '', testingPlan: '' };
  return aContent({ ...EMERGENCY, ...nothing, ...nor, opensAt: 0, closesAt: 0, estimateMs: HOUR, ...overrides });
}

/** An emergency from one line, after it was begun and after each way in which its work can end. */
export function emergencyLives({ policy = aPolicy() }: Lived = {}) {
  const at = OPENS_AT + 40 * MINUTE;
  const by = anActor('U0ADA', policy);
  const begun = settle(liveThrough(policy, [filing(policy, inHaste(), OPENS_AT)]), policy, OPENS_AT);
  const planned = runs(liveThrough(policy, [typed(policy, at)], begun), policy, at);
  const watched = runs(runs(planned, policy, at), policy, at);
  const rolling = liveThrough(policy, [[ROLL_BACK, by, at]], runs(planned, policy, at, 'failed'));
  return {
    begun,
    watching: watched,
    watched: runs(watched, policy, at),
    rollingBack: rolling,
    implemented: liveThrough(policy, [wake('watchOver', at + 30 * MINUTE)], runs(watched, policy, at)),
    rolledBack: settle(rolling, policy, at),
    failed: liveThrough(policy, [[INCIDENT, by, at]], begun),
  };
}

/** Every run that is asked for succeeds, one after the other. */
export function settle(story: Story, policy: Policy, from: number): Story {
  let lived = story;
  for (let at = from; lived.change.runs.some((r) => r.state !== 'ended'); at += 6 * MINUTE)
    lived = runs(lived, policy, at);
  return lived;
}

export function wake(milestone: MilestoneName, at: number, schedule = 1, round?: number): Told {
  const which = { milestone, schedule, ...(round === undefined ? {} : { round }) };
  return [{ type: 'reachMilestone', ...which }, THE_CLOCK, at];
}

/** The clock comes to see whether a debt is paid. */
export function chased(debt: number, when: 'half' | 'due', at: number): Told {
  return [{ type: 'chaseDebt', debt, at: when }, THE_CLOCK, at];
}

/** A ballot put to those who hold its roles by the policy, as the clock does once it is open. */
export function put(policy: Policy, ballot: number, at = FILED_AT + MINUTE, nth = 0): Told {
  return [{ type: 'askVoters', ballot, nth, people: anActor('U0ADA', policy).roster }, THE_CLOCK, at];
}

/** A review put to those whom the policy names. */
export function putReview(policy: Policy, review: number, at = FILED_AT + MINUTE, nth = 0): Told {
  return [{ type: 'askReviewers', review, nth, people: anActor('U0ADA', policy).roster }, THE_CLOCK, at];
}

export function vote(policy: Policy, user: string, ballot: number, at = FILED_AT + HOUR): Told {
  return [{ type: 'castVote', ballot, answer: 'yes' }, anActor(user, policy), at];
}

export function no(policy: Policy, user: string, ballot: number, at = FILED_AT + HOUR): Told {
  return [{ type: 'castVote', ballot, answer: 'no', reason: 'The search is not ready.' }, anActor(user, policy), at];
}

export function typed(policy: Policy, at: number, revision = 1): Told {
  return [START(revision), anActor('U0ADA', policy), at];
}

export function START(revision = 1): Extract<Intent, { type: 'start' }> {
  return { type: 'start', typed: 'CHG-1', revision };
}

export const WITHDRAW = { type: 'withdraw', reason: 'Not needed any more.' } as const satisfies Intent;
export const SOLVED = { type: 'solved' } as const satisfies Intent;
export const ROLL_BACK = {
  type: 'rollBack',
  scope: 'application',
  reason: 'Search answers with errors.',
} as const satisfies Intent;
export const MORE_TIME = {
  type: 'takeMoreTime',
  forMs: 30 * MINUTE,
  words: 'The index takes longer than we thought.',
} as const satisfies Intent;
export const INCIDENT = { type: 'declareIncident', reason: 'The site is down.' } as const satisfies Intent;
export const RESOLVED = { type: 'resolveIncident', text: 'The replica serves.' } as const satisfies Intent;
export const CLOSE = { type: 'close' } as const satisfies Intent;

/** A review with an action, due five weeks after the window, written where there was none. */
export function looksBack(
  more: Partial<Extract<Intent, { type: 'writePir' }>> = {},
): Extract<Intent, { type: 'writePir' }> {
  const texts = {
    happened: 'The index took an hour.',
    well: 'The way back worked.',
    better: 'Nobody had measured it.',
    recommended: '',
  };
  const actions = [{ text: 'Measure the index first.', owner: 'U0EVE', due: '2026-12-10' }];
  return { type: 'writePir', former: 0, texts, actions, ...more };
}

/** The same content with its window moved by a span. */
export function moved(content: ChangeContent, byMs: number): ChangeContent {
  return { ...content, opensAt: content.opensAt + byMs, closesAt: content.closesAt + byMs };
}

export function edit(content: ChangeContent, revision = 1): Extract<Intent, { type: 'editChange' }> {
  return { type: 'editChange', content, revision };
}

export const AFTER_THE_WATCH = CLOSES_AT + 4 * DAY;
