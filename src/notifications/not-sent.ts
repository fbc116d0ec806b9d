import type { BaseLogger } from 'pino';
import type { Policy } from '../change/policy.ts';
import { effect } from '../effect.ts';
import { insertBulletins } from '../journal/bulletins.ts';
import {
  deliveryEnded,
  deliveryFailed,
  insertDeliveries,
  type Delivery,
  type NewDelivery,
} from '../journal/delivery-rows.ts';
import { UnknownFact } from '../journal/facts-store.ts';
import { now, type Record } from '../journal/record.ts';
import type { SlackFailure } from '../slack/slack-error.ts';
import { backoffMs } from './pace.ts';

export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** Nothing was said, or perhaps it was; `fault` is a mistake of our own before anybody was called. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: SlackFailure | { readonly kind: 'fault' };
  readonly error: unknown;
}

interface Deps {
  readonly record: Record;
  readonly policy: () => Policy;
  readonly log: Log;
}

/** The token or a scope is wrong: nothing goes out until the operator mends it. */
const LOCKED_OUT_MS = 30_000;
/** Faults after which a delivery is given up, so that it does not hold up its lane for ever. */
const FAULTS_MAX = 10;

/** Writes down that a delivery was not sent: when it is tried again, or that it never will be, with an alarm. */
export async function notSent(
  deps: Deps,
  delivery: Delivery,
  token: string,
  { failure, error }: Failed,
): Promise<void> {
  const { record, log } = deps;
  const { key, attempts, channel, kind } = delivery;
  const about = { err: error, key, channel, attempts };
  const again = (waitMs: number, ambiguous = false): Promise<void> =>
    effect('delivery.mark', () => deliveryFailed(record, key, token, { error: words(failure), ambiguous, waitMs }));
  switch (failure.kind) {
    case 'rateLimited':
      return again(Math.max(1000, failure.waitMs));
    case 'unreached':
      log.warn(about, 'saying something: not now; it is tried again');
      return again(backoffMs(attempts));
    case 'unsure':
      log.warn(about, 'saying something: the answer was lost; it is looked for before it is said again');
      return again(backoffMs(attempts), true);
    case 'lockedOut':
      if (kind === 'log' && failure.code === 'missing_scope') return giveUp(deps, delivery, token, failure.code);
      log.error(about, `ALARM: Slack does not let the bot speak (${failure.code}); check its token and scopes`);
      return again(LOCKED_OUT_MS);
    case 'refused':
      log.error(about, 'ALARM: something that was to be said cannot be said');
      return giveUp(deps, delivery, token, failure.code);
    case 'fault':
      log.error(about, 'ALARM: what is to be said could not be put into words');
      return attempts < FAULTS_MAX || error instanceof UnknownFact
        ? again(backoffMs(attempts))
        : giveUp(deps, delivery, token, 'internal_fault');
  }
}

/** Its end without being said, and one alarm to the operator for each change and channel, or for each bulletin. */
async function giveUp({ record, policy }: Deps, delivery: Delivery, token: string, code: string): Promise<void> {
  const { operator } = policy().channels;
  // The alarm first, under a key that cannot repeat: whoever stops in between finds it there. One that cannot be said raises none.
  if (delivery.channel !== operator) await alarm(record, delivery, operator, code);
  await effect('delivery.mark', () => deliveryEnded(record, delivery.key, token, { state: 'dead', reason: code }));
}

async function alarm(record: Record, delivery: Delivery, operator: string, code: string): Promise<void> {
  const { key, change, channel, kind, seq, view } = delivery;
  const at = await now(record.db);
  const told = { channel: operator, view: 'undeliveredAlarm' };
  if (change === null) {
    const data = { channel, kind, code, bulletin: view };
    return insertBulletins(record, [{ ...told, key: `${key}/undelivered`, data, dueAt: at }]);
  }
  const row: NewDelivery = {
    ...told,
    key: `${change}/undelivered/${channel}`,
    kind: 'note',
    lane: `operator/${change}`,
    position: 9,
    data: { channel, kind, code },
  };
  return insertDeliveries(record, record.db, change, { seq, now: at }, [row]);
}

function words(failure: Failed['failure']): string {
  return 'code' in failure ? `${failure.kind}: ${failure.code}` : failure.kind;
}
