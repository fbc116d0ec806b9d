import type { Fact } from '../change/facts.ts';
import { implementerOf } from '../change/model.ts';
import { isOverridden } from '../change/overrides.ts';
import { mention, sentence } from '../slack/blocks.ts';
import { BALLOT_WORDS, GATE_WORDS } from '../slack/question-words.ts';
import { roleName } from '../slack/words.ts';
import { voteWords } from './ballot-words.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** A no is told with what it leads to, when it closes the ballot. */
export function voteNote(fact: Of<'voteCast'>, { before, after, at }: Scene): Line | undefined {
  const ballot = after.ballots.find((b) => b.number === fact.ballot);
  if (!ballot || fact.answer === 'no') return undefined;
  const lent = before?.ballots.find((b) => b.number === fact.ballot)?.delegated.find((d) => d.from === fact.voter);
  const back = lent ? ` What was delegated to ${mention(lent.to)} is taken back with it.` : '';
  return { text: `${voteWords(ballot, { ...fact, by: fact.voter, at }).replace(/[.…]$/, '')}.${back}` };
}

/** Of those who know; they answer in the thread. */
export function askedNote({ ballot, asker, question }: Of<'questionAsked'>, { after }: Scene): Line | undefined {
  const asked = after.ballots.find((b) => b.number === ballot);
  if (!asked) return undefined;
  const who = [...new Set([after.requester, implementerOf(after)])].map(mention).join(' and ');
  const before = BALLOT_WORDS[asked.question].name;
  return {
    text: `${mention(asker)} asks, before answering (${before}): ${sentence(question, 1000)} ${who}, please answer in this thread; the vote stays open.`,
  };
}

export function delegatedNote({ ballot, from, to, role }: Of<'voteDelegated'>, { after }: Scene): Line | undefined {
  const asked = after.ballots.find((b) => b.number === ballot);
  if (!asked) return undefined;
  const { name, yes, no } = BALLOT_WORDS[asked.question];
  return {
    text: `${mention(from)} delegates their vote as ${roleName(role)} (${name}) to ${mention(to)}: press ${yes} or ${no} on the message above. ${mention(from)} may still answer, which takes it back.`,
  };
}

/** An override stands in the thread with its reason; where it takes several people, that more are needed. */
export function overriddenNote(fact: Of<'gateOverridden'>, { after, policy, at }: Scene): Line {
  const { gate, overrider, reason } = fact;
  const goes = isOverridden(after, gate, { policy, now: at })
    ? `the change goes on without ${GATE_WORDS[gate]}`
    : `the change would go on without ${GATE_WORDS[gate]}, once somebody else overrides it too`;
  return { text: `*Override* by ${mention(overrider)}: ${goes}. Reason: ${sentence(reason, 1000)}` };
}
