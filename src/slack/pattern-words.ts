import type { ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Pattern, Patterns } from '../change/pattern.ts';
import { escape, listOf, quoted } from './blocks.ts';

/** Documents shown; the pattern's own file has them all. */
const DOCUMENTS_SHOWN = 8;

/** The pattern of a change with the version it was filed after, and what of it is another by now (002-DOC-20, 004-DOC-30). */
export function patternWords(
  { pattern: name, patternVersion }: Pick<ChangeContent, 'pattern' | 'patternVersion'>,
  patterns: Patterns = {},
): string | undefined {
  if (name === undefined) return undefined;
  if (patternVersion === undefined) return quoted(name, 80);
  const pattern = named(patterns, name);
  const news = [
    ...(pattern && pattern.version !== patternVersion ? [newerWords(pattern)] : []),
    ...(pattern?.status === 'retired' ? ['it is retired by now'] : []),
  ];
  return `${quoted(`${name} ${patternVersion}`, 120)}${news.length === 0 ? '' : ` (${news.join('; ')})`}`;
}

/** `by now it is 1.2.0: Warm it up first`. */
function newerWords({ version, history: [newest] }: Pattern): string {
  const what = newest === undefined ? '' : `: ${quoted(newest.what.replace(/\.$/, ''), 200)}`;
  return `by now it is ${version}${what}`;
}

/** What is to be known of a pattern that is not agreed on; nothing of another. */
export function statusOf({ status }: Pick<Pattern, 'status'>): string | undefined {
  switch (status) {
    case 'draft':
      return 'It is a draft, which nobody has agreed on yet.';
    case 'retired':
      return 'It is retired: look for another.';
    case 'active':
      return undefined;
  }
}

/** What a pattern has to read, each with the way to it; empty where it has nothing. */
export function documentWords({ documents }: Pattern): string {
  const shown = documents.map(({ title, link }) => `${quoted(title, 80)} (<${escape(link)}|open>)`);
  return listOf(shown, DOCUMENTS_SHOWN);
}
