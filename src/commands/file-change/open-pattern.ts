import { sayDuration } from '../../change/duration.ts';
import { findPatterns } from '../../change/find-patterns.ts';
import { named } from '../../change/named.ts';
import { beginning, type Patterns } from '../../change/pattern.ts';
import { linesOf, listOf, quoted } from '../../slack/blocks.ts';
import { KIND_WORDS, RISK_WORDS } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { tell, type Respond } from '../private.ts';
import { valuesOf } from './form-values.ts';
import { openEmptyForm, openForm, type Opening } from './open-form.ts';

/** `/change new PATTERN`: the form with what the pattern begins with; without a name the empty one, and for a word that fits several their list. */
export async function openPatternForm(
  deps: CommandDeps,
  respond: Respond,
  opening: Opening,
  typed: string,
): Promise<void> {
  if (typed === '' || Object.keys(deps.policy().services).length === 0) return openEmptyForm(deps, respond, opening);
  const patterns = deps.patterns();
  const found = findPatterns(patterns, typed);
  const [name = ''] = found;
  const pattern = found.length === 1 ? named(patterns, name) : undefined;
  if (!pattern) return tell(deps, respond, whichPattern(typed, found, patterns));
  const subject = { mode: 'file', pattern: name } as const;
  return openForm(deps, respond, opening, { subject, initial: valuesOf(beginning(name, pattern)) });
}

/** The patterns that somebody may have meant, each as it is asked for; all of them where none fits. */
export function whichPattern(typed: string, found: readonly string[], patterns: Patterns): string {
  if (found.length > 0)
    return `${found.length} patterns fit ${quoted(typed, 60)}. Write one of these:\n${linesOf(found.map((name) => lineOf(name, patterns)))}`;
  const known = listOf(
    Object.keys(patterns).map((p) => quoted(p, 63)),
    40,
  );
  return `There is no pattern ${quoted(typed, 60)}; there are ${known || 'none yet'}.`;
}

function lineOf(name: string, patterns: Patterns): string {
  const pattern = named(patterns, name);
  const words = pattern
    ? `: ${quoted(pattern.title, 75)} (${KIND_WORDS[pattern.kind].toLowerCase()}, ${RISK_WORDS[pattern.risk].toLowerCase()} risk, about ${sayDuration(pattern.durationMs)})`
    : '';
  return `• \`/change new ${quoted(name, 63)}\`${words}`;
}
