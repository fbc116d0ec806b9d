import type { Workspace } from '../../sandbox/slack/workspace.ts';
import type { MessageInSlack } from '../../src/journal/check-said.ts';

/** Everything the bot has posted in a channel, or to a person, threads included, with the key it carries. */
export function messagesIn(workspace: Workspace, channel: string): readonly MessageInSlack[] {
  const found = workspace.people.has(channel) ? workspace.direct([channel]) : workspace.channels.get(channel);
  return (found?.messages ?? [])
    .filter((m) => m.fromBot && m.ephemeralTo === undefined && m.deleted !== true)
    .map(({ ts, metadata }) => {
      const key = metadata?.event_payload['key'];
      return { ts, key: typeof key === 'string' ? key : undefined };
    });
}
