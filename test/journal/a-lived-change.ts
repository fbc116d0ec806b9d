import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Actor, Spoken } from '../../src/change/intents.ts';
import type { MilestoneName } from '../../src/change/timeline.ts';
import { claimDueDeliveries, deliverySent, takeDelivery } from '../../src/journal/delivery-rows.ts';
import { claimDueFollowUps, followUpDone } from '../../src/journal/follow-up-rows.ts';
import type { Hear, Say } from '../../src/journal/hear.ts';
import { readChange } from '../../src/journal/read-change.ts';
import type { Record } from '../../src/journal/record.ts';
import { claimWorkspace } from '../../src/journal/workspace.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { FILED_AT, GO_AT, OPENS_AT, THE_CLOCK, aContent, aWorker, anActor } from '../support/a-change.ts';
import { DAY, MINUTE, aPolicy, aRunbook } from '../support/a-policy.ts';
import { shownBy } from '../support/a-proof.ts';
import { anEar, moveClockTo } from './a-journal.ts';

/** The team of every record made here. */
export const TEAM = 'T0LIVED';

/** A record, and the ear that writes it. */
export interface Lived {
  readonly record: Record;
  readonly hear: Hear;
}

/** The record at an address, closed when the test is over. */
export function aRecordAt(url: string): Record {
  const record = openRecord(url);
  onTestFinished(() => record.db.destroy());
  return record;
}

function openRecord(url: string): Record {
  return {
    db: new Kysely({ dialect: new PostgresDialect({ pool: openPool(url, { max: 4, name: 'test' }) }) }),
    team: TEAM,
  };
}

/** Lives a life in the empty record at an address, from `FILED_AT` on, and lets go of it. */
export async function liveIn(url: string, live: (lived: Lived) => Promise<void>, say: Say = sayALittle): Promise<void> {
  const record = openRecord(url);
  try {
    await claimWorkspace(record.db, { team: TEAM, botId: 'B0BOT', botUserId: 'U0BOT' });
    await moveClockTo(record, FILED_AT);
    await live({ record, hear: anEar(record, { say }) });
  } finally {
    await record.db.destroy();
  }
}

const DIGEST = aRunbook().digest;

/** A headline that follows every fact and a note for each: enough to see what is said once and what is updated. */
const sayALittle: Say = (_before, after, { seq }) => {
  const place = { channel: 'C0CHANGES', lane: after.id, data: {} } as const;
  return [
    { ...place, key: `${after.id}/headline`, kind: 'headline', position: 0, view: 'headline' },
    { ...place, key: `${after.id}/${seq}/note`, kind: 'note', position: 1, view: 'note', data: { seq } },
  ];
};

let sayings = 0;

/** Tells the record one intent of CHG-1; throws when it is refused. */
export async function tell({ hear }: Lived, actor: Actor, intent: Spoken): Promise<void> {
  const outcome = await hear({ change: 'CHG-1', intent, actor, id: `saying-${(sayings += 1)}`, surface: 'test' });
  if (!outcome.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(outcome.refusal)}`);
}

/** Files CHG-1 as U0ADA. */
export async function file({ hear }: Lived): Promise<void> {
  const intent = { type: 'fileChange', content: aContent() } as const;
  const outcome = await hear({
    change: 'new',
    intent,
    actor: anActor('U0ADA', aPolicy()),
    id: 'filing',
    surface: 'modal',
  });
  if (!outcome.ok) throw new Error(`filing was refused: ${JSON.stringify(outcome.refusal)}`);
}

/** Does all that is due, as relay, workers and posts would: every run succeeds, every message is sent. */
export async function doDue(lived: Lived): Promise<void> {
  const { record, hear } = lived;
  for (let found = true; found;) {
    const due = await claimDueFollowUps(record, 100, 0);
    for (const { key, kind, data } of due) {
      if (kind === 'run') await runOnce(lived, String(data['run']));
      else if (kind === 'ask') await askOnce(lived, key, data);
      else if (kind === 'debt') throw new Error(`${key}: this change owes nothing`);
      else {
        const milestone = data['milestone'] as MilestoneName;
        const schedule = Number(data['schedule']);
        const intent = { type: 'reachMilestone', milestone, schedule } as const;
        await hear({ change: 'CHG-1', intent, actor: THE_CLOCK, id: `wake/${key}`, surface: 'clock' });
      }
      await followUpDone(record, key);
    }
    const sent = await sendDue(lived);
    found = due.length > 0 || sent > 0;
  }
}

async function askOnce({ hear }: Lived, key: string, data: { readonly [member: string]: unknown }) {
  const people = anActor('U0ADA', aPolicy()).roster;
  const [nth, ballot, review] = [Number(data['nth']), Number(data['ballot']), Number(data['review'])];
  const intent =
    'review' in data
      ? ({ type: 'askReviewers', review, nth, people } as const)
      : ({ type: 'askVoters', ballot, nth, people } as const);
  await hear({ change: 'CHG-1', intent, actor: THE_CLOCK, id: `ask/${key}`, surface: 'clock' });
}

export async function runOnce(lived: Lived, run: string): Promise<void> {
  const worker = aWorker();
  const { hear } = lived;
  const begin = { type: 'beginStep', run, host: 'deploy-1', digest: DIGEST } as const;
  const begun = await hear({ change: 'CHG-1', intent: begin, actor: worker, id: `begin/${run}`, surface: 'worker' });
  if (begun.ok)
    await tell(lived, worker, { type: 'reportStep', run, outcome: 'succeeded', outputBytes: 42, ...shownBy(run) });
}

async function sendDue({ record }: Lived): Promise<number> {
  let sent = 0;
  for (const { key } of await claimDueDeliveries(record, 100, 0)) {
    const pace = { name: key, intervalMs: 0, burst: 1 };
    const taken = await takeDelivery(record, key, 'token', 10_000, () => pace);
    if (!taken) continue;
    const ts = taken.ts ?? `${(messages += 1)}.000001`;
    await deliverySent(record, key, 'token', { ts, seq: taken.wantedSeq, restMs: 0 });
    sent += 1;
  }
  if (sent > 0) await delay(1); // rests end by real time, in the next millisecond
  return sent;
}

let messages = 1_000_000;

/** CHG-1 from its filing to the GO. */
export async function liveToReady(lived: Lived): Promise<void> {
  const policy = aPolicy();
  await file(lived);
  await doDue(lived);
  await tell(lived, anActor('U0BOB', policy), { type: 'castVote', ballot: 1, answer: 'yes' });
  await moveClockTo(lived.record, GO_AT);
  await doDue(lived);
  await tell(lived, anActor('U0CYD', policy), { type: 'castVote', ballot: 2, answer: 'yes' });
  await doDue(lived);
}

/** CHG-1 from its filing until it is closed, with everything that was due done. */
export async function liveToTheEnd(lived: Lived): Promise<void> {
  const ada = anActor('U0ADA', aPolicy());
  await liveToReady(lived);
  await moveClockTo(lived.record, OPENS_AT + MINUTE);
  await doDue(lived);
  await tell(lived, ada, { type: 'start', typed: 'CHG-1', revision: 1 });
  await doDue(lived);
  await moveClockTo(lived.record, OPENS_AT + 60 * MINUTE);
  await doDue(lived);
  await moveClockTo(lived.record, OPENS_AT + 30 * DAY);
  await doDue(lived);
  await tell(lived, ada, { type: 'close' });
  await doDue(lived);
  const status = (await readChange(lived.record, 'CHG-1'))?.change.status;
  if (status !== 'closed') throw new Error(`the change should be closed and is ${status}`);
}
