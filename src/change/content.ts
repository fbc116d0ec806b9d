import { JUSTIFICATIONS, type ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Param, Policy } from './policy.ts';
import type { ContentProblem } from './refusals.ts';

/** Longest texts a change keeps, in characters. */
export const TITLE_MAX = 120;
export const TEXT_MAX = 2900;
export const PARAM_MAX = 128;
/** A window longer than this is a typing error rather than a plan. */
const WINDOW_MAX_MS = 14 * 24 * 3_600_000;
const AHEAD_MAX_MS = 2 * 365 * 24 * 3_600_000;

const TEXTS = [
  'description',
  'reason',
  'impact',
  'implementationPlan',
  'rollbackPlan',
  'potentialImpact',
  'mitigation',
  'testingPlan',
] as const;

/** Everything wrong with what was filed, each under its field (001-TPL-01 to 04); empty when it can stand. */
export function contentProblems(
  content: ChangeContent,
  policy: Policy,
  now: number,
  patterns: readonly string[],
): readonly ContentProblem[] {
  return [
    ...textProblems(content),
    ...kindProblems(content, patterns),
    ...windowProblems(content, now),
    ...targetProblems(content, policy),
  ];
}

function textProblems(content: ChangeContent): ContentProblem[] {
  const limits = [['title', TITLE_MAX] as const, ...TEXTS.map((f) => [f, TEXT_MAX] as const)];
  return limits.flatMap(([field, max]): ContentProblem[] => {
    const problem = textFault(content[field], max);
    return problem === undefined ? [] : [{ field, problem }];
  });
}

/** Nothing a person could see. */
const UNSEEN = /^[\p{Z}\p{C}]*$/u;
/** What the record cannot hold, and what makes a line read in another order than it was written in (Unicode, annex 9: embeddings and isolates). */
const REFUSED = /[\0\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** What is wrong with a text that somebody wrote, in a sentence for them; undefined when it can stand. Refused, never cleaned. */
export function textFault(text: string, max: number): string | undefined {
  if (UNSEEN.test(text)) return 'Please fill this in.';
  const length = text.trim().length;
  if (length > max) return `At most ${max} characters; this has ${length}.`;
  const found = REFUSED.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `Please remove the invisible character U+${code} before “${text.slice(text.indexOf(found) + 1).replaceAll(REFUSED_ALL, '').trim().slice(0, 20)}”.`;
}

function kindProblems(content: ChangeContent, patterns: readonly string[]): ContentProblem[] {
  if (content.kind === 'emergency') {
    return content.justification !== undefined && JUSTIFICATIONS.includes(content.justification)
      ? []
      : [{ field: 'justification', problem: `An emergency needs one of: ${JUSTIFICATIONS.join(', ')}.` }];
  }
  if (content.kind !== 'standard') return [];
  if (content.pattern !== undefined && patterns.includes(content.pattern)) return [];
  const known =
    patterns.length > 0
      ? `Choose one of: ${patterns.join(', ')}.`
      : 'No pattern is pre-approved yet; file a normal change.';
  return [{ field: 'pattern', problem: `A standard change follows a pre-approved pattern. ${known}` }];
}

function windowProblems(content: ChangeContent, now: number): ContentProblem[] {
  const { opensAt, closesAt, kind } = content;
  const problems: ContentProblem[] = [];
  if (!Number.isSafeInteger(opensAt)) return [{ field: 'opensAt', problem: 'Please choose a date and time.' }];
  if (!Number.isSafeInteger(closesAt))
    return [{ field: 'closesAt', problem: 'Please give how long it takes, like 2h30m.' }];
  if (opensAt <= now && kind !== 'emergency')
    problems.push({ field: 'opensAt', problem: 'This time has passed; choose one ahead.' });
  if (opensAt > now + AHEAD_MAX_MS)
    problems.push({ field: 'opensAt', problem: 'More than two years ahead; choose a nearer date.' });
  if (closesAt <= now && kind === 'emergency')
    problems.push({ field: 'closesAt', problem: 'This time has passed; choose one ahead.' });
  if (closesAt <= opensAt) problems.push({ field: 'closesAt', problem: 'The end must come after the start.' });
  if (closesAt - opensAt > WINDOW_MAX_MS)
    problems.push({ field: 'closesAt', problem: 'A window holds at most 14 days.' });
  return problems;
}

function targetProblems(content: ChangeContent, policy: Policy): ContentProblem[] {
  const { services, runbook } = content;
  if (services.length === 0) return [{ field: 'services', problem: 'Choose at least one service.' }];
  const unknown = services.filter((s) => !named(policy.services, s));
  if (unknown.length > 0) return [{ field: 'services', problem: `No service is called ${unknown.join(', ')}.` }];
  if (runbook === undefined) return [];
  const known = named(policy.runbooks, runbook);
  if (!known) return [{ field: 'runbook', problem: `No runbook is called ${runbook}.` }];
  if (!services.some((s) => named(policy.services, s)?.runbooks.includes(runbook))) {
    return [{ field: 'runbook', problem: `${runbook} is not a runbook of ${services.join(', ')}.` }];
  }
  return paramProblems(content, known.params);
}

function paramProblems(content: ChangeContent, params: Readonly<Record<string, Param>>): ContentProblem[] {
  const extra = Object.keys(content.params).filter((name) => !named(params, name));
  return [
    ...extra.map((name): ContentProblem => ({
      field: `param:${name}`,
      problem: 'The runbook asks for no such value.',
    })),
    ...Object.entries(params).flatMap(([name, param]): ContentProblem[] => {
      const problem = paramProblem(named(content.params, name) ?? '', param);
      return problem === undefined ? [] : [{ field: `param:${name}`, problem }];
    }),
  ];
}

/** Allow-listed values only: what does not match is refused, never cleaned (research: argument injection). */
const PLAIN_VALUE = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]*$/;

function paramProblem(value: string, param: Param): string | undefined {
  if (value === '') return param.required ? 'Please fill this in.' : undefined;
  if (value.length > PARAM_MAX) return `At most ${PARAM_MAX} characters.`;
  if (value.startsWith('-')) return 'Must not begin with a dash: a program would take it for an option.';
  if (/\p{Cc}/u.test(value)) return 'Must be one line without control characters.';
  switch (param.type) {
    case 'choice':
      return param.options.includes(value) ? undefined : `Choose one of: ${param.options.join(', ')}.`;
    case 'number':
      return numberProblem(value, param);
    case 'text': {
      if (value.length > param.maxLength) return `At most ${param.maxLength} characters.`;
      if (param.pattern !== undefined)
        return new RegExp(param.pattern, 'u').test(value) ? undefined : `Must match ${param.pattern}`;
      return PLAIN_VALUE.test(value) && !value.includes('..')
        ? undefined
        : 'Letters, digits and . _ : @ / + - only, beginning with a letter or digit.';
    }
  }
}

function numberProblem(value: string, param: Extract<Param, { type: 'number' }>): string | undefined {
  if (!/^\d{1,15}(\.\d{1,6})?$/.test(value)) return 'Must be a number.';
  const number = Number(value);
  if (param.min !== undefined && number < param.min) return `At least ${param.min}.`;
  return param.max !== undefined && number > param.max ? `At most ${param.max}.` : undefined;
}
