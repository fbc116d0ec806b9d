import { sql, type Kysely } from 'kysely';
import type { Fact, FactType, RecordedFact } from '../change/facts.ts';
import { GENESIS, linkHash, payloadDigest, type ChainRow } from './chain.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** Every fact this program knows; one it does not know makes it refuse that change (design §2, facts are for ever). */
const KNOWN: Readonly<{ [T in FactType]: true }> = {
  changeFiled: true,
  changeEdited: true,
  changeSubmitted: true,
  changeApproved: true,
  ballotOpened: true,
  voteCast: true,
  ballotClosed: true,
  changeReadied: true,
  milestoneReached: true,
  milestoneSkipped: true,
  noticeOrdered: true,
  windowMissed: true,
  changeWithdrawn: true,
  stepRequested: true,
  stepBegun: true,
  stepEnded: true,
  stepSettled: true,
  changeStarted: true,
  workDone: true,
  watchBegun: true,
  rollbackDecided: true,
  incidentDeclared: true,
  changeEnded: true,
  changeClosed: true,
};

/** Raised when the journal holds what a newer program wrote. */
export class UnknownFact extends Error {
  constructor(stream: string, seq: number, type: string) {
    super(
      `${stream} holds a fact this version does not know (number ${seq}, ${type}); upgrade the bot before touching it`,
    );
    this.name = 'UnknownFact';
  }
}

export interface Written {
  readonly facts: readonly RecordedFact[];
  readonly lastHash: string;
}

/** The facts of a stream in order. Throws `UnknownFact`, and on a gap or an erased payload. */
export async function readFacts({ team }: Pick<Record, 'team'>, db: Kysely<Tables>, stream: string): Promise<Written> {
  const rows = await chainRows(db, team, stream);
  const facts = rows.map((row): RecordedFact => {
    if (!isKnown(row.type)) throw new UnknownFact(stream, row.seq, row.type);
    if (row.payload === null) throw new Error(`reading ${stream}: fact ${row.seq} was erased`);
    return { seq: row.seq, at: row.at, by: row.by, fact: { type: row.type, ...(row.payload as object) } as Fact };
  });
  return { facts, lastHash: rows.at(-1)?.hash ?? GENESIS };
}

function isKnown(type: string): type is FactType {
  return Object.hasOwn(KNOWN, type);
}

/** The rows of a stream as the chain needs them. */
export async function chainRows(db: Kysely<Tables>, team: string, stream: string): Promise<readonly ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    select team, stream, seq, type, at, by, payload, payload_digest as "payloadDigest", previous, hash
      from facts where team = ${team} and stream = ${stream} order by seq`.execute(db);
  return rows;
}

/**
 * Appends facts after the last known one. The primary key is the optimistic lock: when somebody was faster PostgreSQL
 * answers with a unique violation, and the caller decides again.
 */
export async function appendFacts(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  stream: string,
  facts: readonly RecordedFact[],
  origin: { readonly lastHash: string; readonly surface: string; readonly intent: string },
): Promise<void> {
  let previous = origin.lastHash;
  for (const { seq, at, by, fact } of facts) {
    const { type, ...payload } = fact;
    const digest = payloadDigest(payload);
    const hash = linkHash({ team, stream, seq, type, at, by, payloadDigest: digest, previous });
    await sql`
      insert into facts (team, stream, seq, type, at, by, surface, intent, payload, payload_digest, previous, hash)
      values (${team}, ${stream}, ${seq}, ${type}, ${instant(at)}, ${by}, ${origin.surface}, ${origin.intent},
              ${JSON.stringify(payload)}, ${digest}, ${previous}, ${hash})`.execute(db);
    previous = hash;
  }
}
