import { answerBy } from '../asking.ts';
import { reviewBy } from '../asking-reviewers.ts';
import { openBallots, type Change } from '../model.ts';
import { afterQuietHours } from '../quiet-hours.ts';
import { openCriteria, openReviews } from '../review.ts';
import { HOUR_MS, person, type Deed, type Stage } from './stage.ts';

/** What is answered by those who were asked: their votes and their reviews. */
export function answersOf(change: Change, stage: Stage): readonly Deed[] {
  return [...votes(change, stage), ...reviews(change, stage)];
}

/** Everybody whom a ballot was put to says yes, an hour after it opened or when the quiet hours are over, but in time. */
function votes(change: Change, stage: Stage): readonly Deed[] {
  return openBallots(change).flatMap((ballot) => {
    const asked = [...new Set(Object.values(ballot.putTo?.people ?? {}).flat())];
    const at = inTime(ballot.openedAt, answerBy(change, ballot), stage);
    const voting = asked.filter((user) => !ballot.votes.some((v) => v.by === user));
    return voting.map((user) => ({
      key: `vote/${ballot.number}/${user}`,
      at,
      intent: { type: 'castVote', ballot: ballot.number, answer: 'yes' } as const,
      actor: person(user, stage),
    }));
  });
}

/** The first of whom a review was put to finds all of it in order. */
function reviews(change: Change, stage: Stage): readonly Deed[] {
  return openReviews(change).flatMap((review) => {
    const [reviewer] = Object.values(review.putTo?.people ?? {}).flat();
    if (reviewer === undefined) return [];
    const at = inTime(review.openedAt, reviewBy(change, review, stage.policy), stage);
    return openCriteria(review).map((criterion) => ({
      key: `review/${review.number}/${criterion}`,
      at,
      intent: { type: 'answerCriterion', review: review.number, criterion, answer: 'ok' } as const,
      actor: person(reviewer, stage),
    }));
  });
}

/** An hour later, outside the quiet hours; where that is too late for the question, half-way to its end. */
function inTime(openedAt: number, by: number | undefined, { policy }: Stage): number {
  const usual = afterQuietHours(openedAt + HOUR_MS, policy);
  return by === undefined || usual < by ? usual : Math.round((openedAt + Math.max(openedAt, by)) / 2);
}
