import { vi } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import type { Found } from '../../sandbox/seen.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { waitUntil } from '../../sandbox/wait-until.ts';
import { ADA, BOB, CYD } from '../support/a-story.ts';

/** How long a person keeps trying one thing. */
const PATIENCE_MS = 400_000;
/** How long they look at what came of one try before they try again. */
const LOOK_MS = 6_000;
const DAY_MS = 24 * 3_600_000;

type Actor = ReturnType<typeof asPerson>;

export interface PeopleOptions {
  readonly sandbox: Sandbox;
  /** Resolves when nothing that is due is left to be said or done. */
  readonly settled: () => Promise<void>;
}

/**
 * The people of the demo, as people are with a bot that keeps dying: whatever got no answer, an error or a vanished form they
 * try again, and look first whether it is done already.
 */
export function patientPeople({ sandbox, settled }: PeopleOptions) {
  const [ada, bob, cyd] = [asPerson(sandbox, ADA), asPerson(sandbox, BOB), asPerson(sandbox, CYD)];

  const headlineNow = async (): Promise<Found | undefined> =>
    (
      await ada.messages((m) => m.message.thread_ts === undefined && m.message.text.startsWith('CHG-001'), {
        channel: 'changes',
      })
    ).at(-1);
  const says = async (words: RegExp): Promise<boolean> => words.test((await headlineNow())?.message.text ?? '');

  const untilDone = async (what: string, done: () => Promise<boolean>, act: () => Promise<void>): Promise<void> => {
    const until = performance.now() + PATIENCE_MS;
    let last: unknown;
    while (!(await done())) {
      if (performance.now() > until) throw new Error(`gave up trying to ${what}`, { cause: last });
      await vi.waitFor(() => connected(sandbox), { timeout: PATIENCE_MS, interval: 50 });
      try {
        await act();
      } catch (error) {
        last = error;
        continue;
      }
      await look(done, what);
    }
  };
  const look = (done: () => Promise<boolean>, what: string): Promise<unknown> =>
    waitUntil(sandbox, async () => ((await done()) ? true : undefined), { what, withinMs: LOOK_MS }).catch(
      () => undefined,
    );

  /** Presses a button of the headline, or of the newest message in its thread that has it. */
  const press = async (person: Actor, button: string): Promise<void> => {
    const offering = await person.messages((m) => m.buttons.includes(button), { channel: 'changes' });
    const newest = offering.at(-1);
    if (!newest) throw new Error(`there is no button ${button}`);
    await person.press(newest, button);
  };

  /** What was typed into a form stays there. */
  const filled = new Set<string>();

  /** Opens a modal by a press and fills it in; one that is open already is gone on with. */
  const inModal = async (
    person: Actor,
    { title, open, inputs }: { title: RegExp; open: () => Promise<void>; inputs: Readonly<Record<string, Given>> },
  ): Promise<void> => {
    const front = async (): Promise<string | undefined> => {
      const view = (await sandbox.state(person.id)).views.at(-1);
      return view !== undefined && title.test(view.title.text) ? view.id : undefined;
    };
    if ((await front()) === undefined) await open();
    const id = await waitUntil(sandbox, front, { what: String(title), withinMs: LOOK_MS });
    let former = '';
    for (const [label, given] of Object.entries(inputs)) {
      const name = `${id} ${label}`;
      if (!filled.has(name)) {
        // An input may be the answer to the one before, which a dead bot did not give: that one is chosen again.
        filled.delete(former);
        await person.fill({ [label]: given });
        filled.add(name).add(former);
      }
      former = name;
    }
    const errors = await person.submit();
    if (Object.keys(errors).length > 0) throw new Error(`the form was refused: ${JSON.stringify(errors)}`);
  };

  return {
    ada,
    bob,
    cyd,
    headlineNow,
    /** Waits for the headline to say it, however often the bot dies meanwhile. */
    async sees(words: RegExp): Promise<void> {
      await vi.waitFor(
        async () => {
          if (!(await says(words)))
            throw new Error(`the headline says ${(await headlineNow())?.message.text ?? 'nothing'}`);
        },
        { timeout: PATIENCE_MS, interval: 200 },
      );
    },
    async file(release: string): Promise<void> {
      let sent = false;
      await untilDone(
        'file a change',
        async () => (await headlineNow()) !== undefined,
        async () => {
          if (sent) return;
          const { now } = await sandbox.state(ADA);
          await inModal(ada, {
            title: /^File a change$/,
            open: () => ada.command('/change', 'changes'),
            inputs: {
              Title: 'Move Orders to the new release',
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
              'Proposed date': Math.floor((now + 30 * DAY_MS) / DAY_MS) * DAY_MS + DAY_MS / 2,
              'Estimated duration': '4h',
              Runbook: 'orders-release',
              release,
            },
          });
          sent = true;
        },
      );
    },
    async approve(): Promise<void> {
      await untilDone(
        'approve',
        () => says(/: (?:Approved|Waiting for GO)/),
        () => press(bob, 'Approve'),
      );
    },
    async go(): Promise<void> {
      await untilDone(
        'say GO',
        () => says(/: Ready/),
        () => press(cyd, 'GO'),
      );
    },
    /** Presses what is not theirs to press, until they are told so. */
    async strangerStarts(): Promise<void> {
      const isTold = async (): Promise<boolean> => (await bob.messages((m) => m.message.ephemeral === true)).length > 0;
      await untilDone('be told why not', isTold, () => press(bob, 'Start'));
    },
    async start(): Promise<void> {
      await untilDone(
        'start',
        () => says(/: (?:Under way|Done, being watched|Implemented)/),
        () =>
          inModal(ada, {
            title: /^Start CHG-001$/,
            open: () => press(ada, 'Start'),
            inputs: { 'Change id': 'CHG-1' },
          }),
      );
    },
    async rollBack(): Promise<void> {
      await untilDone(
        'roll back',
        () => says(/: (?:Being rolled back|Rolled back)/),
        () =>
          inModal(ada, {
            title: /^Roll back CHG-001$/,
            open: () => press(ada, 'Roll back'),
            inputs: { Reason: 'The new release does not answer.' },
          }),
      );
    },
    /** Takes back the end of the work, for what was found since. */
    async reopen(): Promise<void> {
      await untilDone(
        'reopen',
        () => says(/: Reopened, being worked on/),
        () =>
          inModal(ada, {
            title: /^Reopen CHG-001$/,
            open: () => press(ada, 'Reopen'),
            inputs: { 'What was found': 'Orders of before 2020 are missing.' },
          }),
      );
    },
    async solved(): Promise<void> {
      await untilDone(
        'say that it is solved',
        () => says(/: (?:Done, being watched|Implemented)/),
        () => press(ada, 'Solved'),
      );
    },
    async lookAgain(): Promise<void> {
      const looked = async (): Promise<boolean> =>
        (await ada.messages((m) => m.buttons.includes('Say what happened'), { channel: 'changes' })).length > 0;
      await untilDone('look again', looked, () => press(ada, 'Look again'));
    },
    async sayWhatHappened(verdict: string): Promise<void> {
      const said = async (): Promise<boolean> =>
        (await ada.messages((m) => m.buttons.includes('Say what happened'), { channel: 'changes' })).length === 0;
      await untilDone('say what happened', said, () =>
        inModal(ada, {
          title: /^What did CHG-001 do\?$/,
          open: () => press(ada, 'Say what happened'),
          inputs: { Outcome: verdict, Reason: 'I looked at the service.' },
        }),
      );
    },
    /** Lets everything due be done, moves the clock to the next thing that waits for its time, and lets that be done too. */
    async skip(): Promise<void> {
      await settled();
      const answer = await fetch(new URL('clock/skip', sandbox.url), {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      const skipped = (await answer.json()) as { ok: boolean };
      if (!skipped.ok) throw new Error(`the clock was not moved: ${JSON.stringify(skipped)}`);
      await settled();
    },
  };
}

type Given = Parameters<Actor['fill']>[0][string];

function connected(sandbox: Sandbox): void {
  if (sandbox.connections() === 0) throw new Error('the bot is away');
}
