import type { Change } from '../../change/model.ts';
import type { Patterns } from '../../change/pattern.ts';
import { listOf, quoted } from '../../slack/blocks.ts';
import { documentWords, statusOf } from '../../slack/pattern-words.ts';
import type { PlainValues } from '../../slack/values.ts';
import { followedPattern } from './after-pattern.ts';
import type { FormSubject } from './form.ts';

/** Which pattern a form is filled in after, and what there is to read about it, as one line below everything (000-DOC-13); none without one. */
export function patternLine(
  subject: FormSubject,
  filled: PlainValues,
  known: { readonly patterns: Patterns; readonly former: Change | undefined },
): readonly string[] {
  const followed = subject.mode === 'reschedule' ? undefined : followedPattern(subject, filled, known);
  if (!followed) return [];
  const { name, pattern } = followed;
  const status = statusOf(pattern);
  const documents = documentWords(pattern);
  const related = listOf(
    pattern.related.map((one) => quoted(one, 63)),
    5,
  );
  const said = [
    `Pattern ${quoted(name, 63)} ${pattern.version} of ${quoted(pattern.owner, 75)}, updated ${pattern.updated}.`,
    ...(status === undefined ? [] : [status]),
    ...(documents === '' ? [] : [`To read: ${documents}.`]),
    ...(related === '' ? [] : [`Near it: ${related}.`]),
  ];
  return [said.join(' ')];
}
