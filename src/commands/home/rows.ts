import type { Button } from '@slack/types';
import { tally } from '../../change/ballot.ts';
import { shownId } from '../../change/change-id.ts';
import { owedDebts } from '../../change/debts.ts';
import { dueItems } from '../../change/due-items.ts';
import { barredFromItem } from '../../change/item-owners.ts';
import { itemStandings } from '../../change/item-standing.ts';
import type { Change } from '../../change/model.ts';
import { openCriteria } from '../../change/review.ts';
import { seatFor, standing, voters, withStandIns } from '../../change/seats.ts';
import type { Listed } from '../../journal/listed.ts';
import type { OwedDebt } from '../../journal/read-debts.ts';
import { debtWords } from '../../slack/debt-words.ts';
import type { WaitingBallot, WaitingReview } from '../../journal/read-inbox.ts';
import { listOf, mention, quoted, when } from '../../slack/blocks.ts';
import { payButtons } from '../../slack/buttons.ts';
import { ballotButtons, reviewButtons } from '../../slack/vote-buttons.ts';
import { itemList } from '../../slack/checklist-words.ts';
import { itemButton } from '../../slack/item-buttons.ts';
import { BALLOT_WORDS, CRITERION_WORDS, REVIEW_WORDS } from '../../slack/question-words.ts';
import { roleName, STATUS_WORDS } from '../../slack/words.ts';
import { readControl } from '../../slack/controls.ts';
import { heardFrom, type PersonThere } from './heard.ts';
import type { Row } from './home-view.ts';

const DAY_MS = 24 * 3_600_000;
const TITLE_MAX = 120;
const ITEM_BUTTONS_MAX = 3;

/** A ballot with its answers; none where others have given what was missing, or the press would not be heard after all. */
export function askedRow(
  asked: WaitingBallot,
  change: Change | undefined,
  circumstances: PersonThere,
): Row | undefined {
  const ballot = change?.ballots.find((b) => b.number === asked.ballot);
  if (!change || !ballot) return undefined;
  const { now, actor, policy } = circumstances;
  const roster = withStandIns(ballot, actor.roster);
  const seated = seatFor(change, ballot, actor, policy);
  if (!seated.ok) return undefined;
  const { role, seatOf } = seated.seat;
  const votes = tally(standing(change, ballot, roster, policy), voters(change, roster, policy));
  if (!votes.some((t) => t.role === role && t.yes.length < t.needed)) return undefined;
  const buttons = heardFrom(ballotButtons(change, ballot, now), change, circumstances);
  if (!buttons.some((b) => readControl(b.value)?.do === 'vote')) return undefined;
  const until = ballot.deadline === undefined ? '' : `, answers count until ${when(ballot.deadline)}`;
  return rowOf(
    asked,
    buttons,
    `*${BALLOT_WORDS[ballot.question].name}* as ${roleName(role)}${seatOf === undefined ? '' : ` for ${mention(seatOf)}`}${until}`,
  );
}

/** What one owes, with what pays it; none where it was paid meanwhile. */
export function owedRow(owed: OwedDebt, change: Change | undefined, now: number): Row | undefined {
  const debt = change && owedDebts(change).find((d) => d.number === owed.debt);
  if (!change || !debt) return undefined;
  const { what, detail = '', dueAt } = debt;
  const words =
    what === 'action'
      ? `*Action:* ${quoted(detail, 200)}, ${now >= dueAt ? 'overdue since' : 'until'} ${when(dueAt)}`
      : `Owed: ${debtWords(debt, now)}`;
  return rowOf(owed, payButtons(change, debt), words);
}

/** A review with what is open of it; none where it was settled meanwhile, or the press would not be heard after all. */
export function reviewRow(
  waiting: WaitingReview,
  change: Change | undefined,
  circumstances: PersonThere,
): Row | undefined {
  const review = change?.reviews.find((r) => r.number === waiting.review);
  if (!change || !review) return undefined;
  const buttons = heardFrom(reviewButtons(change, review), change, circumstances);
  if (buttons.length === 0) return undefined;
  const open = openCriteria(review).map((c) => CRITERION_WORDS[c]);
  return rowOf(
    waiting,
    buttons,
    `*${REVIEW_WORDS[review.what]}* as ${roleName(review.role)}, open: ${listOf(open, open.length)}`,
  );
}

/** Items of a checklist that are this person's to tick, with the way to all of it; none where others have ticked them. */
export function itemsRow(
  listed: Listed,
  change: Change | undefined,
  circumstances: PersonThere,
  link: string | undefined,
): Row | undefined {
  if (!change) return undefined;
  const { policy, actor } = circumstances;
  const due = dueItems(change).filter((item) => !barredFromItem(change, item, actor, policy));
  if (due.length === 0) return undefined;
  const all = itemStandings(change, policy);
  const buttons = all
    .filter(({ item }) => due.includes(item))
    .flatMap((one) => itemButton(change, one, all, `: ${one.item.text}`) ?? [])
    .slice(0, ITEM_BUTTONS_MAX);
  const texts = itemList(due.map(({ text }) => text));
  const way = link === undefined ? 'Its checklist' : `<${link}|Its checklist>`;
  return rowOf(listed, heardFrom(buttons, change, circumstances), `${way} waits for ${texts}`);
}

/** A change in two lines or three, with what may be pressed. */
export function rowOf(listed: Listed, buttons: readonly Button[], lead?: string): Row {
  const { id, title, status, risk, opensAt, closesAt } = listed;
  const ends = when(closesAt, closesAt - opensAt < DAY_MS ? '{time}' : undefined);
  const facts = [STATUS_WORDS[status], `${risk} risk`, `${when(opensAt)} to ${ends}`].join(' · ');
  const lines = [`*${shownId(id)}* ${quoted(title, TITLE_MAX)}`, ...(lead === undefined ? [] : [lead]), facts];
  return { change: id, text: lines.join('\n'), buttons };
}
