import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface Workspace {
  readonly team: string;
  readonly botId: string;
  readonly botUserId: string;
  /** Where the workspace is in the browser, for links to messages; none where it was not said. */
  readonly url?: string | null;
}

/** The workspace this record belongs to; undefined until a process with a token has said it. */
export async function readWorkspace(db: Kysely<Tables>): Promise<Workspace | undefined> {
  const { rows } = await sql<Workspace>`
    select team, bot_id as "botId", bot_user_id as "botUserId", url from workspace`.execute(db);
  return rows[0];
}

/** Says whose record this is, the first time; throws one sentence when it is another workspace's. */
export async function claimWorkspace(
  db: Kysely<Tables>,
  { team, botId, botUserId, url = null }: Workspace,
): Promise<void> {
  await sql`
    insert into workspace (team, bot_id, bot_user_id, url) values (${team}, ${botId}, ${botUserId}, ${url})
    on conflict (sole) do update set bot_id = excluded.bot_id, bot_user_id = excluded.bot_user_id,
           url = coalesce(excluded.url, workspace.url)
     where workspace.team = excluded.team`.execute(db);
  const kept = await readWorkspace(db);
  if (kept && kept.team !== team) {
    throw new Error(
      `This record belongs to the workspace ${kept.team}, the token to ${team}; use another DATABASE_URL or DATA_DIR.`,
    );
  }
}
