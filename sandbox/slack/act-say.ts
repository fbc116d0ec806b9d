import type { Act, Outcome } from './action.ts';
import { ApiError } from './api-error.ts';
import type { Context } from './context.ts';
import { isRecord } from './json.ts';
import { channelName, payloadBase, responseUrl, seenBy } from './payload.ts';
import { respond } from './respond.ts';
import { messageWire } from './wire.ts';
import type { Message, Person } from './workspace.ts';

const fail = (error: string): Outcome => ({ ok: false, error });

/** Escapes what a person typed as Slack does, leaving mentions of people, channels and groups. */
function escapeTyped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/&lt;((?:@|#|!subteam\^)[A-Z0-9]+(?:\|[^&|]*)?)&gt;/gu, '<$1>');
}

/** Tells the person what Slack would: `operation_timeout` when the app did not answer, else what was wrong with its answer. */
function refused(context: Context, person: Person, channel: string, error: string): Outcome {
  context.workspace.notify(person.id, channel, error);
  return fail(error);
}

/** Types a slash command; what the acknowledgement carries is shown to the person alone or, with `in_channel`, to all. */
export async function actCommand(context: Context, person: Person, act: Act<'command'>): Promise<Outcome> {
  const { workspace, transport, triggers } = context;
  const channel = seenBy(workspace, person.id, act.channel);
  if (channel === undefined) return fail('You are not in that channel.');
  const [command = act.text] = act.text.split(/\s/u, 1);
  const { id, name } = channelName(channel);
  const body = {
    token: 'sandbox',
    team_id: workspace.team.id,
    team_domain: 'sandbox',
    channel_id: id,
    channel_name: name,
    user_id: person.id,
    user_name: person.name,
    command,
    text: act.text.slice(command.length).trim(),
    api_app_id: workspace.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl(context, person.id, id),
    trigger_id: triggers.issue(person.id),
  };
  const acked = await transport.deliver({ type: 'slash_commands', body });
  if (!acked.ok) {
    const reason = acked.reason === 'http_error' ? 'dispatch_failed' : 'operation_timeout';
    return refused(context, person, id, `${command} failed: ${reason}`);
  }
  if (!isRecord(acked.payload) || Object.keys(acked.payload).length === 0) return { ok: true };
  try {
    await respond(context, { user: person.id, channel: id }, acked.payload);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refused(context, person, id, `${command} failed: ${error.message}`);
  }
}

/** Posts what a person typed and, where the bot is a member, tells it. */
export async function actMessage(
  { workspace, events }: Context,
  person: Person,
  act: Act<'message'>,
): Promise<Outcome> {
  const channel = seenBy(workspace, person.id, act.channel);
  if (channel === undefined) return fail('You are not in that channel.');
  const parent = channel.messages.find((one) => one.ts === act.thread_ts && one.thread_ts === undefined);
  if (act.thread_ts !== undefined && parent === undefined) return fail('That thread is no longer there.');
  const ts = await workspace.nextTs();
  const thread = act.thread_ts === undefined ? {} : { thread_ts: act.thread_ts };
  const message: Message = { ts, user: person.id, fromBot: false, text: escapeTyped(act.text), ...thread };
  channel.messages.push(message);
  workspace.changed();
  const kind = channel.kind === 'channel' ? 'channel' : channel.kind;
  if (channel.botIsMember) {
    events.send({
      ...messageWire(workspace, channel, message),
      type: 'message',
      channel: channel.id,
      channel_type: kind,
      event_ts: ts,
    });
  }
  return { ok: true };
}

/** Uses a global shortcut. */
export async function actShortcut(context: Context, person: Person, act: Act<'shortcut'>): Promise<Outcome> {
  const { workspace, transport, triggers } = context;
  const own = {
    type: 'shortcut',
    callback_id: act.callback_id,
    trigger_id: triggers.issue(person.id),
    action_ts: await workspace.nextTs(),
  };
  const acked = await transport.deliver({ type: 'interactive', body: { ...payloadBase(workspace, person), ...own } });
  return acked.ok ? { ok: true } : refused(context, person, '', 'The shortcut failed: the app did not respond.');
}

/** Uses a shortcut on a message. */
export async function actMessageShortcut(
  context: Context,
  person: Person,
  act: Act<'messageShortcut'>,
): Promise<Outcome> {
  const { workspace, transport, triggers } = context;
  const channel = seenBy(workspace, person.id, act.channel);
  const message = channel?.messages.find((one) => one.ts === act.ts && one.ephemeralTo === undefined);
  if (channel === undefined || message === undefined) return fail('That message is no longer there.');
  const own = {
    type: 'message_action',
    callback_id: act.callback_id,
    trigger_id: triggers.issue(person.id),
    action_ts: await workspace.nextTs(),
    message_ts: message.ts,
    channel: channelName(channel),
    message: messageWire(workspace, channel, message),
    response_url: responseUrl(context, person.id, channel.id, message.ts),
  };
  const acked = await transport.deliver({ type: 'interactive', body: { ...payloadBase(workspace, person), ...own } });
  return acked.ok
    ? { ok: true }
    : refused(context, person, channel.id, 'The shortcut failed: the app did not respond.');
}
