import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { FollowUp } from '../change/follow-ups.ts';

/** The record as kysely sees it. Instants come out as epoch ms and go in through `instant` (record.ts). */
type Instant = ColumnType<number, never, never>;
type MaybeInstant = ColumnType<number | null, never, never>;

interface FactsTable {
  team: string;
  stream: string;
  seq: number;
  type: string;
  at: Instant;
  by: string;
  surface: string;
  intent: string;
  payload: JSONColumnType<Record<string, unknown>> | null;
  payload_digest: string;
  previous: string;
  hash: string;
}

interface ChangesTable {
  team: string;
  id: string;
  number: number;
  version: number;
  status: string;
  title: string;
  kind: string;
  risk: string;
  services: string[];
  item_owners: string[];
  requester: string;
  implementer: string;
  runbook: string | null;
  opens_at: Instant;
  closes_at: Instant;
  ended_at: MaybeInstant;
  ending: string | null;
  follows: string | null;
  part_of: string | null;
  recorded: boolean;
  search: string;
}

interface FollowUpsTable {
  team: string;
  key: string;
  change: string;
  kind: FollowUp['kind'];
  due_at: Instant;
  state: Generated<'pending' | 'done'>;
  generation: Generated<number>;
  data: JSONColumnType<Record<string, unknown>>;
}

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'superseded' | 'skippedLate' | 'dead';

interface DeliveriesTable {
  team: string;
  key: string;
  change: string | null;
  kind: 'headline' | 'note' | 'notice' | 'live' | 'log';
  channel: string;
  lane: string;
  seq: number;
  position: number;
  view: string;
  data: JSONColumnType<Record<string, unknown>>;
  state: Generated<DeliveryState>;
  due_at: Instant;
  attempts: number;
  ambiguous: boolean;
  token: string | null;
  first_tried_at: MaybeInstant;
  wanted_seq: number;
  sent_seq: Generated<number>;
  ts: string | null;
  posted_in: string | null;
  sent_at: MaybeInstant;
  last_error: string | null;
}

interface RunsTable {
  team: string;
  run: string;
  change: string;
  revision: number;
  schedule: number;
  occasion: string;
  step: string;
  /** Empty where there is but one, which has no name. */
  target: string;
  attempt: number;
  label: string;
  digest: string;
  scope: string | null;
  state: 'requested' | 'running' | 'ended';
  host: string | null;
  requested_at: Instant;
  began_at: MaybeInstant;
  ended_at: MaybeInstant;
  outcome: string | null;
  reason: string | null;
  output_bytes: number;
  overdue: boolean;
}

interface RunOutputTable {
  team: string;
  run: string;
  from_byte: number;
  to_byte: number;
  text: string;
}

export interface Tables {
  facts: FactsTable;
  changes: ChangesTable;
  follow_ups: FollowUpsTable;
  deliveries: DeliveriesTable;
  runs: RunsTable;
  run_output: RunOutputTable;
}
