import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPlayground, whenReady } from '../support/a-playground.ts';
import { ADA } from '../support/a-story.ts';
import { aChromium, hasChromium } from '../support/chromium.ts';
import { onThePage } from '../support/on-the-page.ts';

const DAY_MS = 24 * 3_600_000;

describe.runIf(hasChromium('the story told in a real browser'))('in a real browser', () => {
  let play: Awaited<ReturnType<typeof aPlayground>>;
  let browser: Browser;

  beforeAll(async () => {
    [play, browser] = await Promise.all([aPlayground(), aChromium()]);
    await whenReady(play);
  });
  afterAll(async () => {
    await browser?.close();
    await play?.close();
  });

  test('a newcomer files a change, lives its month in a minute and sees the service changed', async () => {
    const began = performance.now();
    const context = await browser.newContext({ timezoneId: 'UTC', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    const { as, errorUnder, fill, form, input, open, press, run, sees, skip, submit, thread } = onThePage(page);
    await page.goto(play.sandbox.url);
    await as('Ada Moser');
    await open('#changes');

    // The form, with three mistakes on the way.
    await run('/change');
    await form.getByRole('heading', { name: 'File a change' }).waitFor();
    const { now } = await play.sandbox.state(ADA);
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const typed = {
      Title: 'Orders to v1.2.0',
      Description: 'A new release of the Orders service with a changed table.',
      'Reason for change': 'Customers asked for it.',
      'Expected impact': 'Orders is away for a few seconds while it restarts.',
      'Implementation plan': '1. Migrate\n2. Restart',
      'Rollback plan': 'Put the backup back and restart.',
      'Potential impact': 'Orders stays away.',
      'Testing plan': 'Health and version.',
      'Estimated duration': '1h',
    };
    await fill({
      ...typed,
      Type: 'Normal',
      Priority: 'High',
      'Systems affected': ['Orders'],
      'Risk level': 'Low',
      'Proposed date': `${day(now - 2 * DAY_MS)}T22:00`,
    });
    // What is known of that date is drawn below, and with it the form anew.
    await sees(/Filed late/, form);
    await submit('Submit');
    expect(await errorUnder('Mitigation')).toMatch(/required/);
    await fill({ Mitigation: 'A backup that was tested.' });
    await submit('Submit');
    expect(await errorUnder('Proposed date')).toMatch(/passed/);
    await fill({ 'Proposed date': `${day(now + 30 * DAY_MS)}T22:00`, 'Maintenance window': '20:00-21:00' });
    await submit('Submit');
    expect(await errorUnder('Maintenance window')).toMatch(/end would come before the start/);
    const kept = Object.keys(typed).map(async (label) => [label, await input(label).inputValue()] as const);
    expect(Object.fromEntries(await Promise.all(kept))).toEqual(typed);
    await fill({ 'Maintenance window': '22:00-23:30', Runbook: 'orders-release' });
    await fill({ release: 'v1.2.0' });
    await submit('Submit');
    await form.waitFor({ state: 'detached' });

    // Filed: the headline with its thread.
    await sees('CHG-001 · Orders to v1.2.0');
    await page.getByRole('button', { name: /^\d+ repl/ }).click();
    await sees('Plan for the review: succeeded', thread);
    await run('/change list');
    await sees(/In review/);

    await as('Bob Favre');
    await press('Approve');
    await sees('Approved. The pre-check opens', thread);
    await skip();
    await sees('Preparation is due', thread);
    await skip();
    await sees('What will be modified', thread);
    await skip();
    await as('Cyd Rossi');
    await press('GO');
    await sees(/^Ready/);
    await run('/change show CHG-1');
    await sees('Ready');
    await open('#maintenance');
    await sees('Planned maintenance: Orders');
    await open('Inbox');
    await sees('[CHG-001] Planned maintenance: Orders');
    await open('#maintenance');
    await skip();
    await sees('Reminder: maintenance of Orders');

    // Backup and plan by the clock, the rest by Ada.
    await skip();
    await open('#changes');
    await as('Ada Moser');
    await page.getByRole('button', { name: /^\d+ repl/ }).click();
    await sees('Backup: succeeded', thread);
    await sees('presses Start once the window opens', thread);
    await skip();
    await press('Start');
    await form.getByText('1.0.0 -> v1.2.0').waitFor();
    await form.getByText('Proven').waitFor();
    await fill({ 'Change id': 'CHG-1' });
    await submit('Start');
    await form.waitFor({ state: 'detached' });
    const bars = new Set<string>();
    const report = thread.getByRole('article').filter({ hasText: 'CHG-001 Apply' });
    await report.waitFor();
    while (!(await report.textContent())?.includes('succeeded')) {
      const bar = /[█░]+ \d+ %/.exec((await report.textContent()) ?? '')?.[0];
      if (bar !== undefined) bars.add(bar);
      await page.waitForTimeout(100);
    }
    expect(bars.size).toBeGreaterThan(1);
    await run('/change show CHG-1');
    await sees(/Under way|being watched/);
    await sees('is implemented', thread, 40_000);
    await run('/change list mine');
    await sees(/Implemented/);
    await open('#maintenance');
    await sees('Maintenance has started: Orders');
    await sees('Maintenance has ended: Orders');
    expect(await play.health()).toEqual({ status: 'healthy', version: 'v1.2.0' });
    expect(broken).toEqual([]);
    console.log(`the story in the browser took ${Math.round((performance.now() - began) / 1000)} s`);
  }, 120_000);
});
