import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';

export interface Clients {
  /** For what a person waits for: modals, Home, who somebody is. */
  readonly views: WebClient;
  /** For everything that may wait its turn: messages, updates, files, look-ups. */
  readonly posts: WebClient;
}

/** A modal must open within 3 s of the press. */
const VIEWS_MS = 2_000;
const POSTS_MS = 5_000;

/**
 * Two clients, so that a rate limit on posts never delays a modal. Neither repeats a call by itself: one post whose answer
 * was lost became three that way; whoever calls decides, knowing what was sent before.
 */
export function openClients({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): Clients {
  const options: WebClientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logLevel: LogLevel.ERROR,
  };
  return {
    views: new WebClient(token, { ...options, timeout: VIEWS_MS }),
    posts: new WebClient(token, { ...options, timeout: POSTS_MS }),
  };
}
