import { asPerson, type Actor } from '../../sandbox/driver.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** The people of the demo. */
export const ADA = 'U0ADA';
export const BOB = 'U0BOB';
export const CYD = 'U0CYD';

export const DAY_MS = 24 * 3_600_000;

/** Waiting for real work, on a machine that may be busy. */
const WORK_MS = 45_000;
const LOOK_MS = 3_000;
const SKIPS_MAX = 20;

export interface Filing {
  readonly release: string;
  /** Days ahead of the sandbox's clock; the hour is kept away from midnight. */
  readonly daysAhead?: number;
  /** Instead of a day: this very instant. */
  readonly opensAt?: number;
  readonly duration?: string;
  readonly title?: string;
  readonly system?: string;
  readonly runbook?: string;
}

/** What is filed of the stack that the demo has where there is OpenTofu; without a release. */
export const HOSTING = {
  system: 'Hosting of Orders',
  runbook: 'hosting',
  title: 'Move the hosting of Orders',
} as const;

/** One change lived by the people of the demo, each act as a person would do it; looks wait for what they look for. */
export function aStory(sandbox: Sandbox, skip: (toAt?: number) => Promise<void>, id = 'CHG-001') {
  const ada = asPerson(sandbox, ADA);
  const bob = asPerson(sandbox, BOB);
  const cyd = asPerson(sandbox, CYD);
  const milestone = (name: string): string => `CHG-${Number(id.slice('CHG-'.length))} ${name}`;

  const headline = (words: string | RegExp = id, withinMs = WORK_MS) =>
    ada.findMessage(
      ({ message, text }) => message.thread_ts === undefined && text.startsWith(`${id} `) && matches(text, words),
      { channel: 'changes', withinMs },
    );
  const thread = async (words: string | RegExp) =>
    ada.findMessage(({ text }) => matches(text, words), {
      channel: 'changes',
      thread: (await headline()).ts,
      withinMs: WORK_MS,
    });
  const told = (words: string | RegExp) =>
    bob.findMessage(({ text }) => text.includes(id) && matches(text, words), {
      channel: 'maintenance',
      withinMs: WORK_MS,
    });
  const nextMilestone = async () => (await sandbox.state(ADA)).nextMilestone?.label;
  /** Skips until a milestone of this change is behind it; those of others pass by on the way. */
  const skipPast = async (name: string): Promise<void> => {
    for (let skips = 0; skips < SKIPS_MAX; skips += 1) {
      const next = await nextMilestone();
      await skip();
      if (next === milestone(name)) return;
    }
    throw new Error(`${milestone(name)} did not come in ${SKIPS_MAX} skips`);
  };
  const answer = async (person: Actor, title: string, inputs: Parameters<Actor['fill']>[0]): Promise<void> => {
    await person.modal(title);
    await person.fill(inputs);
    const errors = await person.submit();
    if (Object.keys(errors).length > 0) throw new Error(`${title} was refused: ${JSON.stringify(errors)}`);
  };
  const noon = async (daysAhead: number): Promise<number> => {
    const { now } = await sandbox.state(ADA);
    return Math.floor((now + daysAhead * DAY_MS) / DAY_MS) * DAY_MS + DAY_MS / 2;
  };

  return {
    ada,
    bob,
    cyd,
    headline,
    thread,
    told,
    skip,
    skipPast,
    answer,
    noon,
    async file({
      release,
      daysAhead = 30,
      opensAt,
      duration = '1h',
      title = 'Move Orders to the new release',
      system = 'Orders',
      runbook = 'orders-release',
    }: Filing): Promise<void> {
      await ada.command('/change', 'changes');
      await answer(ada, 'File a change', {
        Title: title,
        Type: 'Normal',
        Priority: 'Medium',
        Description: 'A new release of the Orders service with a changed table.',
        'Reason for change': 'Customers asked for it.',
        'Expected impact': 'Orders is away for a few seconds while it restarts.',
        'Systems affected': [system],
        'Implementation plan': '1. Migrate\n2. Restart',
        'Rollback plan': 'Put the backup back and restart.',
        'Risk level': 'Low',
        'Potential impact': 'Orders stays away.',
        Mitigation: 'A backup that was tested.',
        'Testing plan': 'Health and version.',
        'Proposed date': opensAt ?? (await noon(daysAhead)),
        'Estimated duration': duration,
        Runbook: runbook,
        release,
      });
      await headline(/In review/);
    },
    /** By the message that asks Bob in person, and nobody else sees. */
    async approveInPerson(): Promise<void> {
      const asked = await bob.findMessage(
        ({ text, buttons }) => text.includes(id) && buttons.includes('Approve') && text.includes('is asked of you'),
        { withinMs: WORK_MS },
      );
      await bob.press(asked, 'Approve');
      await headline(/Approved by/);
      await bob.findMessage(
        ({ text, buttons }) => text.includes(id) && text.includes('Approved by') && !buttons.includes('Approve'),
        { channel: asked.channel, withinMs: WORK_MS },
      );
    },
    /** By the buttons that a reply in the thread brings its author alone; the reply itself decides nothing. */
    async approveAfterReply(): Promise<void> {
      const { ts } = await headline(/In review/);
      // A note below it says that the bot knows where its headline stands; a reply before that is nobody's.
      await thread(/\S/);
      await bob.say('Looks good to me!', 'changes', ts);
      const isOffer = /A reply does not count as a vote; press Approve/;
      const offered = await bob.findMessage(isOffer, { channel: 'changes', thread: ts, withinMs: WORK_MS });
      if (offered.message.ephemeral !== true) throw new Error('what a reply brings is for its author alone');
      for (const other of [ada, cyd]) {
        const seenByOther = await other.messages(isOffer, { channel: 'changes', thread: ts });
        if (seenByOther.length > 0) throw new Error(`${other.id} sees what a reply of another brings`);
      }
      await headline(/In review/);
      await bob.press(offered, 'Approve');
      await headline(/Approved by/);
    },
    async approve(): Promise<void> {
      await bob.press(await headline(/In review/), 'Approve');
      await headline(/Approved by/);
    },
    /** Skips until the headline says what is waited for. */
    async skipUntil(words: RegExp): Promise<void> {
      for (let skips = 0; skips < SKIPS_MAX; skips += 1) {
        if (await seen(() => headline(words, LOOK_MS))) return;
        await skip();
      }
      await headline(words);
    },
    /** From the approval through GO to the announcement. */
    async go(): Promise<void> {
      await skipPast('goNogo');
      await cyd.press(await headline(/Waiting for GO or NO-GO/), 'GO');
      await told(/^Planned maintenance/);
    },
    /** Backup and plan by the clock, until the window is open. */
    async prepare(): Promise<void> {
      await skipPast('backup');
      await thread(/Plan succeeded.*presses Start/);
      await skipPast('opens');
    },
    async start(): Promise<void> {
      await ada.press(await thread(/The window is open/), 'Start');
      await answer(ada, `Start ${id}`, { 'Change id': id });
    },
    /** From the filing to the moment at which the work may be started. */
    async untilReady(filing: Filing): Promise<void> {
      await this.file(filing);
      await this.approve();
      await this.go();
      await this.prepare();
    },
  };
}

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
