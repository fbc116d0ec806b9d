import { sql } from 'kysely';
import { BULLETINS, finding, type Finding } from './check/finding.ts';
import type { Record } from './record.ts';

/** A message in Slack, and the key of the delivery it is, as its metadata says; undefined for anybody else's. */
export interface MessageInSlack {
  readonly ts: string;
  readonly key: string | undefined;
}

interface Said {
  readonly key: string;
  /** The key of the message that it went in: its own, or that of the one that carried it. */
  readonly under: string;
  readonly change: string | null;
  readonly kind: string;
  readonly state: string;
  readonly ts: string | null;
}

/**
 * The outside half of the check, where all of a channel can be read: each delivery is there at most once, what counts as sent
 * is there under its timestamp, and no message of ours lacks its row. `readMessages` gives the messages of a channel (or of the
 * direct messages with a person), those in threads included. A log is a file, which carries no metadata, and is left out.
 */
export async function checkSaid(
  { team, db }: Record,
  readMessages: (channel: string) => Promise<readonly MessageInSlack[]>,
): Promise<Finding[]> {
  const channels = await sql<{ channel: string }>`
    select distinct channel from deliveries where team = ${team} and medium = 'slack' order by channel`.execute(db);
  const found: Finding[] = [];
  for (const { channel } of channels.rows) {
    const { rows } = await sql<Said>`
      select key, coalesce(case when state = 'sent' then digest end, key) as under, change, kind, state, ts from deliveries
       where team = ${team} and medium = 'slack' and channel = ${channel} order by change, seq, position`.execute(db);
    found.push(...channelFindings(channel, rows, await readMessages(channel)));
  }
  return found;
}

function channelFindings(
  channel: string,
  rows: readonly Said[],
  messages: readonly MessageInSlack[],
): readonly Finding[] {
  const shown = Map.groupBy(
    messages.filter(({ key }) => key !== undefined),
    ({ key }) => key ?? '',
  );
  const known = new Set(rows.map(({ key }) => key));
  const foreign = [...shown.keys()].filter((key) => !known.has(key));
  return [
    ...rows
      .filter(({ kind }) => kind !== 'log')
      .flatMap((row) => rowFindings(channel, row, shown.get(row.under) ?? [])),
    ...foreign.map((key) => finding('slack', channel, `shows a message under ${key}, which the record does not know.`)),
  ];
}

function rowFindings(channel: string, { key, state, ts, ...row }: Said, shown: readonly MessageInSlack[]): Finding[] {
  const change = row.change ?? BULLETINS;
  const all = shown.map((message) => message.ts).join(', ');
  if (shown.length > 1) return [finding('slack', change, `${key} is in ${channel} ${shown.length} times: ${all}.`)];
  if (ts !== null && shown[0]?.ts !== ts)
    return [
      finding(
        'slack',
        change,
        `${key} was sent to ${channel} as ${ts} and is ${all ? `there as ${all}` : 'not there'}.`,
      ),
    ];
  if (ts === null && shown.length > 0 && state !== 'pending' && state !== 'sending')
    return [finding('slack', change, `${key} is in ${channel} although the record says ${state}.`)];
  return [];
}
