import { asPerson } from '../../sandbox/driver.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** The people of the demo. */
export const ADA = 'U0ADA';
export const BOB = 'U0BOB';
export const CYD = 'U0CYD';

const DAY_MS = 24 * 3_600_000;

/** Waiting for real work, on a machine that may be busy. */
const WORK_MS = 45_000;

export interface Filing {
  readonly release: string;
  /** Days ahead of the sandbox's clock; the hour is kept away from midnight. */
  readonly daysAhead?: number;
  readonly title?: string;
}

/** One change lived by the people of the demo, each act as a person would do it; looks wait for what they look for. */
export function aStory(sandbox: Sandbox, skip: () => Promise<void>) {
  const [ada, bob, cyd] = [ADA, BOB, CYD].map((id) => asPerson(sandbox, id)) as [Person, Person, Person];
  const headline = (words: string | RegExp = /CHG-001/, withinMs = WORK_MS) =>
    ada.findMessage(
      (found) => found.message.thread_ts === undefined && matches(found.text, words) && found.text.includes('CHG-001'),
      {
        channel: 'changes',
        withinMs,
      },
    );
  const thread = (words: string | RegExp, withinMs = WORK_MS) =>
    ada.findMessage((found) => found.message.thread_ts !== undefined && matches(found.text, words), {
      channel: 'changes',
      withinMs,
    });
  const told = (words: string | RegExp, withinMs = WORK_MS) =>
    bob.findMessage(words, { channel: 'maintenance', withinMs });

  return {
    ada,
    bob,
    cyd,
    headline,
    thread,
    told,
    skip,
    async file({ release, daysAhead = 30, title = 'Move Orders to the new release' }: Filing): Promise<void> {
      await ada.command('/change', 'changes');
      await ada.modal('File a change');
      const now = (await sandbox.state(ADA)).now;
      await ada.fill({
        Title: title,
        Type: 'Normal',
        Priority: 'Medium',
        Description: 'A new release of the Orders service with a changed table.',
        'Reason for change': 'Customers asked for it.',
        'Expected impact': 'Orders is away for a few seconds while it restarts.',
        'Systems affected': ['Orders'],
        'Implementation plan': '1. Migrate\n2. Restart',
        'Rollback plan': 'Put the backup back and restart.',
        'Risk level': 'Low',
        'Potential impact': 'Orders stays away.',
        Mitigation: 'A backup that was tested.',
        'Testing plan': 'Health and version.',
        'Proposed date': Math.floor((now + daysAhead * DAY_MS) / DAY_MS) * DAY_MS + DAY_MS / 2,
        'Estimated duration': '1h',
        Runbook: 'orders-release',
        release,
      });
      const errors = await ada.submit();
      if (Object.keys(errors).length > 0) throw new Error(`the form was refused: ${JSON.stringify(errors)}`);
      await headline();
    },
    async approve(): Promise<void> {
      await bob.press(await headline(/In review/), 'Approve');
      await headline(/Approved|GO or NO-GO/);
    },
    /** Skips until the change says what is waited for. */
    async skipUntil(words: RegExp): Promise<void> {
      for (let skips = 0; skips < 12; skips += 1) {
        if (await seen(() => headline(words, 1_500))) return;
        await skip();
      }
      await headline(words);
    },
    async go(): Promise<void> {
      await cyd.press(await headline(/GO or NO-GO/), 'GO');
      await told(/CHG-001/);
      await headline(/Ready/);
    },
    async start(): Promise<void> {
      await ada.press(await headline(/Ready/), 'Start');
      await ada.modal('Start CHG-001');
      await ada.fill({ 'Change id': 'CHG-1' });
      const errors = await ada.submit();
      if (Object.keys(errors).length > 0) throw new Error(`the start was refused: ${JSON.stringify(errors)}`);
    },
  };
}

type Person = ReturnType<typeof asPerson>;

function matches(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}

async function seen(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch {
    return false;
  }
}
