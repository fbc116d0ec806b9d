import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { writeStanding } from '../../sandbox/page/place-in-url.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { startWholeSandbox } from '../../sandbox/start-sandbox.ts';
import { ROOT } from '../ops/source-tree.ts';
import { ADA, BOB, CYD, HOSTING, aStory } from '../support/a-story.ts';
import { aChromium } from '../support/chromium.ts';
import { onThePage } from '../support/on-the-page.ts';

type Story = ReturnType<typeof aStory>;

/** A sandbox with the bot in it and its people, for one series of pictures. */
async function lived(work: (sandbox: Sandbox, storyOf: (id: string) => Story) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-pictures-'));
  await chmod(dir, 0o711);
  const whole = await startWholeSandbox({ dir, timezone: 'UTC', say: () => undefined });
  try {
    await whole.ready;
    const { sandbox } = whole;
    const skip = async (toAt?: number): Promise<void> => {
      const headers = { 'content-type': 'application/json' };
      await fetch(new URL('clock/skip', sandbox.url), { method: 'POST', headers, body: JSON.stringify({ toAt }) });
    };
    await work(sandbox, (id) => aStory(sandbox, skip, id));
  } finally {
    await whole.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Three changes filed and answered by the people of the demo. */
async function takeFiled(browser: Browser): Promise<void> {
  await lived(async (sandbox, storyOf) => {
    await storyOf('CHG-001').file({ release: 'v1.2.0', daysAhead: 30, title: 'Move Orders to v1.2.0' });
    await storyOf('CHG-002').file({ release: 'v1.2.0', daysAhead: 20, title: 'Raise the memory of Orders' });
    const third = storyOf('CHG-003');
    await third.file({ release: 'v1.2.0', daysAhead: 4, title: 'Renew the certificates of Orders' });
    await third.approveInPerson();
    const { now } = await sandbox.state(ADA);
    const at = (as: string, channel: string): string => sandbox.url + writeStanding({ as, place: { channel } });
    const message = await third.headline(/GO/);
    await taken(browser, 'headline.png', at(CYD, message.channel), 900);
    const asked = await third.bob.findMessage(
      ({ text, buttons }) => /Approval is asked of you/.test(text) && buttons.includes('Approve'),
    );
    await taken(browser, 'vote.png', at(BOB, asked.channel), 900);
    await taken(browser, 'home.png', at(BOB, message.channel), 1000, async (page) => {
      await page.getByRole('button', { name: 'Gonogo home' }).click();
      await page.getByText('Needs your vote').waitFor();
    });
    await taken(browser, 'form.png', at(ADA, message.channel), 1500, async (page) => {
      const { fill, form, run } = onThePage(page);
      await run('/change');
      await form.getByRole('heading', { name: 'File a change' }).waitFor();
      const day = new Date(now + 20 * 86_400_000).toISOString().slice(0, 10);
      await fill({ Type: 'Normal', 'Systems affected': ['Orders'], 'Risk level': 'High' });
      await fill({ 'Estimated duration': '1h', 'Proposed date': `${day}T12:00` });
      await form.getByText('Overlaps with').waitFor();
      await form.getByText('Overlaps with').scrollIntoViewIfNeeded();
    });
    await taken(browser, 'strategy.png', at(ADA, message.channel), 1200, async (page) => {
      const { fill, form, run } = onThePage(page);
      await run('/change');
      await form.getByRole('heading', { name: 'File a change' }).waitFor();
      await form.getByRole('button', { name: 'Details' }).click();
      await fill({ Strategy: 'Expand and contract' });
      await fill({
        'Step of the strategy': 'Contract',
        'Comes after': 'CHG-2',
        Data: 'New format, old software reads it',
      });
      await form.getByText('Writes in between').waitFor();
      await form.getByText('Strategy', { exact: true }).scrollIntoViewIfNeeded();
    });
    await taken(browser, 'sandbox.png', at(CYD, message.channel), 800);
  });
}

/** A change of the stack, read, applied and broken half-way. */
async function takeStack(browser: Browser): Promise<void> {
  await lived(async (sandbox, storyOf) => {
    const stack = storyOf('CHG-001');
    await stack.file({ ...HOSTING, release: 'v2.2.0-broken' });
    const thread = await inThread(stack, /Plan for the review: succeeded/);
    await taken(browser, 'plan.png', sandbox.url + thread.place, 1000, thread.shown);
    await stack.approve();
    await stack.go();
    await stack.prepare();
    await stack.start();
    await stack.thread(/^Playbook for CHG-001 Apply/);
    const failed = await inThread(stack, /CHG-001 Apply: failed/);
    await taken(browser, 'apply-failed.png', sandbox.url + failed.place, 1800, failed.shown);
  });
}

/** An emergency that has ended, and the form of its review with what the record knows. */
async function takeReview(browser: Browser): Promise<void> {
  await lived(async (sandbox, storyOf) => {
    const { ada, bob, answer, headline, skipPast, thread } = storyOf('CHG-001');
    await ada.command('/change emergency Restart Orders, its pool is used up', 'changes');
    await answer(ada, 'Emergency', { Justification: 'Outage', 'Systems affected': ['Orders'] });
    const { ts } = await headline(/: Under way/);
    await thread(/full request/);
    await bob.say('Connections are at 100 of 100; a report holds them all.', 'changes', ts);
    await ada.press(await headline(/: Under way/), 'Start');
    await answer(ada, 'Start CHG-001', { 'Change id': 'CHG-1' });
    await ada.press(await headline(/does the work, then presses Solved/), 'Solved');
    await skipPast('watchOver');
    const ended = await headline(/: Implemented/);
    const url = sandbox.url + writeStanding({ as: ADA, place: { channel: ended.channel } });
    await taken(browser, 'review-form.png', url, 1700, async (page) => {
      const { form, run } = onThePage(page);
      await run('/change pir CHG-1');
      await form.getByRole('heading', { name: 'Review of CHG-001' }).waitFor();
    });
  });
}

/** Where the thread of a change stands on the page, as Ada sees it, and what brings the message of these words into sight. */
async function inThread(story: Story, words: RegExp) {
  const { channel, ts } = await story.headline();
  await story.thread(words);
  return {
    place: writeStanding({ as: ADA, place: { channel, thread: ts } }),
    shown: async (page: Page): Promise<void> => {
      const reply = page.getByRole('complementary').getByRole('article').filter({ hasText: words }).last();
      await reply.evaluate((node) => node.scrollIntoView({ block: 'start' }));
    },
  };
}

async function taken(
  browser: Browser,
  file: string,
  url: string,
  height: number,
  until?: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage({ timezoneId: 'UTC', viewport: { width: 1280, height } });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  await page.getByRole('article').last().waitFor();
  await until?.(page);
  await writeFile(join(ROOT, 'docs/images', file), await page.screenshot());
  console.log(`docs/images/${file}`);
  await page.close();
}

/** Those of docs/images that need a running bot. */
const browser = await aChromium();
try {
  await takeFiled(browser);
  await takeStack(browser);
  await takeReview(browser);
} finally {
  await browser.close();
}
