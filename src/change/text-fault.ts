/** Nothing a person could see. */
const UNSEEN = /^[\p{Z}\p{C}]*$/u;
/** What the record cannot hold, and what makes a line read in another order than it was written in (Unicode, annex 9: embeddings and isolates). */
const REFUSED = /[\0\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** Whether a person would see nothing of it. */
export function isUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** What the record says, in a text that somebody goes on writing: without what theirs would be refused for. */
export function withoutFaults(text: string): string {
  return text.replaceAll(new RegExp(REFUSED, 'gu'), '');
}

/** What is wrong with a text that somebody wrote, in a sentence for them; undefined when it can stand. Refused, never cleaned. */
export function textFault(text: string, max: number): string | undefined {
  if (isUnseen(text)) return 'Please fill this in.';
  const length = text.trim().length;
  if (length > max) return `At most ${max} characters; this has ${length}.`;
  const found = REFUSED.exec(text);
  if (!found) return undefined;
  const code = found[0].codePointAt(0) ?? 0;
  return `Please remove the invisible character U+${code.toString(16).toUpperCase().padStart(4, '0')}, number ${found.index + 1} of this text.`;
}
