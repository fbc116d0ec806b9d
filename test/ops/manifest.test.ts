import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT, codeOf, sourceFiles } from './source-tree.ts';

const Manifest = z.object({
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    shortcuts: z.array(z.object({ type: z.string(), callback_id: z.string() })),
    slash_commands: z.array(z.object({ command: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }).optional(),
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
});

const WRITTEN: unknown = readJson('manifest.json');
const { features, oauth_config, settings } = Manifest.parse(WRITTEN);
const SRC = sourceFiles('src');

/**
 * What Slack asks for each method the code calls, as its page at docs.slack.dev/reference/methods says. History and replies are read
 * only in conversations the bot posts to: public, private and direct.
 */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** A file input wants this of an app (docs.slack.dev/reference/block-kit/block-elements/file-input-element). */
const OF_FILE_INPUT = ['files:read'];

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** The first arguments of Bolt's listeners of one kind, over all of `src/`. */
function listenedTo(kind: 'command' | 'shortcut' | 'event'): readonly string[] {
  const listener = new RegExp(String.raw`\bapp\.${kind}\(\s*'([^']+)'`, 'g');
  return SRC.flatMap((f) => [...f.text.matchAll(listener)].map((m) => m[1] ?? '')).toSorted();
}

/** Messages are subscribed to by kind of conversation and arrive as one event (docs.slack.dev/reference/events/message). */
function asHeard(event: string): string {
  return event.startsWith('message.') ? 'message' : event;
}

function methodsCalled(): readonly string[] {
  const call =
    /\.(usergroups\.users\.\w+|(?:auth|bookmarks|chat|conversations|files|pins|reactions|team|usergroups|users|views)\.\w+)\(/g;
  const found = SRC.flatMap((f) => [...codeOf(f.text).matchAll(call)].map((m) => m[1] ?? ''));
  return [...new Set(found)].toSorted();
}

test("manifest.json is valid by Slack's own schema", () => {
  const schema = readJson('test/ops/slack/manifest.schema.json');
  const validate = new Ajv({ strict: false, allErrors: true }).compile(z.looseObject({}).parse(schema));
  validate(WRITTEN);
  expect(validate.errors).toBeNull();
});

test('it declares the commands, shortcuts and events that the bot listens to, and no others', () => {
  expect(features.slash_commands.map((c) => c.command).toSorted()).toEqual(listenedTo('command'));
  expect(features.shortcuts.map((s) => s.callback_id).toSorted()).toEqual(listenedTo('shortcut'));
  const subscribed = settings.event_subscriptions?.bot_events ?? [];
  expect([...new Set(subscribed.map(asHeard))].toSorted()).toEqual(listenedTo('event'));
});

test('it asks for the scopes of the methods that the code calls and of what its forms hold, and no more', () => {
  const called = methodsCalled();
  expect(called).toEqual(Object.keys(SCOPES));
  const drawn = SRC.some((f) => f.text.includes("type: 'file_input'")) ? OF_FILE_INPUT : [];
  const needed = new Set(['commands', ...drawn, ...called.flatMap((method) => SCOPES[method] ?? [])]);
  expect(oauth_config.scopes.bot).toEqual([...needed].toSorted());
});

test('every scope has its reason in docs/ARCHITECTURE.md', () => {
  const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
  expect(oauth_config.scopes.bot.filter((scope) => !page.includes(`\`${scope}\``))).toEqual([]);
});

test('Home is shown only by a bot that publishes one, and buttons and direct messages work over a socket', () => {
  const publishes = SRC.some((f) => codeOf(f.text).includes('.views.publish('));
  expect(features.app_home).toMatchObject({ home_tab_enabled: publishes, messages_tab_enabled: true });
  expect(settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true });
});
