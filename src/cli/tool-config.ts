import { readConfig, type Config } from '../config.ts';
import { CannotDo } from './terminal.ts';

/** What a tool needs of the environment to reach the record and the policy: no Slack tokens. Throws `CannotDo` with every problem. */
export function toolConfig(env: NodeJS.ProcessEnv): Config {
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, SLACK_SIGNING_SECRET: _secret, ...rest } = env;
  const reading = readConfig({ ...rest, ROLES: 'relay' });
  if (!reading.ok) throw new CannotDo(reading.problems.join('\n'));
  return reading.config;
}
