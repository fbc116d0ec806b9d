import type { Pattern, Patterns } from './pattern.ts';

/**
 * The names of the patterns that somebody may mean, of those that are agreed on: those that have every word as a tag, else those that
 * have every word somewhere in their name, title or tags, a word as the beginning of one of theirs. An exact name is itself alone,
 * whatever its status.
 */
export function findPatterns(patterns: Patterns, typed: string): readonly string[] {
  const words = wordsOf(typed);
  const all = Object.entries(patterns);
  const exact = all.filter(([name]) => name.toLowerCase() === typed.trim().toLowerCase());
  if (exact.length > 0 || words.length === 0) return exact.map(([name]) => name);
  const active = all.filter(([, { status }]) => status === 'active');
  const tagged = active.filter(([, { tags }]) => words.every((word) => tags.includes(word)));
  const found = tagged.length > 0 ? tagged : active.filter(([name, pattern]) => says(name, pattern, words));
  return found.map(([name]) => name).toSorted();
}

function says(name: string, { title, tags }: Pattern, words: readonly string[]): boolean {
  const own = [...wordsOf(name), ...wordsOf(title), ...tags.flatMap(wordsOf)];
  return words.every((word) => own.some((one) => one.startsWith(word)));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
