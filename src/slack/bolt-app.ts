import { App, LogLevel, SocketModeReceiver, type Logger, type Receiver } from '@slack/bolt';
import type { BaseLogger } from 'pino';

export interface BoltOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly receiver: Receiver;
  readonly identity: { readonly botId: string; readonly botUserId: string };
  readonly log: BaseLogger;
}

/** Bolt's app over a receiver of ours; who the bot is was asked once at the start, so that no request waits for it. */
export function openBolt({ botToken, apiUrl, receiver, identity, log }: BoltOptions): App {
  const app = new App({
    receiver,
    authorize: () => Promise.resolve({ botToken, ...identity }),
    clientOptions: {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 2_000,
      allowAbsoluteUrls: false,
    },
    logger: boltLogger(log),
  });
  app.error((error) => {
    log.error({ err: error }, 'listening to Slack');
    return Promise.resolve();
  });
  return app;
}

/** Socket Mode, with the address for its own first call too: Bolt hands `clientOptions` to the app alone (facts of Bolt 5.1). */
export function openSocketReceiver(appToken: string, apiUrl: string, log: BaseLogger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
    logger: boltLogger(log),
    clientPingTimeout: 10_000,
  });
}

/** Bolt's and the SDK's log lines through ours, so that redaction covers them. */
export function boltLogger(log: BaseLogger): Logger {
  return {
    debug: (...parts) => log.debug(parts.map(String).join(' ')),
    info: (...parts) => log.info(parts.map(String).join(' ')),
    warn: (...parts) => log.warn(parts.map(String).join(' ')),
    error: (...parts) => log.error(parts.map(String).join(' ')),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
