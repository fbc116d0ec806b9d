import { sql, type LogEvent } from 'kysely';
import { expect, test } from 'vitest';
import { claimDueDeliveries, deliverySent, takeDelivery, type NewDelivery } from '../../src/journal/delivery-rows.ts';
import type { Pace } from '../../src/journal/pace-rows.ts';
import type { Record } from '../../src/journal/record.ts';
import { NotRecorded, Unsure, type Say } from '../../src/journal/hear.ts';
import { aCrowd, aJournalAlone, aRecord, anEar, codeOf, filed, voting } from './a-journal.ts';

const CROWD = 8;
const ROUNDS = 6;
const PACE: Pace = { name: 'C1', intervalMs: 1, burst: 50 };

/** A headline, a prompt that every fact touches, and a note. */
const say: Say = (_before, after, { seq }) => {
  const row = { channel: 'C1', lane: after.id, view: 'x', data: {} };
  return [
    { ...row, key: `${after.id}/headline`, kind: 'headline', position: 0 },
    { ...row, key: `${after.id}/prompt`, kind: 'live', position: 1 },
    { ...row, key: `${after.id}/${seq}/note`, kind: 'note', position: 2 },
  ] satisfies readonly NewDelivery[];
};

test('eight people press and eight workers deliver on one change at once: nothing is lost, doubled, out of order or deadlocked', async () => {
  const policy = aCrowd(CROWD, CROWD + 1);
  const journal = await aJournalAlone({ policy, say });
  const errors: unknown[] = [];
  const log = (event: LogEvent): void => void (event.level === 'error' && errors.push(event.error));
  const [hearers, deliverers] = [aRecord(journal.url, { log }), aRecord(journal.url, { log })];
  await filed(journal);
  const sent: string[] = [];
  let pressing = CROWD;

  const press = async (who: number): Promise<void> => {
    const ear = anEar(hearers, { policy, say });
    for (let round = 0; round < ROUNDS; round += 1)
      expect(codeOf(await untilRecorded(() => ear(voting(`press ${who}/${round}`, `U0LEAD${who}`, { policy }))))).toBe(
        'ok',
      );
    pressing -= 1;
  };
  const deliver = async (who: number): Promise<void> => {
    for (;;) {
      const isLast = pressing === 0;
      const offers = await claimDueDeliveries(deliverers, 5, 20);
      if (isLast && offers.length === 0 && (await openRows(deliverers)) === 0) return;
      for (const [i, { key, generation }] of offers.entries()) {
        const token = `${who}/${generation}/${i}`;
        const taken = await takeDelivery(deliverers, key, token, 60_000, () => PACE);
        if (!taken) continue;
        const done = { ts: taken.ts ?? `ts ${key}`, seq: taken.wantedSeq, restMs: 0 };
        expect(await deliverySent(deliverers, key, token, done)).toBe(true);
        if (taken.ts === null) sent.push(key);
      }
    }
  };
  const crowd = Array.from({ length: CROWD }, (_, i) => i + 1);
  await Promise.all([...crowd.map(press), ...crowd.map(deliver)]);

  const facts = 3 + CROWD * ROUNDS;
  const notes = Array.from({ length: facts }, (_, i) => `CHG-1/${i + 1}/note`);
  expect(sent.filter((key) => key.endsWith('note'))).toEqual(notes);
  expect(sent).toHaveLength(facts + 2);
  const { rows } = await sql<object>`
    select key, wanted_seq as wanted, sent_seq as sent, state from deliveries
     where kind <> 'note' order by key`.execute(deliverers.db);
  const screen = { wanted: facts, sent: facts, state: 'sent' };
  expect(rows).toEqual([
    { ...screen, key: 'CHG-1/headline' },
    { ...screen, key: 'CHG-1/prompt' },
  ]);
  expect(errors.filter(isClash)).toEqual([]);
});

/** A deadlock, or a decision that had to be made again; a statement given up on a busy machine is neither. */
function isClash(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ['40P01', '40001', '23505'].some((clash) => clash === code);
}

/** Whoever reads that nothing was recorded, because the machine is busy, presses again: the same press, under the same id. */
async function untilRecorded<T>(press: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await press();
    } catch (error) {
      if (!(error instanceof NotRecorded) && !(error instanceof Unsure)) throw error;
    }
  }
}

async function openRows({ db }: Record): Promise<number> {
  const { rows } = await sql`select from deliveries where state in ('pending', 'sending')`.execute(db);
  return rows.length;
}
