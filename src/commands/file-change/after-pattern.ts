import type { Change, ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import { beginning, following, type Pattern, type Patterns } from '../../change/pattern.ts';
import { typedValues, type PlainValues } from '../../slack/values.ts';
import { DEFAULTS, valuesOf } from './form-values.ts';
import type { CommandDeps } from '../deps.ts';
import type { FormSubject } from './form.ts';

/** What a form that was opened for a pattern begins with. */
export function beginningOf({ pattern: name }: FormSubject, patterns: Patterns): PlainValues {
  const pattern = name === undefined ? undefined : named(patterns, name);
  return name === undefined || !pattern ? {} : valuesOf(beginning(name, pattern));
}

/** The pattern that a form is filled in after, while it is one of the type that is chosen. */
export function followedPattern(
  subject: FormSubject,
  filled: PlainValues,
  { patterns, former }: { readonly patterns: Patterns; readonly former: Change | undefined },
): { readonly name: string; readonly pattern: Pattern } | undefined {
  const values = typedValues({ ...DEFAULTS, ...filled });
  const kind = values.text('kind');
  const name = kind === 'standard' ? values.text('pattern') : (former?.content.pattern ?? subject.pattern);
  const pattern = name === undefined ? undefined : named(patterns, name);
  return name === undefined || !pattern || pattern.kind !== kind ? undefined : { name, pattern };
}

/** What a standard change takes from the pattern that was chosen where the form does not ask it; the texts come with `afterPattern`. */
export function beneathPattern(values: PlainValues, subject: FormSubject, patterns: Patterns): PlainValues {
  const { pattern: chosen = subject.pattern } = values;
  const pattern: Pattern | undefined = typeof chosen === 'string' ? named(patterns, chosen) : undefined;
  return pattern && values['kind'] === 'standard' ? { priority: pattern.priority, risk: pattern.risk } : {};
}

/** What was filed after the pattern that was chosen, or the form was opened for; the version once written stands while the pattern does. */
export function afterPattern(
  content: ChangeContent,
  former: ChangeContent | undefined,
  subject: FormSubject,
  deps: Pick<CommandDeps, 'patterns' | 'policy'>,
): ChangeContent {
  const patterns = deps.patterns();
  const name = content.pattern ?? former?.pattern ?? subject.pattern;
  const pattern = name === undefined ? undefined : named(patterns, name);
  if (name === undefined || (pattern && pattern.kind !== content.kind)) return content;
  const version = former?.pattern === name ? former.patternVersion : undefined;
  return {
    ...(pattern ? following(content, pattern, deps.policy()) : content),
    pattern: name,
    ...(version === undefined ? {} : { patternVersion: version }),
  };
}
