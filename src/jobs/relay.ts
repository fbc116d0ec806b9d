import { effect } from '../effect.ts';
import { claimDueDeliveries } from '../journal/delivery-rows.ts';
import { claimDueFollowUps, type OfferedFollowUp } from '../journal/follow-up-rows.ts';
import type { Record } from '../journal/record.ts';
import type { Log } from './log.ts';
import { offeredId } from './offered-id.ts';
import type { QueueName } from './queues/queue-name.ts';
import type { Queues } from './queues/queues.ts';

/** Rows claimed in one go. */
const BATCH = 200;
/** Rounds of one turn: a flood is spread over turns, so that a stop never waits long. */
const ROUNDS_MAX = 20;

export interface RelayDeps {
  readonly record: Record;
  readonly queues: Pick<Queues, 'offer'>;
  readonly log: Log;
  /** How long an offer counts before the sweep makes it again, real ms. */
  readonly offerMs: number;
}

export interface Relay {
  /** Hands everything due to the queues, once; a turn asked for while one runs is one more turn after it. */
  turn(): Promise<void>;
}

/**
 * Claims due rows and hands them to the queues. A row is offered again when its lease has passed and it is still open, so
 * that the queues may be lost at any time: PostgreSQL, read by its own clock, is the guarantee (promise 8).
 */
export function openRelay(deps: RelayDeps): Relay {
  let running: Promise<void> | undefined;
  let again = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await oneTurn(deps);
    } while (again);
  };
  return {
    turn() {
      again = running !== undefined;
      running ??= loop().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

async function oneTurn(deps: RelayDeps): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const [followUps, deliveries] = [
      await claimDueFollowUps(deps.record, BATCH, deps.offerMs),
      await claimDueDeliveries(deps.record, BATCH, deps.offerMs),
    ];
    const wanted = [
      ...deliveries.map((d) => ({ name: d.medium === 'slack' ? 'posts' : 'letters', ...d }) as const),
      ...followUps.map((f) => ({ name: queueOf(f), ...f })),
    ];
    for (const [name, rows] of Map.groupBy(wanted, (row) => row.name))
      await offer(
        deps,
        name,
        rows.map((row) => offeredId(row.key, row.generation)),
      );
    if (followUps.length < BATCH && deliveries.length < BATCH) return;
  }
}

function queueOf({ kind, data: { label } }: OfferedFollowUp): QueueName {
  if (kind === 'ask') return 'askings';
  return kind === 'run' && typeof label === 'string' ? `steps-${label}` : 'followUps';
}

async function offer({ queues, log }: RelayDeps, name: QueueName, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    await effect('queue.offer', () => queues.offer(name, ids));
  } catch (error) {
    log.warn(
      { err: error, queue: name, offered: ids.length },
      'offering due work; it is offered again when its lease has passed',
    );
  }
}
