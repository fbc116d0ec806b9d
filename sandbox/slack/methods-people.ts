import { ApiError } from './api-error.ts';
import { flag, optional, page, required } from './args.ts';
import type { Method } from './method.ts';
import { userWire } from './wire.ts';

/** Who is there, and who we are. */
export const PEOPLE_METHODS: Record<string, Method> = {
  'api.test': async (_context, args) => ({ args }),
  'auth.test': async ({ workspace, baseUrl }) => ({
    url: `${baseUrl()}/`,
    team: workspace.team.name,
    user: workspace.people.get(workspace.app.userId)?.name,
    team_id: workspace.team.id,
    user_id: workspace.app.userId,
    bot_id: workspace.app.botId,
    is_enterprise_install: false,
  }),
  'team.info': async ({ workspace }, args) => {
    if ((optional(args, 'team') ?? workspace.team.id) !== workspace.team.id) throw new ApiError('team_not_found');
    return { team: { ...workspace.team, domain: 'sandbox', email_domain: '', icon: {} } };
  },
  'bots.info': async ({ workspace: { app } }, args) => {
    if (optional(args, 'bot') !== app.botId) throw new ApiError('bot_not_found');
    return {
      bot: {
        id: app.botId,
        deleted: false,
        name: app.name,
        updated: 0,
        app_id: app.id,
        user_id: app.userId,
        icons: {},
      },
    };
  },
  'users.info': async ({ workspace }, args) => {
    const person = workspace.people.get(required(args, 'user'));
    if (person === undefined) throw new ApiError('user_not_found');
    return { user: userWire(workspace, person) };
  },
  'users.list': async ({ workspace }, args) => {
    const { items, next } = page(args, [...workspace.people.values()]);
    return { members: items.map((person) => userWire(workspace, person)), response_metadata: { next_cursor: next } };
  },
  'usergroups.list': async ({ workspace }, args) => ({
    usergroups: [...workspace.userGroups.values()].map(({ id, handle, members }) => ({
      id,
      team_id: workspace.team.id,
      is_usergroup: true,
      is_external: false,
      name: handle,
      handle,
      date_delete: 0,
      user_count: members.length,
      ...(flag(args, 'include_users') ? { users: members } : {}),
    })),
  }),
  'usergroups.users.list': async ({ workspace }, args) => {
    const group = workspace.userGroups.get(required(args, 'usergroup'));
    if (group === undefined) throw new ApiError('no_such_subteam');
    return { users: group.members };
  },
};
