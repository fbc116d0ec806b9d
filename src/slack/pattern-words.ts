import type { ChangeContent } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Pattern, Patterns } from '../change/pattern.ts';
import { escape, listOf, quoted } from './blocks.ts';

/** Documents shown; the pattern's own file has them all. */
const DOCUMENTS_SHOWN = 8;

/** The pattern of a change with the version it was filed after, and that of today where it is another (002-DOC-20). */
export function patternWords(
  { pattern: name, patternVersion }: Pick<ChangeContent, 'pattern' | 'patternVersion'>,
  patterns: Patterns = {},
): string | undefined {
  if (name === undefined) return undefined;
  if (patternVersion === undefined) return quoted(name, 80);
  const version = named(patterns, name)?.version ?? patternVersion;
  const since = version === patternVersion ? '' : ` (by now it is ${version})`;
  return `${quoted(`${name} ${patternVersion}`, 120)}${since}`;
}

/** What a pattern has to read, each with the way to it; empty where it has nothing. */
export function documentWords({ documents }: Pattern): string {
  const shown = documents.map(({ title, link }) => `${quoted(title, 80)} (<${escape(link)}|open>)`);
  return listOf(shown, DOCUMENTS_SHOWN);
}
