import { LogLevel, WebClient } from '@slack/web-api';
import { sql } from 'kysely';
import { pino } from 'pino';
import { onAsk } from '../../src/jobs/ask.ts';
import { openRoleHolders } from '../../src/slack/role-holders.ts';
import type { Mouth } from './a-mouth.ts';

/** Does every asking that is due, as the worker does, by what the sandbox's Slack says of the roles. */
export async function ask(mouth: Mouth): Promise<void> {
  const { sandbox, policy, journal } = mouth;
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  const holders = openRoleHolders({ client, policy: () => policy });
  const work = onAsk({ ...journal, policy: () => policy, holders, log: pino({ level: 'silent' }) });
  for (const key of await openAskings(mouth)) await work(`${key}#1`);
}

/** The keys of the askings that are due. */
export async function openAskings({ journal }: Mouth): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from follow_ups where kind = 'ask' and state = 'pending' and due_at <= app.now()`.execute(
    journal.record.db,
  );
  return rows.map(({ key }) => key);
}

/** The direct messages of the bot with a person. */
export function direct({ sandbox }: Mouth, person: string) {
  const found = [...sandbox.workspace.channels.values()].find((c) => c.kind === 'im' && c.members.includes(person));
  return found?.messages ?? [];
}
