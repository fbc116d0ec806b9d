import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Policy } from '../change/policy.ts';
import { openEar, type Hear } from '../journal/hear.ts';
import { readHold, releaseHold } from '../journal/hold.ts';
import type { Record } from '../journal/record.ts';
import { say as route, sayOfCalendar } from '../notifications/routes.ts';
import { sayProblem } from '../policy/problem.ts';
import { readPolicyFile } from '../policy/read-policy-file.ts';
import { CannotDo, counted, say, type Terminal } from './terminal.ts';
import { toolConfig } from './tool-config.ts';
import { withRecord } from './with-record.ts';

interface Waiting {
  readonly run: string;
  readonly change: ChangeId;
}

/**
 * Ends the hold. A backup, an apply or a rollback that was asked for before the restore and not begun by then may have run after
 * the backup was made: it is reported as failed, so that a person looks and opens another attempt (promise 3).
 */
export async function release(terminal: Terminal): Promise<0> {
  return withRecord(terminal.env, async ({ record }): Promise<0> => {
    const hold = await readHold(record.db);
    if (!hold) {
      say(terminal, 'The record is not on hold.');
      return 0;
    }
    const waiting = await unprovable(record, hold.since);
    if (waiting.length > 0) {
      const policy = await policyOf(toolConfig(terminal.env).policyFile);
      const hear = openEar({ record, policy: () => policy, patterns: () => [], say: route, sayOfCalendar });
      for (const run of waiting) await standDown(hear, run);
    }
    const { messages, wakes } = await whatWaits(record);
    await releaseHold(record.db);
    for (const { run, change } of waiting)
      say(
        terminal,
        `${change}: ${run} counts as failed, for it may have run since the backup was made. Look before you try again.`,
      );
    say(
      terminal,
      `The hold is over. ${counted(messages, 'message')} and ${counted(wakes, 'prompt')} that waited go out now where they are still true.`,
    );
    return 0;
  });
}

async function unprovable({ db, team }: Record, since: number): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    select run, change from runs
     where team = ${team} and state = 'requested' and step in ('backup', 'apply', 'rollback')
       and requested_at <= to_timestamp(${since}::double precision / 1000) order by requested_at, run`.execute(db);
  return rows;
}

/** The policy that a tool decides by; throws `CannotDo` where it cannot be used. */
export async function policyOf(file: string): Promise<Policy> {
  const reading = await readPolicyFile(file);
  if (!reading.ok)
    throw new CannotDo(`The policy is needed and cannot be used:\n${reading.problems.map(sayProblem).join('\n')}`);
  return reading.policy;
}

async function standDown(hear: Hear, { run, change }: Waiting): Promise<void> {
  const reason =
    'The record was restored from a backup in which this step had not begun; whether it ran after that is not known. Look at the service before you try again.';
  await hear({
    change,
    intent: { type: 'reportStep', run, outcome: 'failed', reason },
    actor: { kind: 'worker', host: 'restore' },
    id: `restore/${run}`,
    surface: 'restore',
  });
}

async function whatWaits({ db, team }: Record): Promise<{ readonly messages: number; readonly wakes: number }> {
  const { rows } = await sql<{ messages: number; wakes: number }>`
    select (select count(*) from deliveries where team = ${team} and state = 'pending' and due_at <= app.now()) as messages,
           (select count(*) from follow_ups where team = ${team} and state = 'pending' and due_at <= app.now()) as wakes`.execute(
    db,
  );
  return rows[0] ?? { messages: 0, wakes: 0 };
}
