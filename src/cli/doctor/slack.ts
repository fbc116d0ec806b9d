import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { openClients } from '../../slack/clients.ts';
import { readSlackFailure } from '../../slack/slack-error.ts';
import { notOk, ok, type Line } from './line.ts';

const MANIFEST = fileURLToPath(new URL('../../../manifest.json', import.meta.url));
const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** The token is taken, and has every scope that the manifest asks for. */
export async function slackLines(slack: Config['slack'], team: string | undefined): Promise<readonly Line[]> {
  if (!slack) return [];
  try {
    const answer = await openClients({ token: slack.botToken, apiUrl: slack.apiUrl }).posts.auth.test();
    const { team: name = '', team_id: id = '', response_metadata: about } = answer;
    const other = team !== undefined && id !== team;
    return [
      other
        ? notOk(`SLACK_BOT_TOKEN is of the workspace ${name} (${id}), the record belongs to ${team}.`)
        : ok(`Slack takes the token, of the workspace ${name} (${id}).`),
      ...(await scopeLines(about?.scopes)),
    ];
  } catch (error) {
    const failure = readSlackFailure(error);
    if (failure.kind === 'lockedOut')
      return [notOk(`Slack refuses SLACK_BOT_TOKEN (${failure.code}): copy it again from the app's page.`)];
    const code = 'code' in failure ? failure.code : 'rate limited';
    return [notOk(`Slack does not answer (${code}): is the network up, and SLACK_API_URL right?`)];
  }
}

/** Slack names the token's scopes in a header; a stand-in may not. */
async function scopeLines(granted: readonly string[] | undefined): Promise<readonly Line[]> {
  if (!granted) return [];
  const text = await readFile(MANIFEST, 'utf8').catch(() => undefined);
  const manifest = text === undefined ? undefined : Manifest.safeParse(JSON.parse(text));
  if (!manifest?.success) return [];
  const missing = manifest.data.oauth_config.scopes.bot.filter((scope) => !granted.includes(scope));
  return [
    missing.length === 0
      ? ok('the token has every scope of manifest.json.')
      : notOk(`the token lacks ${missing.join(', ')}: install the app again with the scopes of manifest.json.`),
  ];
}
