import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { startWholeSandbox, type WholeSandbox, type WholeSandboxOptions } from '../../sandbox/start-sandbox.ts';
import { aStory } from './a-story.ts';

/** How long a first start may take: a new PostgreSQL, migrations, the socket. */
const READY_MS = 100_000;

/** The whole sandbox with the bot in it, in a folder of its own, and its people. */
export async function aPlayground(options: Omit<WholeSandboxOptions, 'dir'> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-play-'));
  // As root, the server runs as somebody else, who must be able to get there.
  await chmod(dir, 0o711);
  const whole = await startWholeSandbox({ dir, timezone: 'UTC', say: () => undefined, ...options });
  const skip = async (toAt?: number): Promise<void> => {
    await fetch(new URL('clock/skip', whole.sandbox.url), {
      method: 'POST',
      body: JSON.stringify({ toAt }),
      headers: { 'content-type': 'application/json' },
    });
  };
  return {
    ...whole,
    dir,
    /** Of the first change. */
    story: aStory(whole.sandbox, skip),
    storyOf: (id: string) => aStory(whole.sandbox, skip, id),
    health: () => health(whole),
    async close() {
      await whole.close();
      // A step that outlives the bot may still be writing.
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Waits until the bot says that it can take and keep a change. */
export async function whenReady({ botUrl }: Pick<WholeSandbox, 'botUrl'>): Promise<void> {
  await vi.waitFor(
    async () => {
      const answer = await fetch(`${botUrl}/readyz`);
      if (!answer.ok) throw new Error(`the bot is not ready: ${await answer.text()}`);
    },
    { timeout: READY_MS, interval: 100 },
  );
}

/** What the changed service says of itself. */
async function health({ demo }: WholeSandbox): Promise<{ readonly status: string; readonly version: string }> {
  const answer = await fetch(`${demo.url}/health`);
  const { status, version } = (await answer.json()) as { status: string; version: string };
  return { status, version };
}
