import { setTimeout as pause } from 'node:timers/promises';
import type { Json } from './json.ts';
import type { Transport } from './transport.ts';
import { newId, type Workspace } from './workspace.ts';

/** Slack waits a minute and then five; a test would rather not. */
const RETRY_AFTER_MS = [0, 1_000, 5_000];

/** Sends events to the app in the background, three more times when one is not answered with 200. */
export type Events = { send(event: Json & { type: string }): void; close(): void };

export function openEvents(workspace: Workspace, transport: Transport): Events {
  const closing = new AbortController();

  async function deliver(body: Json): Promise<void> {
    let acked = await transport.deliver({ type: 'events_api', body });
    for (const [index, wait] of RETRY_AFTER_MS.entries()) {
      if (acked.ok && (index > 0 || !workspace.sendsEventsTwice)) return;
      await pause(wait, undefined, { signal: closing.signal });
      acked = await transport.deliver({
        type: 'events_api',
        body,
        retry: { attempt: index + 1, reason: acked.ok ? 'timeout' : acked.reason },
      });
    }
  }

  return {
    send(event) {
      const authorization = {
        enterprise_id: null,
        team_id: workspace.team.id,
        user_id: workspace.app.userId,
        is_bot: true,
        is_enterprise_install: false,
      };
      const body = {
        token: 'sandbox',
        team_id: workspace.team.id,
        context_team_id: workspace.team.id,
        api_app_id: workspace.app.id,
        event,
        type: 'event_callback',
        event_id: newId('Ev'),
        event_time: Math.floor(Number(event['event_ts'])),
        authorizations: [authorization],
        is_ext_shared_channel: false,
        event_context: newId('4-'),
      };
      deliver(body).catch((error: unknown) => {
        if (!closing.signal.aborted) throw error;
      });
    },
    close: () => closing.abort(),
  };
}
