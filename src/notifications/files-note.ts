import type { Attachment } from '../change/attachments.ts';
import type { Fact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import { fileWords, listOf, mention, quoted, section } from '../slack/blocks.ts';
import { named, said, type Said } from './said.ts';

/** The files that a filing or an edit brought; none of them is told again while it stays. */
export function newFiles(fact: Fact, before: Change | undefined): readonly Attachment[] {
  if (fact.type !== 'changeFiled' && fact.type !== 'changeEdited') return [];
  const known = before?.content.attachments ?? [];
  return (fact.content.attachments ?? []).filter(({ id }) => !known.some((file) => file.id === id));
}

/**
 * Shares the files that a fact brought into the thread, those that were not removed since. Slack keeps what was chosen in a form to
 * the person and the bot until one who can see it posts its address; then everybody in that channel can open it
 * (slackapi/bolt-python#1018). What the bot cannot see stays a link.
 */
export function filesNote(fact: Fact, before: Change | undefined, now: Change): Said | undefined {
  const stands = now.content.attachments ?? [];
  const brought = newFiles(fact, before).filter(({ id }) => stands.some((file) => file.id === id));
  const by = fact.type === 'changeFiled' ? fact.requester : fact.type === 'changeEdited' ? fact.editor : undefined;
  if (brought.length === 0 || by === undefined) return undefined;
  const names = brought.map(({ name }) => quoted(name, 80));
  const lines = [
    `*Attached by ${mention(by)}*`,
    ...brought.map((file) => `• ${fileWords(file)}`),
    `Whoever cannot open one asks ${mention(by)}.`,
  ];
  return { ...said(`${named(now)}: attached ${listOf(names, 5)}`, [section(lines.join('\n'))]), sharesFiles: true };
}
