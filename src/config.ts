import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROLES = ['slack', 'relay', 'posts', 'steps'] as const;
export type ProcessRole = (typeof ROLES)[number];

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const SLACK_TOKENS = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const;

/**
 * The environment, one member per variable; `.env.example` is tested against it. Every message says what was expected and none repeats
 * what was found, because any of these may hold a secret.
 */
export const Environment = z.object({
  SLACK_BOT_TOKEN: shaped(/^xoxb-\S+$/, 'a bot token, which begins with xoxb-').exactOptional(),
  SLACK_APP_TOKEN: shaped(/^xapp-\S+$/, 'an app-level token, which begins with xapp-').exactOptional(),
  SLACK_SIGNING_SECRET: shaped(/^\S+$/, 'the signing secret of the app, without spaces').exactOptional(),
  SLACK_API_URL: address(/^https?:\/\/.+\/api\/$/, 'an http:// or https:// address that ends in /api/').prefault(
    'https://slack.com/api/',
  ),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, { error: 'a port from 0 to 65535' })
    .transform(Number)
    .prefault('3000'),
  DATABASE_URL: address(/^postgres(?:ql)?:\/\//, 'an address that begins with postgres://').exactOptional(),
  REDIS_URL: address(/^rediss?:\/\//, 'an address that begins with redis:// or rediss://').exactOptional(),
  GONOGO_CONFIG: z.string().prefault('gonogo.yaml'),
  DATA_DIR: z.string().prefault('./data'),
  ROLES: z
    .string()
    .transform((list) => split(list).map((role) => ROLES.find((known) => known === role)))
    .refine((roles) => roles.length > 0 && !roles.includes(undefined), {
      error: 'some of slack, relay, posts and steps, with commas between',
    })
    .transform((roles) => ROLES.filter((role) => roles.includes(role)))
    .prefault(ROLES.join(',')),
  STEP_LABELS: z
    .string()
    .transform(split)
    .refine((labels) => labels.length > 0 && labels.every((label) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(label)), {
      error: 'labels of letters, digits, dots, dashes and underscores, with commas between',
    })
    .prefault('default'),
  SMTP_URL: address(/^smtps?:\/\//, 'an address that begins with smtp:// or smtps://').exactOptional(),
  PUBLIC_URL: address(/^https?:\/\//, 'an http:// or https:// address').exactOptional(),
  LOG_LEVEL: z.enum(LEVELS, { error: `one of ${LEVELS.join(', ')}` }).prefault('info'),
});
type Environment = z.output<typeof Environment>;

/** How the bot hears Slack: over a socket that it opens, or by signed requests to `PORT`. */
export type SlackMode =
  { readonly kind: 'socket'; readonly appToken: string } | { readonly kind: 'http'; readonly signingSecret: string };

export interface Config {
  /** Undefined in a process that never talks to Slack. `mode` is undefined in one that posts and does not listen. */
  readonly slack?: { readonly botToken: string; readonly apiUrl: string; readonly mode?: SlackMode };
  readonly port: number;
  readonly database: { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'embedded' };
  readonly queue: { readonly kind: 'redis'; readonly url: string } | { readonly kind: 'postgres' };
  readonly policyFile: string;
  readonly dataDir: string;
  readonly roles: readonly ProcessRole[];
  readonly stepLabels: readonly string[];
  readonly smtpUrl?: string;
  readonly publicUrl?: string;
  readonly logLevel: (typeof LEVELS)[number];
}

export type Env = Readonly<Record<string, string | undefined>>;
export type ConfigReading =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

/** The environment as configuration, or one sentence per problem, each of which names its variable and never repeats a value. */
export function readConfig(env: Env): ConfigReading {
  const given = withoutEmpty(env);
  const read = Environment.safeParse(given);
  const misread = (read.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')} is not as expected: it must be ${issue.message}.`,
  );
  const roles = Environment.shape.ROLES.safeParse(given['ROLES']);
  const problems = [...misread, ...(roles.success ? tokenProblems(given, roles.data) : [])];
  return read.success && problems.length === 0 ? { ok: true, config: configOf(read.data) } : { ok: false, problems };
}

/** Whether nothing at all is set up, so that a first start may play in the sandbox: no Slack, no database, no queue, no policy. */
export function isSandboxWanted(env: Env, cwd: string): boolean {
  return !Object.keys(withoutEmpty(env)).some(isSetUp) && !existsSync(join(cwd, 'gonogo.yaml'));
}

function isSetUp(name: string): boolean {
  return name.startsWith('SLACK_') || ['DATABASE_URL', 'REDIS_URL', 'GONOGO_CONFIG'].includes(name);
}

function tokenProblems(given: Env, roles: readonly ProcessRole[]): string[] {
  const has = (name: (typeof SLACK_TOKENS)[number]): boolean => given[name] !== undefined;
  const set = SLACK_TOKENS.filter(has);
  if (roles.every((role) => role === 'steps')) {
    return set.map(
      (name) => `${name} is set: a process with ROLES=steps alone can apply changes and must hold no Slack token.`,
    );
  }
  const problems: string[] = [];
  if (has('SLACK_APP_TOKEN') && has('SLACK_SIGNING_SECRET')) {
    problems.push('SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP mode) are both set: keep one of them.');
  }
  const speaks = roles.includes('slack') || roles.includes('posts');
  if (!has('SLACK_BOT_TOKEN') && (speaks || set.length > 0)) {
    const beside = set.length > 0 ? `, although ${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set` : '';
    problems.push(`SLACK_BOT_TOKEN is missing${beside}: it is what the bot posts with.`);
  }
  if (roles.includes('slack') && !has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET')) {
    problems.push(
      'SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP mode) is missing: the bot hears Slack with one of them.',
    );
  }
  return problems;
}

function configOf(read: Environment): Config {
  const slack = slackOf(read);
  return {
    ...(slack && { slack }),
    port: read.PORT,
    database: read.DATABASE_URL === undefined ? { kind: 'embedded' } : { kind: 'postgres', url: read.DATABASE_URL },
    queue: read.REDIS_URL === undefined ? { kind: 'postgres' } : { kind: 'redis', url: read.REDIS_URL },
    policyFile: read.GONOGO_CONFIG,
    dataDir: read.DATA_DIR,
    roles: read.ROLES,
    stepLabels: read.STEP_LABELS,
    ...(read.SMTP_URL !== undefined && { smtpUrl: read.SMTP_URL }),
    ...(read.PUBLIC_URL !== undefined && { publicUrl: read.PUBLIC_URL }),
    logLevel: read.LOG_LEVEL,
  };
}

function slackOf(read: Environment): Config['slack'] {
  if (read.SLACK_BOT_TOKEN === undefined) return undefined;
  const said = { botToken: read.SLACK_BOT_TOKEN, apiUrl: read.SLACK_API_URL };
  if (read.SLACK_APP_TOKEN !== undefined) return { ...said, mode: { kind: 'socket', appToken: read.SLACK_APP_TOKEN } };
  if (read.SLACK_SIGNING_SECRET === undefined) return said;
  return { ...said, mode: { kind: 'http', signingSecret: read.SLACK_SIGNING_SECRET } };
}

function withoutEmpty(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value.trim()]],
    ),
  );
}

function split(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function shaped(pattern: RegExp, expected: string): z.ZodString {
  return z.string().regex(pattern, { error: expected });
}

function address(pattern: RegExp, expected: string) {
  return z.string().refine((text) => pattern.test(text) && URL.canParse(text), { error: expected });
}
