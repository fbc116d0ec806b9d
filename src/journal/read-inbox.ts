import { sql, type RawBuilder } from 'kysely';
import { INFRASTRUCTURE } from '../change/item-owners.ts';
import type { BallotQuestion } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { OPEN, readListed, SOONEST, type Listed } from './listed.ts';
import type { Record } from './record.ts';

/** A part of a long list: at most `most` rows after the first `from`. One more is read, so that the reader knows whether there are more. */
export interface Part {
  readonly from: number;
  readonly most: number;
}

/** A ballot that waits for an answer, with the change it is about. */
export interface WaitingBallot extends Listed {
  readonly ballot: number;
  readonly question: BallotQuestion;
  readonly deadline: number | null;
}

/** A review with something open, with the change it is of. */
export interface WaitingReview extends Listed {
  readonly review: number;
}

export interface Voter {
  readonly user: string;
  /** The roles held at this moment. */
  readonly roles: readonly string[];
  readonly voting: Policy['voting'];
}

/**
 * The open ballots that wait for this person's answer, soonest window first: one of the roles is held or the vote
 * was delegated, nothing was answered yet, and the change is not too close to the person for the policy.
 */
export async function ballotsAsking(
  record: Record,
  { user, roles, voting }: Voter,
  part: Part,
): Promise<readonly WaitingBallot[]> {
  const { rows } = await sql<WaitingBallot>`
    select c.id, c.status, c.title, c.kind, c.risk, c.services, c.requester, c.opens_at as "opensAt", c.closes_at as "closesAt",
           b.ballot, b.question, b.deadline
      from open_ballots b join changes c on c.team = b.team and c.id = b.change
     where b.team = ${record.team} and b.asked && ${[...roles, user]}::text[] and ${user} <> all(b.answered)
       and (b.deadline is null or b.deadline > app.now())
       and (${voting.requester} or c.requester <> ${user}) and (${voting.editor} or b.editor <> ${user})
       and (${voting.implementer} or c.implementer <> ${user})
     order by c.opens_at, c.number, b.ballot ${within(part)}`.execute(record.db);
  return rows;
}

/**
 * The reviews with something open that this person may close, soonest window first: one of the roles is held, and the change is not
 * too close to the person for the policy.
 */
export async function reviewsAsking(
  record: Record,
  { user, roles, voting }: Voter,
  part: Part,
): Promise<readonly WaitingReview[]> {
  const { rows } = await sql<WaitingReview>`
    select c.id, c.status, c.title, c.kind, c.risk, c.services, c.requester, c.opens_at as "opensAt", c.closes_at as "closesAt", r.review
      from open_reviews r join changes c on c.team = r.team and c.id = r.change
     where r.team = ${record.team} and r.asked && ${[...roles]}::text[]
       and (${voting.requester} or c.requester <> ${user}) and (${voting.editor} or r.editor <> ${user})
       and (${voting.implementer} or c.implementer <> ${user})
     order by c.opens_at, c.number, r.review ${within(part)}`.execute(record.db);
  return rows;
}

/** The open changes that a person requested or carries out, soonest window first. */
export async function changesOf(record: Record, user: string, part: Part): Promise<readonly Listed[]> {
  return readListed(
    record,
    sql`${OPEN} and (requester = ${user} or implementer = ${user}) order by ${SOONEST} ${within(part)}`,
  );
}

/**
 * The open changes with a due item of a checklist that one of these owns, or who carries the change out for infrastructure, soonest
 * window first. Whether it is open still the facts say.
 */
export async function changesWithItems(
  record: Record,
  { user, owners }: { readonly user: string; readonly owners: readonly string[] },
  part: Part,
): Promise<readonly Listed[]> {
  const own = [...owners, user];
  return readListed(
    record,
    sql`item_owners <> '{}' and item_owners && ${[...own, INFRASTRUCTURE]}::text[]
        and (item_owners && ${own}::text[] or implementer = ${user}) order by ${SOONEST} ${within(part)}`,
  );
}

/** What is being done, undone or watched at this moment. */
export async function changesRunning(record: Record, part: Part): Promise<readonly Listed[]> {
  return readListed(
    record,
    sql`status in ('implementing', 'rollingBack', 'watching') order by ${SOONEST} ${within(part)}`,
  );
}

/** The open changes whose window opens within seven days. */
export async function changesAhead(record: Record, part: Part): Promise<readonly Listed[]> {
  return readListed(
    record,
    sql`${OPEN} and opens_at >= app.now() and opens_at < app.now() + interval '7 days' order by ${SOONEST} ${within(part)}`,
  );
}

export function within({ from, most }: Part): RawBuilder<unknown> {
  return sql`limit ${most + 1} offset ${from}`;
}
