import type { WebClient } from '@slack/web-api';
import { effect } from '../effect.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import { postedAt } from '../journal/posted.ts';
import type { ChangeStory } from '../journal/read-change.ts';
import { incidentKey } from '../journal/open-incident-rows.ts';
import type { Record } from '../journal/record.ts';
import { readWorkspace } from '../journal/workspace.ts';
import { readSlackFailure } from '../slack/slack-error.ts';
import { upload } from '../slack/upload.ts';
import { conversationOf, EVENT_TYPE, findByKey, findFile, WITH_BETWEEN, type Place } from './lookup.ts';
import { headlineKey } from './routes.ts';
import type { Said } from './said.ts';
import { logName, logText } from './log-file.ts';
import { runIn } from './render.ts';

/** What came of trying to say something. */
export type Sent =
  | { readonly kind: 'sent'; readonly ts: string; readonly channel?: string; readonly seq: number }
  | { readonly kind: 'end'; readonly state: 'superseded' | 'skippedLate' | 'dead'; readonly reason: string };

/** It took so long to get here that a twin may hold the delivery by now. */
export class LeaseAtRisk extends Error {
  override readonly name = 'LeaseAtRisk';
}

export interface SendDeps {
  readonly record: Record;
  readonly client: WebClient;
  /** Throws `LeaseAtRisk` where what follows could outlast the lease. */
  readonly stillOurs: () => void;
}

/** A clock may be behind Slack's, and a first try began before it was noted. */
const EARLIER_MS = 60_000;
const THREADED: readonly string[] = ['note', 'files', 'live', 'log', 'playbook', 'checklist', 'incidentNote'];

/** Where a delivery goes: its channel, or the thread of its headline, its incident or the message it says it belongs under. Undefined where that thread does not exist. */
export async function placeOf(
  record: Record,
  delivery: Delivery,
): Promise<{ readonly channel: string; readonly threadTs?: string } | undefined> {
  const { change, view, data } = delivery;
  if (change === null || !(THREADED.includes(view) || 'under' in data)) return { channel: delivery.channel };
  const parent = await postedAt(record, parentOf(change as `CHG-${number}`, delivery));
  return parent && { channel: parent.channel, threadTs: parent.ts };
}

function parentOf(change: `CHG-${number}`, { view, data }: Delivery): string {
  if (typeof data['under'] === 'string') return data['under'];
  return view === 'incidentNote' ? incidentKey(change) : headlineKey(change);
}

/** Updates what is there, or posts once: what may have arrived before is looked for first. */
export async function sendSaid(deps: SendDeps, delivery: Delivery, said: Said): Promise<Sent> {
  const { record, client, stillOurs } = deps;
  const place = await placeOf(record, delivery);
  if (!place) return noThread();
  const { key, seq, ts, postedIn, wantedSeq, riders } = delivery;
  const content = { text: said.text, blocks: [...said.blocks] };
  if (ts !== null) {
    const channel = postedIn ?? (await conversationOf(client, place.channel));
    stillOurs();
    await effect('slack.update', () => client.chat.update({ channel, ts, ...content }));
    return { kind: 'sent', ts, seq: wantedSeq };
  }
  const found = await arrivedIn(deps, delivery, place);
  if (found) return found;
  stillOurs();
  const thread =
    place.threadTs === undefined ? {} : { thread_ts: place.threadTs, reply_broadcast: said.broadcast ?? false };
  const answer = await effect('slack.post', () =>
    client.chat.postMessage({
      channel: place.channel,
      ...content,
      ...thread,
      metadata: {
        event_type: EVENT_TYPE,
        event_payload: {
          key,
          seq,
          ...(riders.length > 0 ? { with: riders.map((r) => r.key).join(WITH_BETWEEN) } : {}),
        },
      },
      parse: 'none',
      link_names: false,
      unfurl_links: said.sharesFiles ?? false,
      unfurl_media: said.sharesFiles ?? false,
    }),
  );
  if (answer.ts === undefined) throw new Error('posting a message: Slack gave no ts');
  const posted = answer.channel === undefined ? {} : { channel: answer.channel };
  return { kind: 'sent', ts: answer.ts, seq: wantedSeq, ...posted };
}

/** What a former attempt, whose answer was lost, left in Slack; undefined where it left nothing. */
export async function arrived(deps: SendDeps, delivery: Delivery): Promise<Sent | undefined> {
  const place = delivery.ts === null ? await placeOf(deps.record, delivery) : undefined;
  return place && arrivedIn(deps, delivery, place);
}

/** What was found says what held then; a screen is asked to catch up. */
async function arrivedIn(deps: SendDeps, delivery: Delivery, place: Omit<Place, 'since'>): Promise<Sent | undefined> {
  const found = await lookUp(deps, delivery, place, (where, botId) =>
    findByKey(deps.client, where, delivery.key, botId),
  );
  return found === undefined ? undefined : { kind: 'sent', ts: found, seq: 0 };
}

/** The whole log of a run, once, as a file in the thread. */
export async function sendLog(deps: SendDeps, delivery: Delivery, { change }: ChangeStory): Promise<Sent> {
  const { record, client, stillOurs } = deps;
  const run = runIn(change, delivery);
  const place = await placeOf(record, delivery);
  if (place?.threadTs === undefined) return noThread();
  const text = run ? await logText(record, run.run) : '';
  if (!run || text === '') return { kind: 'end', state: 'superseded', reason: 'the run said nothing' };
  const name = logName(change, run);
  const { channel, threadTs } = place;
  const found = await lookUp(deps, delivery, place, (where) => findFile(client, where, name));
  stillOurs();
  const id = found ?? (await upload(client, { name, content: text, channel, threadTs }));
  return { kind: 'sent', ts: `file:${id}`, seq: delivery.wantedSeq };
}

/** Only after an attempt whose answer was lost. Where Slack does not let us read, it is posted again: one copy at most. */
async function lookUp<T>(
  { record }: SendDeps,
  { ambiguous, firstTriedAt }: Delivery,
  place: Omit<Place, 'since'>,
  find: (place: Place, botId: string | undefined) => Promise<T | undefined>,
): Promise<T | undefined> {
  if (!ambiguous || firstTriedAt === null) return undefined;
  const workspace = await readWorkspace(record.db);
  try {
    return await find({ ...place, since: firstTriedAt - EARLIER_MS }, workspace?.botId);
  } catch (error) {
    const failure = readSlackFailure(error);
    const unreadable = failure.kind === 'refused' || (failure.kind === 'lockedOut' && failure.code === 'missing_scope');
    if (unreadable) return undefined;
    throw error;
  }
}

function noThread(): Sent {
  return { kind: 'end', state: 'dead', reason: 'the message it belongs under could not be posted' };
}
