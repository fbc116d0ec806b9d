import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Tables } from './journal/tables.ts';
import { claimWorkspace, readWorkspace, type Workspace } from './journal/workspace.ts';
import { openClients } from './slack/clients.ts';
import { slackErrorCode } from './slack/slack-error.ts';

/** How long a start waits for Slack, or for another process to say whose record this is. */
const WAIT_MS = 60_000;
const AGAIN_MS = 1_000;

/** Whose workspace this is: asked of Slack by a process with a token, read from the record by one without. */
export async function identify({ slack }: Config, db: Kysely<Tables>, log: Logger): Promise<Workspace> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const workspace = slack ? await ask(slack, log) : await readWorkspace(db);
    if (workspace) {
      if (slack) await claimWorkspace(db, workspace);
      return workspace;
    }
    if (Date.now() > until) {
      throw new Error(
        slack
          ? 'Slack did not answer for a minute; is SLACK_API_URL right and the network up?'
          : 'No process with a Slack token has used this record yet; start one first.',
      );
    }
    await delay(AGAIN_MS);
  }
}

async function ask(slack: NonNullable<Config['slack']>, log: Logger): Promise<Workspace | undefined> {
  const answer = await asked(slack, log);
  if (!answer) return undefined;
  const { team_id: team, bot_id: botId, user_id: botUserId, url } = answer;
  if (team !== undefined && botId !== undefined && botUserId !== undefined)
    return { team, botId, botUserId, ...(url === undefined ? {} : { url }) };
  throw new Error("SLACK_BOT_TOKEN is not the token of a bot; copy the bot token from the app's page.");
}

async function asked({ botToken, apiUrl }: NonNullable<Config['slack']>, log: Logger) {
  try {
    return await openClients({ token: botToken, apiUrl }).posts.auth.test();
  } catch (error) {
    const code = slackErrorCode(error);
    if (code !== undefined && /auth|token|account/.test(code))
      throw new Error(`Slack refuses SLACK_BOT_TOKEN (${code}); copy it again from the app's page.`, { cause: error });
    log.warn({ err: error }, 'asking Slack who the bot is; trying again');
    return undefined;
  }
}
