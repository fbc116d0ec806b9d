import { randomBytes } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '../src/postgres/folder-lock.ts';
import { openBotClock } from './bot-clock.ts';
import { botEnv } from './bot-env.ts';
import { botReady } from './bot-ready.ts';
import { runBot, type BotProcess } from './bot-process.ts';
import { openSandboxClock, steadyNow } from './clock.ts';
import { startDemo, type Demo } from './demo/supervise.ts';
import { DEMO_WORKSPACE } from './demo/workspace.ts';
import { openInbox } from './inbox/inbox.ts';
import { keepWorkspace } from './kept-workspace.ts';
import { openPage } from './open-page.ts';
import { keptPorts, type Ports } from './ports.ts';
import { startSandbox, type Sandbox } from './server.ts';

export type WholeSandboxOptions = {
  /** Everything of the sandbox lies here: the bot's data, the demo, the messages. Made at the first start, taken up at the next. */
  dir: string;
  mode?: 'socket' | 'http';
  /** The page's and the bot's, where they must be certain ones; 0 for the page takes a free one. */
  ports?: Partial<Ports>;
  /** Over the environment that the bot gets; a DATABASE_URL also is where the clock is. */
  botEnv?: Readonly<Record<string, string | undefined>>;
  spawnBot?: boolean;
  /** Whether to show the page in a browser, where there is one, as soon as the bot is ready. */
  open?: boolean;
  timezone?: string;
  /** Makes another policy of the text of the demo's. */
  adaptPolicy?: (template: string) => string;
  say?: (line: string) => void;
};

export type WholeSandbox = {
  sandbox: Sandbox;
  demo: Demo;
  /** The whole environment of the bot. */
  env: Record<string, string>;
  dataDir: string;
  /** Where the bot serves HTTP. */
  botUrl: string;
  bot: BotProcess | undefined;
  /** Whether the bot got so far as to take and keep a change; false without one. */
  ready: Promise<boolean>;
  /** Ends the bot, then the demo and the sandbox. May be called again. */
  close(): Promise<void>;
};

/** Starts the demo service, the stand-in Slack and, unless told otherwise, the bot. Throws one sentence when a sandbox already runs on the folder. */
export async function startWholeSandbox(options: WholeSandboxOptions): Promise<WholeSandbox> {
  const { mode = 'socket', spawnBot = true, open = false, botEnv: more = {}, say = console.log } = options;
  await mkdir(options.dir, { recursive: true, mode: 0o755 });
  const dir = await realpath(options.dir);
  const undo: (() => unknown)[] = [];
  const unlock = lockFolder(join(dir, 'lock'));
  if (unlock === undefined) throw new Error(`Another sandbox runs on ${dir}: stop that one first.`);
  undo.push(unlock);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= undoAll(undo));
  try {
    const ports = await keptPorts(join(dir, 'ports.json'), options.ports ?? {});
    const dataDir = join(dir, 'data');
    const botUrl = `http://127.0.0.1:${ports.bot}`;
    const demo = await startDemo({
      dir: join(dir, 'demo'),
      ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
      ...(options.adaptPolicy === undefined ? {} : { adapt: options.adaptPolicy }),
    });
    undo.push(() => demo.close());
    const clock = more['DATABASE_URL'] === undefined ? openBotClock(dataDir) : openSandboxClock(more['DATABASE_URL']);
    undo.push(() => clock.close());
    const inbox = await openInbox(steadyNow(clock));
    undo.push(() => inbox.close());
    const sandbox = await startSandbox({
      port: ports.page,
      workspace: DEMO_WORKSPACE,
      mode:
        mode === 'socket'
          ? 'socket'
          : { requestUrl: `${botUrl}/slack/events`, signingSecret: randomBytes(16).toString('hex') },
      clock,
      inbox,
    });
    undo.push(() => sandbox.close());
    const kept = await keepWorkspace(sandbox.workspace, join(dir, 'messages.bin'));
    undo.push(() => kept.close());
    const env = botEnv(process.env, {
      sandbox,
      mode,
      policyFile: demo.policyFile,
      dataDir,
      outside: { smtpUrl: inbox.smtpUrl, teamsUrl: `${sandbox.url}teams/${inbox.webhook}` },
      port: ports.bot,
      more,
    });
    const bot = spawnBot ? runBot({ env, say }) : undefined;
    if (bot !== undefined) undo.push(() => bot.stop());
    const ready = bot === undefined ? Promise.resolve(false) : botReady(botUrl, bot.ended);
    if (open) void ready.then((isReady) => isReady && openPage(sandbox.url));
    return { sandbox, demo, env, dataDir, botUrl, bot, ready, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last done is the first undone; one that fails holds no other back. */
async function undoAll(undo: readonly (() => unknown)[]): Promise<void> {
  for (const one of undo.toReversed()) {
    try {
      await one();
    } catch (error) {
      console.error('closing the sandbox:', error);
    }
  }
}
