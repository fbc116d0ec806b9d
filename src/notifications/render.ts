import { answerBy } from '../change/asking.ts';
import { reviewBy, reviewersWaitedFor } from '../change/asking-reviewers.ts';
import { holderOf } from '../change/ballot.ts';
import { CRITERIA, type Criterion } from '../change/criteria.ts';
import { evolve, fold } from '../change/evolve.ts';
import { openBallots, type Change, type StepRun } from '../change/model.ts';
import type { NoticeName } from '../change/notice.ts';
import { runbookOf } from '../change/circumstances.ts';
import type { Policy } from '../change/policy.ts';
import { expectedFor } from '../change/step-estimate.ts';
import { isSettled, openReviews, reviewOf } from '../change/review.ts';
import { readConfidence } from '../journal/read-confidence.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import type { ChangeStory } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';
import { untoldOf } from '../journal/untold.ts';
import { formerDurations, lastOutput } from '../journal/run-rows.ts';
import { placeLine } from '../slack/target-words.ts';
import { untestedLine } from '../slack/tested-words.ts';
import { asked, reminder } from './asked.ts';
import { checklist } from './checklist.ts';
import { filesNote } from './files-note.ts';
import { conflictsNow } from './conflicts-now.ts';
import { correctionAsked, corrected } from './correction-words.ts';
import { handOver } from './hand-over.ts';
import { headline } from './headline.ts';
import { incidentLine } from './incident-rows.ts';
import { checkIn } from './check-in-rows.ts';
import { called } from './ladder-rows.ts';
import { live } from './live.ts';
import { standingOf } from './notice-standing.ts';
import { notice } from './notices.ts';
import { owed } from './debt-rows.ts';
import { endedMeaning } from './notes-steps.ts';
import { note, noteLine } from './notes.ts';
import { nobodyAlarm, stepAlarm } from './operator.ts';
import { playbook } from './playbook.ts';
import { promptButtons } from './prompts.ts';
import { reviewAsked, reviewReminder } from './review-asked.ts';
import { reviewPrompt } from './review-prompt.ts';
import type { View } from './routes.ts';
import { named, type Said } from './said.ts';
import { undeliveredAlarm, undeliveredIn } from './undelivered.ts';

/** What a delivery says now, or why it is not said any more. */
export type Rendered =
  | { readonly kind: 'say'; readonly said: Said }
  | { readonly kind: 'end'; readonly state: 'superseded' | 'skippedLate'; readonly reason: string };

/** Enough for the last lines and what looks like an error shortly before them. */
const OUTPUT_CHUNKS = 16;
const OUTPUT_MAX = 20_000;

/** Renders a delivery of a change from the facts as they are at this moment, never from when it was ordered. */
export async function render(
  record: Record,
  delivery: Delivery,
  story: ChangeStory,
  policy: Policy,
): Promise<Rendered> {
  const { change, facts, now } = story;
  const run = runIn(change, delivery);
  switch (delivery.view as View) {
    case 'headline':
      return say(headline(change, { policy, now, facts, untold: await untoldOf(record, change.id) }));
    case 'note':
      return thread(record, delivery, story, policy);
    case 'files':
      return files(delivery, story);
    case 'notice':
      return audience(delivery, story, policy);
    case 'handOver':
      return say(handOver(change, policy));
    case 'incidentNote':
      return aboutIncident(delivery, story, policy);
    case 'live':
      return run ? say(await report(record, run, story, policy)) : nothing();
    case 'playbook':
      return ifAny(run && playbook(change, run));
    case 'checklist':
      return ifAny(checklist(change, policy));
    case 'asked':
      return question(record, delivery, story, policy);
    case 'reminded':
      return reminded(delivery, story);
    case 'reviewAsked':
      return reviewQuestion(record, delivery, story, policy);
    case 'reviewReminded':
      return reviewReminded(delivery, story, policy);
    case 'correctionAsked':
      return aboutCorrection(delivery, story, correctionAsked);
    case 'corrected':
      return aboutCorrection(delivery, story, corrected);
    case 'owed':
      return ifAny(owed(change, Number(delivery.data['debt']), { now, isSaid: delivery.ts !== null }));
    case 'checkIn':
      return ifAny(checkIn(change, Number(delivery.data['checkIn']), { policy, now, isSaid: delivery.ts !== null }));
    case 'called':
      return ifAny(called(change, String(delivery.data['milestone']), policy));
    case 'overdueAlarm':
    case 'unknownAlarm':
      return ifAny(run && stepAlarm(change, run, delivery.view === 'overdueAlarm'));
    case 'nobodyAlarm':
      return say(nobodyAlarm(change, [delivery.data['roles']].flat().map(String)));
    case 'undeliveredAlarm':
      return say(undeliveredAlarm(named(change), undeliveredIn(delivery)));
    case 'freeze':
      throw new Error('rendering a freeze: it belongs to no change');
    case 'log':
      throw new Error('rendering a log: it is uploaded, not posted');
    case 'rehearsal':
      throw new Error('rendering a rehearsal: Slack is asked for the names in it');
  }
}

async function thread(
  record: Record,
  delivery: Delivery,
  { change, facts, now }: ChangeStory,
  policy: Policy,
): Promise<Rendered> {
  const recorded = facts.find((f) => f.seq === delivery.data['seq']);
  if (!recorded) return nothing();
  const before = fold(facts.filter((f) => f.seq < recorded.seq));
  const { fact, at, by } = recorded;
  if (fact.type === 'reviewOpened') return say(reviewPrompt(change, fact.review, policy));
  const after = evolve(before, recorded);
  const conflicts =
    fact.type === 'changeFiled' && !fact.made
      ? [untestedLine(after.content, policy) ?? [], await conflictsNow(record, after, policy, now)].flat()
      : [];
  const line = noteLine(fact, { before, after, at, by, policy, conflicts });
  return line ? say(note(line, promptButtons(delivery.key, change, policy))) : nothing();
}

function files({ data }: Delivery, { change, facts }: ChangeStory): Rendered {
  const recorded = facts.find((f) => f.seq === data['seq']);
  const told = recorded && filesNote(recorded.fact, fold(facts.filter((f) => f.seq < recorded.seq)), change);
  return told ? say(told) : nothing();
}

function audience(delivery: Delivery, story: ChangeStory, policy: Policy): Rendered {
  const name = delivery.data['notice'] as NoticeName;
  const standing = standingOf(name, delivery.seq, story);
  if (standing.state !== 'true') return { kind: 'end', ...standing };
  return say(notice(name, { change: story.change, facts: story.facts, seq: delivery.seq, policy, now: story.now }));
}

/** A question closed before it was put to somebody is not put any more; one that stands there says what became of it. */
async function question(
  record: Record,
  { data, ts }: Delivery,
  { change, now }: ChangeStory,
  policy: Policy,
): Promise<Rendered> {
  const ballot = change.ballots.find((b) => b.number === data['ballot']);
  if (!ballot || (ts === null && ballot.result !== undefined)) return nothing();
  if (ballot.result !== undefined) return say(asked(change, ballot, String(data['person']), { policy, now }));
  const conflicts = await conflictsNow(record, change, policy, now);
  const confidence = await readConfidence(record, change);
  return say(asked(change, ballot, String(data['person']), { policy, now, conflicts, confidence }));
}

function reminded({ data }: Delivery, { change, now }: ChangeStory): Rendered {
  const ballot = openBallots(change).find((b) => b.number === data['ballot']);
  const isLate = ballot === undefined || now >= (answerBy(change, ballot) ?? Infinity);
  const hasAnswered = ballot?.votes.some((v) => v.by === data['person'] || holderOf(v) === data['person']);
  return isLate || hasAnswered ? nothing() : say(reminder(change, ballot));
}

/** A review settled before it was put to somebody is not put any more. */
async function reviewQuestion(
  record: Record,
  { data, ts }: Delivery,
  { change, now }: ChangeStory,
  policy: Policy,
): Promise<Rendered> {
  const review = change.reviews.find((r) => r.number === data['review']);
  if (!review) return nothing();
  const settled = isSettled(change, review);
  if (ts === null && settled) return nothing();
  const conflicts = settled ? [] : await conflictsNow(record, change, policy, now);
  return say(reviewAsked(change, review, String(data['person']), { policy, now, conflicts }));
}

function reviewReminded({ data }: Delivery, { change, now }: ChangeStory, policy: Policy): Rendered {
  const review = openReviews(change).find((r) => r.number === data['review']);
  const isLate = review === undefined || now >= reviewBy(change, review, policy);
  const isWaitedFor = review && reviewersWaitedFor(review).includes(String(data['person']));
  return isLate || !isWaitedFor ? nothing() : say(reviewReminder(change, review, policy));
}

/** Undefined where it no longer is as it was when this was ordered. */
function aboutCorrection(
  { data }: Delivery,
  { change }: ChangeStory,
  words: (change: Change, criterion: Criterion) => Said | undefined,
): Rendered {
  const criterion = CRITERIA.preCheck.find((c) => c === data['criterion']);
  const isCurrent = reviewOf(change, 'preCheck')?.number === data['review'];
  const said = criterion && isCurrent ? words(change, criterion) : undefined;
  return said ? say(said) : nothing();
}

async function report(record: Record, run: StepRun, { change, now }: ChangeStory, policy: Policy): Promise<Said> {
  const [output, former] = await Promise.all([
    lastOutput(record, run.run, OUTPUT_CHUNKS),
    formerDurations(record, run.digest, run.step),
  ]);
  const expectedMs = expectedFor(former, run.step, runbookOf(change, policy));
  const meaning = run.state === 'ended' ? endedMeaning(run, { after: change, policy }) : '';
  const place = placeLine(change, run, policy);
  return live(change, { run, output: output.slice(-OUTPUT_MAX), expectedMs, now, meaning, place });
}

function aboutIncident(delivery: Delivery, { facts }: ChangeStory, policy: Policy): Rendered {
  const recorded = facts.find((f) => f.seq === delivery.data['seq']);
  const then = recorded && fold(facts.filter((f) => f.seq <= recorded.seq));
  const line = then && incidentLine(then, recorded, policy);
  return line ? say(note(line)) : nothing();
}

/** The run a delivery is about. */
export function runIn(change: Change, { data }: Delivery): StepRun | undefined {
  return change.runs.find((r) => r.run === data['run']);
}

export function say(said: Said): Rendered {
  return { kind: 'say', said };
}

function ifAny(said: Said | undefined): Rendered {
  return said ? say(said) : nothing();
}

function nothing(): Rendered {
  return { kind: 'end', state: 'superseded', reason: 'there is nothing to say of it' };
}
