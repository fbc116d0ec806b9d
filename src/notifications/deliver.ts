import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { WebClient } from '@slack/web-api';
import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import type { Policy } from '../change/policy.ts';
import { effect } from '../effect.ts';
import { policyInForce, policyInForceFor } from '../journal/policy-in-force.ts';
import { deliveryEnded, deliverySent, holdDelivery, takeDelivery, type Delivery } from '../journal/delivery-rows.ts';
import { readChange, type ChangeStory } from '../journal/read-change.ts';
import type { Record } from '../journal/record.ts';
import { readSlackFailure } from '../slack/slack-error.ts';
import { renderBulletin } from './bulletins.ts';
import { tellOutside, type Outside } from './outside/tell.ts';
import { digest, itemsOf } from './digest.ts';
import { freezeSaid } from './freezes.ts';
import { notSent, type Failed, type Log } from './not-sent.ts';
import { undeliveredAlarm, undeliveredIn } from './undelivered.ts';
import { paceOf, REST_MS } from './pace.ts';
import { renderRehearsal } from './rehearsal.ts';
import { render, type Rendered } from './render.ts';
import { arrived, LeaseAtRisk, sendLog, sendSaid, type SendDeps, type Sent } from './sending.ts';

export interface DeliveryDeps {
  readonly record: Record;
  /** A client that does not repeat calls by itself (`openClients().posts`). */
  readonly client: WebClient;
  readonly policy: () => Policy;
  readonly outside: Outside;
  readonly log: Log;
  /** How long a delivery is ours once taken, real ms; half of it must suffice for one call. One that takes longer is held on to while it is sent: a log, a mail. */
  readonly leaseMs?: number;
}

const LEASE_MS = 30_000;
/** Share of a lease after which no call is begun: it could outlast the lease, and a twin say the same. */
const SAFE_SHARE = 0.45;

/**
 * Opens what says things. Each call of `deliver` takes one delivery, if it is due and nobody else has it, and says it once: it may be
 * called any number of times, by any number of processes. Throws only when the record cannot be read or written.
 */
export function openDelivery(deps: DeliveryDeps): { deliver(key: string): Promise<void> } {
  return {
    async deliver(key) {
      const token = randomUUID();
      const leaseMs = deps.leaseMs ?? LEASE_MS;
      let heldAt = performance.now();
      const delivery = await takeDelivery(deps.record, key, token, leaseMs, paceOf);
      if (!delivery) return;
      const stillOurs = (): void => {
        if (performance.now() - heldAt > leaseMs * SAFE_SHARE) throw new LeaseAtRisk('delivering: it took too long');
      };
      // Sending 20 MB, or talking to a slow mail server, outlasts any lease short enough to be waited for should this process die.
      const hold = async (): Promise<void> => {
        const at = performance.now();
        if (await holdDelivery(deps.record, key, token, leaseMs)) heldAt = at;
      };
      const isLong = delivery.view === 'log' || delivery.medium !== 'slack';
      const holding = isLong ? setInterval(() => void hold().catch(() => undefined), leaseMs / 4) : undefined;
      try {
        await settle(deps, delivery, token, await attempt(deps, delivery, token, stillOurs));
      } finally {
        clearInterval(holding);
      }
    },
  };
}

async function attempt(
  deps: DeliveryDeps,
  delivery: Delivery,
  token: string,
  stillOurs: () => void,
): Promise<Sent | Failed> {
  const { record, client } = deps;
  if (delivery.medium !== 'slack') return tellOutside(deps, delivery, token);
  const sending: SendDeps = { record, client, stillOurs };
  try {
    // Of what went as one message nothing may end as unsaid before it is known whether it stands there.
    const former = delivery.riders.length > 0 ? await arrived(sending, delivery) : undefined;
    if (former) return former;
    const ready = await prepared(deps, delivery, token);
    if (ready.kind === 'failed') return ready;
    // What need not be said any more may stand there since an attempt whose answer was lost: then it was said.
    if (ready.kind === 'end') return (await arrived(sending, delivery)) ?? ready;
    return ready.kind === 'log'
      ? await sendLog(sending, delivery, ready.story)
      : await sendSaid(sending, { ...delivery, riders: ready.riders ?? [] }, ready.said);
  } catch (error) {
    const isLate = error instanceof LeaseAtRisk;
    return {
      kind: 'failed',
      failure: isLate ? { kind: 'unreached', code: error.name } : readSlackFailure(error),
      error,
    };
  }
}

type Ready =
  | (Rendered & { readonly riders?: Delivery['riders'] })
  | Failed
  | Extract<Sent, { kind: 'end' }>
  | { readonly kind: 'log'; readonly story: ChangeStory };

/** What is to be said, before anybody is called: a failure here is our own, and nothing was said. */
async function prepared(
  { record, client, policy: file }: DeliveryDeps,
  delivery: Delivery,
  token: string,
): Promise<Ready> {
  try {
    if (delivery.change === null) return await renderBulletin(record, delivery, file());
    const inForce = await policyInForce(record, file());
    if (delivery.change === CALENDAR) return await ofCalendar(record, delivery, inForce);
    if (delivery.riders.length > 0) {
      const items = await itemsOf(record, delivery, token);
      if ('kind' in items) return items;
      const [, ...riders] = items.map(({ rider }) => rider);
      if (riders.length > 0) return { kind: 'say', said: digest(items, inForce), riders };
    }
    const story = await readChange(record, delivery.change as `CHG-${number}`);
    if (!story) return { kind: 'end', state: 'dead', reason: 'its change is not in the record' };
    const policy = await policyInForceFor(record, story.change, inForce);
    if (delivery.view === 'rehearsal') return await renderRehearsal({ record, client }, delivery, story, policy);
    return delivery.view === 'log' ? { kind: 'log', story } : await render(record, delivery, story, policy);
  } catch (error) {
    return { kind: 'failed', failure: { kind: 'fault' }, error };
  }
}

/** A freeze is told of; and the operator, where that could not be. */
async function ofCalendar(record: Record, delivery: Delivery, policy: Policy): Promise<Ready> {
  const words =
    delivery.view === 'undeliveredAlarm'
      ? undeliveredAlarm('A freeze', undeliveredIn(delivery))
      : await freezeSaid(record, delivery, policy);
  return words
    ? { kind: 'say', said: words }
    : { kind: 'end', state: 'dead', reason: 'its freeze is not in the record' };
}

async function settle(deps: DeliveryDeps, delivery: Delivery, token: string, came: Sent | Failed): Promise<void> {
  const { record } = deps;
  const { key } = delivery;
  switch (came.kind) {
    case 'sent':
      await effect('delivery.mark', () => deliverySent(record, key, token, { ...came, restMs: REST_MS }));
      return;
    case 'end':
      await effect('delivery.mark', () => deliveryEnded(record, key, token, came));
      return;
    case 'failed':
      return notSent(deps, delivery, token, came);
  }
}
