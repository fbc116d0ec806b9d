import { implementerOf, type Change } from '../../change/model.ts';
import { brokenLink } from '../chain.ts';
import { differences } from './differences.ts';
import { finding, type Finding } from './finding.ts';
import type { Listing, StreamRows } from './stream-rows.ts';

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

function listingOf({ id, version, status, requester, content, endedAt, ...change }: Change): Listing {
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
    closesAt: content.closesAt,
    endedAt: endedAt ?? null,
  };
}
