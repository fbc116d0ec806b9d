import type { Locator, Page } from 'playwright-core';

/** What a person does on the sandbox's page, by what it is called there. */
export function onThePage(page: Page) {
  const form = page.getByRole('dialog');
  const main = page.getByRole('main');
  const thread = page.getByRole('complementary');
  const run = async (command: string): Promise<void> => {
    const box = page.getByLabel('Message', { exact: true });
    await box.fill(command);
    await box.press('Enter');
  };
  return {
    page,
    form,
    main,
    thread,
    run,
    as: (name: string) => page.getByLabel('Acting as').selectOption(name),
    open: (channel: string) => page.getByRole('button', { name: channel, exact: true }).click(),
    skip: () => page.getByRole('button', { name: 'Skip to next milestone' }).click(),
    press: (button: string, within: Locator = main) =>
      within.getByRole('button', { name: button, exact: true }).click(),
    input: (label: string) => form.getByLabel(label, { exact: true }),
    /** Texts are typed, selects chosen from by what they show. */
    async fill(inputs: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
      for (const [label, given] of Object.entries(inputs)) {
        const input = form.getByLabel(label, { exact: true });
        const tag = await input.evaluate((node) => node.tagName);
        if (tag === 'SELECT') await input.selectOption(given);
        else await input.fill(String(given));
      }
    },
    /** The error that stands under an input; waits for it. */
    async errorUnder(label: string): Promise<string> {
      const block = form.locator('.block.input').filter({ has: page.getByLabel(label, { exact: true }) });
      return (await block.getByRole('alert').textContent()) ?? '';
    },
    submit: (button: string) => form.getByRole('button', { name: button, exact: true }).click(),
    /** Waits until a place shows this. */
    sees: (words: string | RegExp, where: Locator = main, timeout = 20_000) =>
      where.getByText(words).last().waitFor({ timeout }),
  };
}
