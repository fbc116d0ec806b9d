import type { Events } from './events.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Transport } from './transport.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** Everything a method or a person's act may use. */
export type Context = {
  workspace: Workspace;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  transport: Transport;
  events: Events;
  /** Without a trailing slash. */
  baseUrl: () => string;
  /** A new address for a Socket Mode connection; undefined in HTTP mode. */
  socketUrl: (() => string) | undefined;
};
