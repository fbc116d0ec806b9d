import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { writeStanding } from '../../sandbox/page/place-in-url.ts';
import { startWholeSandbox } from '../../sandbox/start-sandbox.ts';
import { ROOT } from '../ops/source-tree.ts';
import { ADA, BOB, CYD, aStory } from '../support/a-story.ts';
import { aChromium } from '../support/chromium.ts';
import { onThePage } from '../support/on-the-page.ts';

/** Takes the pictures of docs/images that need a running bot: three changes filed and answered by the people of the demo. */
async function takeLived(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-pictures-'));
  await chmod(dir, 0o711);
  const whole = await startWholeSandbox({ dir, timezone: 'UTC', say: () => undefined });
  const browser = await aChromium();
  try {
    await whole.ready;
    const { sandbox } = whole;
    const skip = async (toAt?: number): Promise<void> => {
      const headers = { 'content-type': 'application/json' };
      await fetch(new URL('clock/skip', sandbox.url), { method: 'POST', headers, body: JSON.stringify({ toAt }) });
    };
    const storyOf = (id: string) => aStory(sandbox, skip, id);
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
    await taken(browser, 'sandbox.png', at(CYD, message.channel), 800);
  } finally {
    await browser.close();
    await whole.close();
    await rm(dir, { recursive: true, force: true });
  }
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

await takeLived();
