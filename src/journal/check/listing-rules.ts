import { canonicalJson } from '../../canonical-json.ts';
import { readChangeId } from '../../change/change-id.ts';
import { owedDebts } from '../../change/debts.ts';
import { dueOwners } from '../../change/due-items.ts';
import { endsAt } from '../../change/ladder.ts';
import { outcomeOf } from '../../change/long-watch.ts';
import type { Review } from '../../change/criteria.ts';
import type { Debt } from '../../change/debt.ts';
import { implementerOf, openBallots, type Ballot, type Change } from '../../change/model.ts';
import { seenByOthers } from '../../change/open-incidents.ts';
import { openCriteria, openReviews } from '../../change/review.ts';
import { brokenLink } from '../chain.ts';
import { keptInService } from '../environment-rows.ts';
import { answeredBy, askedOf, reviewersOf } from '../projection.ts';
import { differences } from './differences.ts';
import { finding, type Finding } from './finding.ts';
import type { KeptBallot, KeptDebt, KeptReview, Listing, StreamRows } from './stream-rows.ts';

/** The chain of a stream holds, and no fact that the lists know of (`version` is its number) is missing at its end. */
export function chainFindings({
  stream,
  facts,
  version = 0,
}: Pick<StreamRows, 'stream' | 'facts'> & { readonly version: number | undefined }): Finding[] {
  const broken = brokenLink(facts);
  if (broken !== undefined) return [finding('chain', stream, `${broken}.`)];
  const missing = version - facts.length;
  if (missing <= 0) return [];
  const which = missing === 1 ? 'the last fact is' : `the last ${missing} facts are`;
  const sentence = `${which} missing: the lists know of ${version}, the journal has ${facts.length}.`;
  return [finding('chain', stream, sentence)];
}

/** The line of the lists is what the facts say. */
export function listingFindings({ stream, listing }: StreamRows, change: Change | undefined): Finding[] {
  if (!change) return listing ? [finding('listing', stream, 'is listed, and the journal has no facts of it.')] : [];
  if (!listing) return [finding('listing', stream, 'has facts, and no list shows it.')];
  return differences(listing, listingOf(change)).map(({ member, kept, told }) =>
    finding('listing', stream, `the lists show ${member} ${kept}, the facts say ${told}.`),
  );
}

/** It is found by the words that its request has now. */
export function wordFindings({ stream, isFindable }: Pick<StreamRows, 'stream' | 'isFindable'>): Finding[] {
  return isFindable === false ? [finding('listing', stream, 'is not found by the words that its request has.')] : [];
}

/** The open ballots of the inbox are those the facts leave open, and wait for the same people. */
export function ballotFindings({ stream, openBallots: kept }: StreamRows, change: Change | undefined): Finding[] {
  const told = change ? openBallots(change).map((b) => keptOf(b, change)) : [];
  return waitingFindings(stream, 'ballot', { kept, told });
}

/** The reviews of the inbox are those the facts leave open, with the same criteria, and wait for the same roles. */
export function reviewFindings({ stream, openReviews: kept }: StreamRows, change: Change | undefined): Finding[] {
  const told = change ? openReviews(change).map((r) => keptReviewOf(r, change)) : [];
  return waitingFindings(stream, 'review', { kept, told });
}

function waitingFindings<N extends string, R extends Readonly<Record<N, number>>>(
  stream: string,
  name: N,
  { kept, told }: { readonly kept: readonly R[]; readonly told: readonly R[] },
): Finding[] {
  const known = new Set<number>(kept.map((row) => row[name]));
  const unlisted = told.map((row) => row[name]).filter((number) => !known.has(number));
  return [
    ...unlisted.map((number) => finding('listing', stream, `${name} ${number} is open, and no inbox shows it.`)),
    ...kept.flatMap((row) => {
      const facts = told.find((t) => t[name] === row[name]);
      if (!facts) return [finding('listing', stream, `${name} ${row[name]} is in the inbox, and is not open.`)];
      return differences(row, facts).map(({ member, kept: shown, told: said }) =>
        finding(
          'listing',
          stream,
          `the inbox shows ${member} ${shown} of ${name} ${row[name]}, the facts say ${said}.`,
        ),
      );
    }),
  ];
}

/** What the list of debts shows is what the change still owes. */
export function debtFindings({ stream, openDebts: kept }: StreamRows, change: Change | undefined): Finding[] {
  const told = new Map(change ? owedDebts(change).map((d) => [d.number, keptDebt(d)] as const) : []);
  const known = new Set(kept.map(({ debt }) => debt));
  const unlisted = [...told.keys()].filter((number) => !known.has(number));
  return [
    ...unlisted.map((number) => finding('listing', stream, `debt ${number} is owed, and no list shows it.`)),
    ...kept.flatMap((row) => {
      const facts = told.get(row.debt);
      if (!facts) return [finding('listing', stream, `debt ${row.debt} is listed, and is not owed.`)];
      return differences(row, facts).map(({ member, kept: shown, told: said }) =>
        finding('listing', stream, `the lists show ${member} ${shown} of debt ${row.debt}, the facts say ${said}.`),
      );
    }),
  ];
}

/** The incident that other changes meet on each service is the one that the facts leave open. */
export function incidentFindings({ stream, openIncidents: kept }: StreamRows, change: Change | undefined): Finding[] {
  const open = change && seenByOthers(change);
  const told = open ? open.services.toSorted().map((service) => ({ service, ...open })) : [];
  return differing(kept, told).map(({ service, shown, said }) =>
    finding('listing', stream, `decisions on ${service} look at the incident ${shown}, the facts say ${said}.`),
  );
}

/** What decisions take a change to have left in its services is what the facts say. */
export function inServiceFindings({ stream, inService: kept }: StreamRows, change: Change | undefined): Finding[] {
  const left = change && keptInService(change);
  const told = left ? (change?.content.services ?? []).map((service) => ({ service, ...left })) : [];
  return differing(kept, told).map(({ service, shown, said }) =>
    finding('listing', stream, `it is taken to have left ${shown} in ${service}, the facts say ${said}.`),
  );
}

/** The services of which the record keeps something else than the facts tell. */
function differing(
  kept: readonly { readonly service: string }[],
  told: readonly { readonly service: string }[],
): readonly { readonly service: string; readonly shown: string; readonly said: string }[] {
  const services = [...new Set([...kept, ...told].map((row) => row.service))];
  const of = (rows: typeof kept, service: string) => canonicalJson(rows.find((row) => row.service === service) ?? null);
  return services
    .map((service) => ({ service, shown: of(kept, service), said: of(told, service) }))
    .filter(({ shown, said }) => shown !== said);
}

function keptDebt({ number, what, detail, owner, owedAt, dueAt, escalatedAt }: Debt): KeptDebt {
  return { debt: number, what, detail: detail ?? null, owner, owedAt, dueAt, escalated: escalatedAt !== undefined };
}

function keptReviewOf(review: Review, { lastEditor }: Change): KeptReview {
  return {
    review: review.number,
    what: review.what,
    asked: reviewersOf(review),
    criteria: openCriteria(review),
    editor: lastEditor,
  };
}

function keptOf(ballot: Ballot, { lastEditor }: Change): KeptBallot {
  return {
    ballot: ballot.number,
    question: ballot.question,
    asked: askedOf(ballot),
    answered: answeredBy(ballot),
    editor: lastEditor,
    deadline: ballot.deadline ?? null,
  };
}

function listingOf(whole: Change): Listing {
  const { id, version, status, requester, content, endedAt, ending, issues, ...change } = whole;
  return {
    number: Number(id.slice('CHG-'.length)),
    version,
    status,
    title: content.title,
    kind: content.kind,
    risk: content.risk,
    services: content.services,
    requester,
    implementer: implementerOf({ content, requester, ...change }),
    runbook: content.runbook ?? null,
    opensAt: content.opensAt,
    closesAt: endsAt({ content, extensions: change.extensions }),
    endedAt: endedAt ?? null,
    ending: outcomeOf({ issues, ...(ending === undefined ? {} : { ending }) }) ?? null,
    itemOwners: dueOwners(whole),
    follows: readChangeId(content.follows ?? '') ?? null,
    partOf: readChangeId(content.partOf ?? '') ?? null,
  };
}
