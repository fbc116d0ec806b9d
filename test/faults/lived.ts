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
