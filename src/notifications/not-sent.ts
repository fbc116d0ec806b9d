import type { BaseLogger } from 'pino';
import type { Policy } from '../change/policy.ts';
import { effect } from '../effect.ts';
import { insertBulletins } from '../journal/bulletins.ts';
import {
  askForUpdate,
  deliveryEnded,
  deliveryFailed,
  insertDeliveries,
  type Delivery,
  type NewDelivery,
  type Rider,
} from '../journal/delivery-rows.ts';
import { saidAlone } from '../journal/digest-rows.ts';
import { UnknownFact } from '../journal/facts-store.ts';
import { now, type Record } from '../journal/record.ts';
import type { OutsideFailure } from '../outside/not-taken.ts';
import type { SlackFailure } from '../slack/slack-error.ts';
import { backoffMs } from './pace.ts';
import { headlineKey } from './routes.ts';

export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** Nothing was said, or perhaps it was; `fault` is a mistake of our own before anybody was called. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: SlackFailure | OutsideFailure | { readonly kind: 'fault' };
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
/** Of a mail server or a webhook that is away: most of a day, at a minute each or less. */
const OUTSIDE_ATTEMPTS_MAX = 1500;
/** What is wrong with the medium itself is told once for each notice, not for each of its targets. */
const OF_THE_MEDIUM = ['no_mail_server', 'no_mail_from'];

/** Writes down that a delivery was not sent: when it is tried again, or that it never will be, with an alarm. */
export async function notSent(
  deps: Deps,
  delivery: Delivery,
  token: string,
  { failure, error }: Failed,
): Promise<void> {
  const { record, log } = deps;
  const { key, change, medium, attempts, channel, kind } = delivery;
  const about = { err: error, key, medium, channel, attempts };
  const again = (waitMs: number, ambiguous = false): Promise<void> =>
    effect('delivery.mark', () => deliveryFailed(record, key, token, { error: words(failure), ambiguous, waitMs }));
  if (medium !== 'slack' && attempts >= OUTSIDE_ATTEMPTS_MAX && 'code' in failure) {
    log.error(about, 'ALARM: what was to be told outside Slack was tried for most of a day');
    return giveUp(deps, delivery, token, failure.code);
  }
  switch (failure.kind) {
    case 'rateLimited':
      return again(Math.max(1000, failure.waitMs));
    case 'unreached':
      log.warn(about, 'saying something: not now; it is tried again');
      return again(backoffMs(attempts));
    case 'unsure':
      log.warn(
        about,
        'saying something: the answer was lost; it is looked for, where that can be done, and said again',
      );
      return again(backoffMs(attempts), true);
    case 'lockedOut':
      if (kind === 'log' && failure.code === 'missing_scope') return giveUp(deps, delivery, token, failure.code);
      if (medium === 'slack')
        log.error(about, `ALARM: Slack does not let the bot speak (${failure.code}); check its token and scopes`);
      else {
        log.error(about, `ALARM: the mail server does not let the bot send (${failure.code})`);
        await alarm(deps, delivery, { key: `${change}/lockedOut/${medium}`, code: failure.code, isWaiting: true });
      }
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

/** One of many in a message that nobody takes; where a copy may be there already, none of them is told again. */
async function giveUpTogether(deps: Deps, delivery: Delivery, token: string, code: string): Promise<void> {
  const { record } = deps;
  const { key, medium, ambiguous, attempts, riders } = delivery;
  if (medium === 'slack' || (!ambiguous && attempts < OUTSIDE_ATTEMPTS_MAX))
    return effect('delivery.mark', () => saidAlone(record, key, token, `refused: ${code}`));
  for (const rider of riders) await alarm(deps, rider, { key: onceOf(rider, code), code, isWaiting: false });
  await giveUp(deps, { ...delivery, riders: [] }, token, code);
  for (const rider of riders) await noteOnHeadline(deps, rider);
}

/** Its end without being said, one alarm to the operator for each change and target, and a headline that says so of a notice. */
async function giveUp(deps: Deps, delivery: Delivery, token: string, code: string): Promise<void> {
  const { record } = deps;
  const { key, riders } = delivery;
  if (riders.length > 0) return giveUpTogether(deps, delivery, token, code);
  // The alarm first, under a key that cannot repeat: whoever stops in between finds it there.
  await alarm(deps, delivery, { key: onceOf(delivery, code), code, isWaiting: false });
  await effect('delivery.mark', () =>
    deliveryEnded(record, key, token, { state: 'dead', reason: code, withRiders: true }),
  );
  await noteOnHeadline(deps, delivery);
}

function onceOf({ change, medium, channel, seq }: Rider, code: string): string {
  const target = medium === 'slack' ? channel : `${medium}/${channel}`;
  return OF_THE_MEDIUM.includes(code) ? `${change}/${seq}/undelivered/${medium}` : `${change}/undelivered/${target}`;
}

async function noteOnHeadline({ record }: Deps, { kind, change }: Rider): Promise<void> {
  if (kind === 'notice' && change !== null) await askForUpdate(record, headlineKey(change as `CHG-${number}`));
}

/** One that cannot be said itself raises none; of a bulletin it is one too. */
async function alarm(
  { record, policy }: Deps,
  { key: of, change, medium, channel, kind, seq, view }: Rider,
  { key, code, isWaiting }: { readonly key: string; readonly code: string; readonly isWaiting: boolean },
): Promise<void> {
  const { operator } = policy().channels;
  if (channel === operator) return;
  const at = await now(record.db);
  const told = { channel: operator, view: 'undeliveredAlarm' };
  const data = { medium, channel, kind, code, isWaiting };
  if (change === null) {
    const row = { ...told, key: `${of}/undelivered`, data: { ...data, bulletin: view }, dueAt: at };
    return insertBulletins(record, [row]);
  }
  const row: NewDelivery = {
    ...told,
    key,
    kind: 'note',
    lane: `operator/${change}`,
    position: 9,
    data,
  };
  return insertDeliveries(record, record.db, change, { seq, now: at }, [row]);
}

function words(failure: Failed['failure']): string {
  return 'code' in failure ? `${failure.kind}: ${failure.code}` : failure.kind;
}
