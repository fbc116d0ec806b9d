import { dirname, delimiter } from 'node:path';
import type { Sandbox } from './server.ts';

export type BotPlace = {
  sandbox: Pick<Sandbox, 'apiUrl' | 'botToken' | 'appToken' | 'signingSecret'>;
  mode: 'socket' | 'http';
  policyFile: string;
  dataDir: string;
  /** Where mails and cards go. */
  outside: { smtpUrl: string; teamsUrl: string };
  port: number;
  /** Laid over everything else; undefined takes a variable away. */
  more: Readonly<Record<string, string | undefined>>;
};

/** What decides what a bot is: the sandbox says all of it, and nothing of its surroundings leaks in. */
const OWN =
  /^(?:SLACK_.*|DATABASE_URL|REDIS_URL|GONOGO_CONFIG|DATA_DIR|PORT|ROLES|STEP_LABELS|PUBLIC_URL|SMTP_URL|TEAMS_.*|NODE_OPTIONS)$/;

/** The environment for a bot in the sandbox, made of this process's. `node` in it is the Node that runs now, for the runbook's scripts. */
export function botEnv(
  surroundings: NodeJS.ProcessEnv,
  { sandbox, mode, policyFile, dataDir, outside, port, more }: BotPlace,
): Record<string, string> {
  const secret =
    mode === 'socket' ? { SLACK_APP_TOKEN: sandbox.appToken } : { SLACK_SIGNING_SECRET: sandbox.signingSecret };
  const all: Record<string, string | undefined> = {
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(Object.entries(surroundings).filter(([name]) => !OWN.test(name))),
    PATH: [dirname(process.execPath), surroundings['PATH'] ?? '/usr/bin:/bin'].join(delimiter),
    SLACK_BOT_TOKEN: sandbox.botToken,
    ...secret,
    SLACK_API_URL: sandbox.apiUrl,
    GONOGO_CONFIG: policyFile,
    DATA_DIR: dataDir,
    SMTP_URL: outside.smtpUrl,
    TEAMS_ORDERS_URL: outside.teamsUrl,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...more,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
