import { expect } from 'vitest';
import type { MortalPlay } from './a-mortal-playground.ts';

/** Files a change to this release and brings it to the hour of its start: approved, gone ahead with, announced, backed up, planned. */
export async function livedToStart({ people }: MortalPlay, release: string): Promise<void> {
  await people.file(release);
  await people.approve();
  for (let skips = 0; skips < 12; skips += 1) {
    if (/: Waiting for GO/.test((await people.headlineNow())?.message.text ?? '')) break;
    await people.skip();
  }
  await people.go();
  // The reminder, the preparation, the opening of the window.
  for (let skips = 0; skips < 3; skips += 1) await people.skip();
}

/** What the people affected were told of a change that went well, in this order and nothing else. */
const TOLD = ['Planned maintenance', 'Reminder', 'Maintenance has started', 'Maintenance has ended'] as const;

/** How a change stands at its good end, and what was told beside the usual. */
interface Ending {
  readonly stands?: string;
  readonly toldToo?: readonly string[];
}

/** That a change was lived to its good end: applied once, the right release in service, everybody told of everything once and in order. */
export async function expectGoodEnd(
  play: MortalPlay,
  release: string,
  { stands = 'Implemented', toldToo = [] }: Ending = {},
): Promise<void> {
  const { workspace } = play.sandbox;
  const said = (channel: string): readonly string[] =>
    (workspace.channels.get(channel)?.messages ?? [])
      .filter((m) => m.thread_ts === undefined && m.ephemeralTo === undefined)
      .map((m) => m.text);
  expect(await play.findings()).toEqual([]);
  expect(said('C0CHANGES')).toEqual([expect.stringMatching(new RegExp(`^CHG-001 .*: ${stands}\\.`))]);
  expect(said('C0MAINT')).toEqual([...TOLD, ...toldToo].map((heading) => expect.stringContaining(heading)));
  // Outside Slack nothing can be looked for: whoever died twice over one notice leaves it to the operator.
  expect(said('C0OPERATOR').filter((text) => !text.includes('answer was lost twice'))).toEqual([]);
  expect(await play.ran('apply.ts')).toEqual([release]);
  expect(await play.ran('rollback.ts')).toEqual([]);
  expect(await play.health()).toEqual({ status: 'healthy', version: release });
}

/** The whole life of a change that goes well; somebody who may not start it tries to. */
export async function livedToEnd(play: MortalPlay, release: string): Promise<void> {
  const { people } = play;
  await livedToStart(play, release);
  await people.strangerStarts();
  await people.start();
  await play.settled();
  await people.skip();
  await people.sees(/: Implemented/);
  await play.settled();
}
