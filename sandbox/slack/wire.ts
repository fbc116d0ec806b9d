import type { Json } from './json.ts';
import type { Channel, Message, OpenView, Person, SharedFile, Workspace } from './workspace.ts';

/** Where a workspace of Slack shows its files; the page opens those of the sandbox at its own address. */
export const FILES_AT = 'https://sandbox.slack.com/files/';

export const fileWire = (file: SharedFile): Json => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.name.split('.').at(-1) ?? 'binary',
  size: file.size,
  user: file.user,
  mode: 'hosted',
  url_private: `/files/${file.id}`,
  permalink: `${FILES_AT}${file.user}/${file.id}/${file.name.toLowerCase().replaceAll(/[^a-z0-9.]+/gu, '_')}`,
});

/** The replies of a thread, oldest first. */
export function repliesTo(channel: Channel, ts: string): Message[] {
  return channel.messages.filter((one) => one.thread_ts === ts && one.ts !== ts && one.ephemeralTo === undefined);
}

/** A message as the Web API and payloads show it; metadata only when asked for. */
export function messageWire(workspace: Workspace, channel: Channel, message: Message, withMetadata = false): Json {
  const { ts, user, text, blocks, attachments, edited, files, metadata } = message;
  const replies = message.thread_ts === undefined ? repliesTo(channel, ts) : [];
  const { app, team } = workspace;
  const latest = replies.at(-1);
  return {
    type: 'message',
    ...(message.deleted === true
      ? { subtype: 'tombstone', hidden: true }
      : message.broadcast === true
        ? { subtype: 'thread_broadcast' }
        : {}),
    user,
    ts,
    ...(message.fromBot
      ? {
          bot_id: app.botId,
          app_id: app.id,
          bot_profile: { id: app.botId, app_id: app.id, name: app.name, team_id: team.id },
        }
      : {}),
    text,
    team: team.id,
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(edited === undefined ? {} : { edited }),
    ...(files === undefined ? {} : { files: files.map(fileWire) }),
    ...(message.thread_ts === undefined
      ? {}
      : {
          thread_ts: message.thread_ts,
          parent_user_id: channel.messages.find((one) => one.ts === message.thread_ts)?.user,
        }),
    ...(latest === undefined
      ? {}
      : {
          thread_ts: ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((one) => one.user))],
          latest_reply: latest.ts,
        }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
  };
}

/** A view as the Web API and payloads show it. */
export function viewWire(workspace: Workspace, view: OpenView, withValues = true): Json {
  const { source } = view;
  return {
    id: view.id,
    team_id: workspace.team.id,
    type: source.type,
    blocks: source.blocks,
    private_metadata: source.private_metadata ?? '',
    callback_id: source.callback_id ?? '',
    external_id: source.external_id ?? '',
    state: { values: withValues ? view.values : {} },
    hash: view.hash,
    title: source.title ?? null,
    submit: source.submit ?? null,
    close: source.close ?? null,
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    submit_disabled: false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: workspace.app.id,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.app.botId,
  };
}

/** A person as users.info shows them; a stranger comes from another team through Slack Connect. */
export function userWire(workspace: Workspace, person: Person): Json {
  const team = person.isStranger === true ? 'T0STRANGER' : workspace.team.id;
  const isBot = person.isBot === true;
  return {
    id: person.id,
    team_id: team,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    tz: person.tz ?? 'Etc/UTC',
    profile: {
      real_name: person.realName,
      display_name: person.name,
      email: `${person.name}@example.net`,
      team,
      ...(isBot ? { bot_id: workspace.app.botId, api_app_id: workspace.app.id } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: person.isRestricted ?? false,
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    is_stranger: person.isStranger ?? false,
    updated: 0,
  };
}

/** A conversation as conversations.info shows it. */
export function channelWire(channel: Channel): Json {
  const { id, name, kind } = channel;
  if (kind === 'im')
    return {
      id,
      is_im: true,
      is_channel: false,
      is_group: false,
      is_mpim: false,
      user: channel.members[0],
      is_archived: false,
      is_open: true,
    };
  const isMpim = kind === 'mpim';
  const shape = {
    is_channel: !isMpim,
    is_group: isMpim,
    is_im: false,
    is_mpim: isMpim,
    is_private: isMpim,
    is_archived: false,
    is_general: false,
  };
  return {
    id,
    name,
    name_normalized: name,
    ...shape,
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.botIsMember,
    num_members: channel.members.length,
  };
}
