import type { Policy } from '../../change/policy.ts';
import { effect } from '../../effect.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import { readChange } from '../../journal/read-change.ts';
import type { Record } from '../../journal/record.ts';
import type { Letter, MailServer } from '../../outside/mail-server.ts';
import { NotTaken } from '../../outside/not-taken.ts';
import { postToWebhook } from '../../outside/webhook.ts';
import { itemsOf } from '../digest.ts';
import type { Failed } from '../not-sent.ts';
import type { Sent } from '../sending.ts';
import { cardMessage } from './card.ts';
import { digestMail, digestPage } from './digest-letter.ts';
import { mailOf } from './mail.ts';
import { tellingOf, type Page } from './telling.ts';

export interface Outside {
  /** Undefined where no `SMTP_URL` is set. */
  readonly mailServer?: MailServer;
  /** Where the addresses of webhooks stand, under the names that the policy gives. */
  readonly env: Readonly<{ [name: string]: string | undefined }>;
}

interface TellDeps {
  readonly record: Record;
  readonly policy: () => Policy;
  readonly outside: Outside;
}

/**
 * Tells a notice to one target outside Slack, where nothing can be looked up: after an answer that was lost it is told once more,
 * as what may be a copy, and not a third time (promise 2).
 */
export async function tellOutside(deps: TellDeps, delivery: Delivery, token: string): Promise<Sent | Failed> {
  try {
    return await tell(deps, delivery, token);
  } catch (error) {
    if (!(error instanceof NotTaken)) return { kind: 'failed', failure: { kind: 'fault' }, error };
    const { failure } = error;
    const isCopyLost = failure.kind === 'unsure' && delivery.ambiguous;
    return { kind: 'failed', failure: isCopyLost ? { kind: 'refused', code: LOST_TWICE } : failure, error };
  }
}

const LOST_TWICE = 'answer_lost_twice';

async function tell(deps: TellDeps, delivery: Delivery, token: string): Promise<Sent> {
  const { record, outside } = deps;
  const policy = deps.policy();
  const what = await toTell(record, delivery, token, policy);
  if ('kind' in what) return what;
  if (delivery.lostTwice) throw refused(LOST_TWICE);
  const { key, channel, wantedSeq: seq } = delivery;
  if (delivery.medium === 'teams') {
    const address = outside.env[channel];
    if (address === undefined || address === '') throw refused('no_webhook');
    await effect('teams.post', () => postToWebhook(address, cardMessage(what.page()), policy.httpAllow));
    return { kind: 'sent', ts: `card:${key}`, seq };
  }
  const { mailServer } = outside;
  const { from } = policy.mail;
  if (!mailServer) throw refused('no_mail_server');
  if (from === undefined) throw refused('no_mail_from');
  const letter = what.letter(from);
  await effect('mail.send', () => mailServer.send(letter));
  return { kind: 'sent', ts: letter.messageId, seq };
}

/** What is told, as a card or as a mail. */
interface ToTell {
  readonly page: () => Page;
  readonly letter: (from: string) => Letter;
}

/** One notice, or those that are told with it and still hold. */
async function toTell(
  record: Record,
  delivery: Delivery,
  token: string,
  policy: Policy,
): Promise<ToTell | Extract<Sent, { kind: 'end' }>> {
  const { team } = record;
  const items = delivery.riders.length > 0 ? await itemsOf(record, delivery, token) : [];
  if ('kind' in items) return items;
  if (items.length > 1) {
    return {
      page: () => digestPage(items, policy, delivery),
      letter: (from) => digestMail(items, policy, { team, from, carrier: delivery }),
    };
  }
  const story = await readChange(record, delivery.change as `CHG-${number}`);
  if (!story) return { kind: 'end', state: 'dead', reason: 'its change is not in the record' };
  const telling = tellingOf(delivery, story, policy);
  if ('state' in telling) return { kind: 'end', ...telling };
  return { page: () => telling, letter: (from) => mailOf(telling, { team, from, delivery, story }) };
}

function refused(code: string): NotTaken {
  return new NotTaken({ kind: 'refused', code });
}
