import { IN_PERSON_MAX } from '../change/asking.ts';
import { sayDuration } from '../change/duration.ts';
import type { Fact } from '../change/facts.ts';
import { listOf, mention, quoted } from '../slack/blocks.ts';
import { BALLOT_WORDS, roleName } from '../slack/words.ts';
import { deadlineWords } from './ballot-words.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** Said only where not everybody who may answer got a message: who is asked stands on the headline. */
export function putNote({ people }: Of<'votersAsked'>): Line | undefined {
  const crowds = Object.entries(people).filter(([, ids]) => ids.length > IN_PERSON_MAX);
  if (crowds.length === 0) return undefined;
  const lines = crowds.map(
    ([role, ids]) =>
      `${ids.length} people may answer as ${roleName(role)}: the first ${IN_PERSON_MAX} have a message of their own, the others press the buttons here`,
  );
  return { text: `${listOf(lines, 4, '; ')}.` };
}

/** Once for each ballot: later reminders are between the bot and whoever is asked. */
export function remindedNote(
  { ballot: number, nth, people }: Of<'votersReminded'>,
  { after, policy }: Scene,
): Line | undefined {
  const ballot = after.ballots.find((b) => b.number === number);
  const silent = [...new Set(Object.values(people).flat())];
  if (!ballot || nth !== 1 || silent.length === 0) return undefined;
  const { remindEveryMs, quietHours } = policy.voting;
  const name = BALLOT_WORDS[ballot.question].name;
  return {
    text: `${name}: ${listOf(silent.map(mention), 6)} reminded, and again every ${sayDuration(remindEveryMs)} outside the quiet hours (${quoted(quietHours, 20)}).${deadlineWords(after, ballot)}`,
  };
}
