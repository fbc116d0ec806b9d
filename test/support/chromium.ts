import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's own; the tests download no browser. */
const PROGRAM = '/usr/bin/chromium';

/** Whether this machine has a Chromium. Where `CI` is set a machine without one is an error, elsewhere one line says what is left out. */
export function hasChromium(leftOut: string): boolean {
  if (existsSync(PROGRAM)) return true;
  if (process.env['CI']) throw new Error('This machine has no Chromium, and CI must not leave out its tests.');
  process.stderr.write(`No Chromium on this machine: leaving out ${leftOut}.\n`);
  return false;
}

/** A Chromium without a window that asks nothing of anybody but the page it is sent to. */
export async function aChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
