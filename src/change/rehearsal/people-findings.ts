import { askedOf } from '../asked.ts';
import { tally } from '../ballot.ts';
import { openBallots, type Change, type ChangeContent } from '../model.ts';
import { named } from '../named.ts';
import { openReviews } from '../review.ts';
import { voters } from '../seats.ts';
import { fallbacksOf } from '../stand-ins.ts';
import type { Finding } from './finding.ts';
import type { Stage } from './stage.ts';

/** Roles that are asked and that nobody holds, with the one that stands in. */
export function nobodies(content: ChangeContent, { people, policy }: Stage): readonly Finding[] {
  const isHeld = (role: string): boolean => (named(people, role) ?? []).length > 0;
  const roles = new Set(askedOf(content, policy).map((a) => a.role));
  return [...roles]
    .filter((role) => !isHeld(role))
    .map((role) => {
      const standIn = fallbacksOf(role, policy).find(isHeld);
      return { what: 'nobody', role, ...(standIn === undefined ? {} : { standIn }) };
    });
}

/** Ballots that came to nothing, of each the roles that could not give enough; reviews that nobody could answer. */
export function unanswered(last: Change, { people, policy }: Stage): readonly Finding[] {
  const lost = [...last.ballots.filter((b) => b.result === 'expired'), ...openBallots(last)];
  const missed = last.status === 'missed' ? last.ballots.filter((b) => b.result === 'superseded') : [];
  return [
    ...[...lost, ...missed].flatMap((ballot) => {
      const able = voters(last, ballot.putTo?.people ?? people, policy);
      return tally(ballot, able)
        .filter((t) => t.yes.length < t.needed)
        .map(({ role, needed }): Finding => {
          const count = (named(able, role) ?? []).length;
          return { what: 'votesShort', question: ballot.question, role, needed, able: count };
        });
    }),
    ...[...openReviews(last), ...unfinished(last)].map(({ what, role }): Finding => ({
      what: 'reviewShort',
      review: what,
      role,
    })),
  ];
}

/** The window went by before these were answered. */
function unfinished({ status, reviews }: Change): Change['reviews'] {
  return status === 'missed' ? reviews.filter((r) => Object.keys(r.answers).length === 0) : [];
}
