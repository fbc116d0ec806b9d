import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { register } from './commands/register.ts';
import type { Hear } from './journal/hear.ts';
import type { Record } from './journal/record.ts';
import { firstSeen } from './journal/request-signatures.ts';
import type { Workspace } from './journal/workspace.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import type { PolicyNow } from './open-policy-or-empty.ts';
import { previewNotices } from './notifications/preview-notices.ts';
import { openBolt, openSocketReceiver } from './slack/bolt-app.ts';
import { openClients } from './slack/clients.ts';
import { openHttpReceiver } from './slack/http-receiver.ts';
import { openRoster } from './slack/roster.ts';

export interface Slack {
  /** Answers Slack's requests in HTTP mode. */
  readonly events?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  start(): Promise<void>;
}

interface SlackDeps {
  readonly config: Config;
  readonly policy: PolicyNow;
  readonly closing: Closing;
  readonly log: Logger;
  readonly record: Record;
  readonly hear: Hear;
  readonly workspace: Workspace;
}

/** Hears Slack, over a socket or by signed requests, and stops hearing before anything else stops. */
export function openSlack({ config, record, hear, policy, workspace, closing, log }: SlackDeps): Slack | undefined {
  const { slack } = config;
  if (!slack?.mode) return undefined;
  const { mode, apiUrl, botToken } = slack;
  const clients = openClients({ token: botToken, apiUrl });
  const http =
    mode.kind === 'http'
      ? openHttpReceiver({
          signingSecret: mode.signingSecret,
          firstSeen: (signature) => firstSeen(record, signature),
          log,
        })
      : undefined;
  const receiver = http ?? openSocketReceiver(mode.kind === 'socket' ? mode.appToken : '', apiUrl, log);
  const bolt = openBolt({ botToken, apiUrl, receiver, identity: workspace, log });
  register(bolt, {
    hear,
    record,
    policy: policy.current,
    patterns: policy.patterns,
    notices: (story) => previewNotices(story, policy.current()),
    who: openRoster({ client: clients.views, policy: policy.current }),
    views: clients.views,
    posts: clients.posts,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    log,
  });
  return {
    ...(http ? { events: (request, response) => http.handle(request, response) } : {}),
    async start() {
      await bolt.start();
      closing.add('hearing Slack', () => bolt.stop());
    },
  };
}
