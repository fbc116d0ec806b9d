import type { Context } from './context.ts';
import type { Json } from './json.ts';
import type { Channel, Person, Workspace } from './workspace.ts';

/** The fields every interaction payload has. */
export function payloadBase(workspace: Workspace, person: Person): Json {
  const { id, name } = person;
  const team = { id: workspace.team.id, domain: 'sandbox' };
  return {
    user: { id, username: name, name, team_id: person.isStranger === true ? 'T0STRANGER' : team.id },
    api_app_id: workspace.app.id,
    token: 'sandbox',
    team,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A conversation as payloads name it. */
export function channelName(channel: Channel): { id: string; name: string } {
  return {
    id: channel.id,
    name: channel.kind === 'channel' ? channel.name : channel.kind === 'im' ? 'directmessage' : 'mpdm',
  };
}

/** A fresh response_url speaking for this person here. */
export function responseUrl({ responseUrls, baseUrl }: Context, user: string, channel: string, ts?: string): string {
  return `${baseUrl()}/response/${responseUrls.issue({ user, channel, ...(ts === undefined ? {} : { ts }) })}`;
}

/** A conversation this person is in; undefined otherwise. */
export function seenBy(workspace: Workspace, user: string, id: string): Channel | undefined {
  const channel = workspace.channels.get(id);
  return channel?.members.includes(user) === true ? channel : undefined;
}
