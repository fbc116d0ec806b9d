import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeStanding } from '../../sandbox/page/place-in-url.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { pictured } from '../../src/commands/stats/stats-picture.ts';
import { calendarSvg } from '../../src/pictures/calendar-svg.ts';
import { figuresSvg } from '../../src/pictures/figures-svg.ts';
import { png } from '../../src/pictures/png.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aChromium } from '../support/chromium.ts';
import { FIGURES } from './figures.ts';
import { CALENDAR, SCENES, WORKSPACE, type Scene } from './scenes.ts';

/** Takes the pictures of docs/images that need no bot: what it says, posted to the sandbox and shown on its page. */
async function takeAll(): Promise<void> {
  await keep('calendar.png', await png(calendarSvg(CALENDAR)));
  await keep('stats.png', await png(figuresSvg(pictured(FIGURES.report, FIGURES.policy))));
  const browser = await aChromium();
  try {
    for (const scene of SCENES) {
      const page = await browser.newPage({
        timezoneId: 'UTC',
        viewport: { width: scene.isThread ? 1280 : 1100, height: scene.height },
      });
      await keep(scene.file, await taken(scene, page));
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

/** Posts the messages of a scene, each at its time, and takes what its reader sees. */
async function taken({ as, channel, messages, isThread, fromReply }: Scene, page: Page): Promise<Uint8Array> {
  let now = 0;
  const clock = {
    now: () => Promise.resolve(now),
    next: () => Promise.resolve(undefined),
    skipTo: () => Promise.resolve(),
  };
  const sandbox = await startSandbox({ port: 0, mode: 'socket', workspace: WORKSPACE, clock });
  try {
    const post = async (message: object): Promise<{ readonly channel: string; readonly ts: string }> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${sandbox.botToken}` };
      const body = JSON.stringify({ channel, ...message });
      const answer = await fetch(`${sandbox.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
      const said = (await answer.json()) as { ok: boolean; channel: string; ts: string };
      if (!said.ok) throw new Error(`posting to the sandbox: ${JSON.stringify(said)}`);
      return said;
    };
    let first: { readonly channel: string; readonly ts: string } | undefined;
    for (const { at, said } of messages) {
      now = at;
      const place = isThread && first ? { thread_ts: first.ts } : {};
      const posted = await post({ text: said.text, blocks: said.blocks, ...place });
      first ??= posted;
    }
    const thread = isThread && first ? { thread: first.ts } : {};
    await page.goto(sandbox.url + writeStanding({ as, place: { channel: first?.channel ?? channel, ...thread } }));
    await page
      .getByRole('article')
      .nth(messages.length - 1)
      .waitFor();
    if (fromReply !== undefined) {
      const reply = page.getByRole('complementary').getByRole('article').nth(fromReply);
      await reply.evaluate((node) => node.scrollIntoView({ block: 'start' }));
    }
    return isThread ? await page.screenshot() : await page.getByRole('log').screenshot();
  } finally {
    await sandbox.close();
  }
}

async function keep(file: string, content: Uint8Array): Promise<void> {
  await writeFile(join(ROOT, 'docs/images', file), content);
  console.log(`docs/images/${file}`);
}

await takeAll();
