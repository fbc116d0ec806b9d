import { detailProblems } from './content-details.ts';
import { openedNow } from './emergency.ts';
import { JUSTIFICATIONS, type ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Param, Policy } from './policy.ts';
import type { ContentProblem } from './refusals.ts';
import { strategyProblems } from './strategy.ts';
import { isUnseen, textFault } from './text-fault.ts';

/** Longest texts a change keeps, in characters. */
export const TITLE_MAX = 120;
export const TEXT_MAX = 2900;
export const PARAM_MAX = 128;
/** A window longer than this is a typing error rather than a plan. */
export const WINDOW_MAX_MS = 14 * 24 * 3_600_000;
const AHEAD_MAX_MS = 2 * 365 * 24 * 3_600_000;

/** The long texts of the template, in its order. */
export const TEXTS = [
  'description',
  'reason',
  'impact',
  'implementationPlan',
  'rollbackPlan',
  'potentialImpact',
  'mitigation',
  'testingPlan',
] as const;
export type LongText = (typeof TEXTS)[number];

/**
 * Everything wrong with what was filed, each under its field (001-TPL-01 to 04); empty when it can stand. An emergency needs no
 * more than a title, a service and its justification, and opens now whatever stands in its window (001-TYP-14, 001-TYP-15).
 */
export function contentProblems(
  content: ChangeContent,
  policy: Policy,
  now: number,
  patterns: readonly string[],
): readonly ContentProblem[] {
  return [
    ...textProblems(content),
    ...kindProblems(content, patterns),
    ...windowProblems(openedNow(content, now), now),
    ...targetProblems(content, policy),
    ...detailProblems(openedNow(content, now)),
    ...strategyProblems(content, policy),
  ];
}

function textProblems(content: ChangeContent): ContentProblem[] {
  const given = (['riskReason', 'rollbackTriggers'] as const).filter((field) => content[field] !== undefined);
  const asked = [...TEXTS, ...given];
  const limits = [['title', TITLE_MAX] as const, ...asked.map((f) => [f, TEXT_MAX] as const)];
  return limits.flatMap(([field, max]): ContentProblem[] => {
    const text = content[field] ?? '';
    const mayWait = content.kind === 'emergency' && field !== 'title' && text === '';
    const problem = mayWait ? undefined : textFault(text, max);
    return problem === undefined ? [] : [{ field, problem }];
  });
}

/** The texts of the template that an emergency still owes. */
export function missingTexts(content: ChangeContent): readonly (typeof TEXTS)[number][] {
  return TEXTS.filter((field) => isUnseen(content[field]));
}

const JUSTIFICATION_NEEDED = `An emergency is justified by one of: ${JUSTIFICATIONS.join(', ')}. Without one, please file a normal change.`;

function kindProblems(content: ChangeContent, patterns: readonly string[]): ContentProblem[] {
  if (content.kind === 'emergency') {
    return content.justification !== undefined && JUSTIFICATIONS.includes(content.justification)
      ? []
      : [{ field: 'justification', problem: JUSTIFICATION_NEEDED }];
  }
  if (content.kind !== 'standard') return [];
  return [...riskProblems(content), ...patternProblems(content, patterns)];
}

function riskProblems({ risk }: ChangeContent): ContentProblem[] {
  const problem = 'A standard change needs no vote because its risk is not high; file a normal change.';
  return risk === 'high' ? [{ field: 'risk', problem }] : [];
}

function patternProblems({ pattern }: ChangeContent, patterns: readonly string[]): ContentProblem[] {
  if (pattern !== undefined && patterns.includes(pattern)) return [];
  const known =
    patterns.length > 0
      ? `Choose one of: ${patterns.join(', ')}.`
      : 'No pattern is pre-approved yet; file a normal change.';
  return [{ field: 'pattern', problem: `A standard change follows a pre-approved pattern. ${known}` }];
}

function windowProblems({ opensAt, closesAt, kind }: ChangeContent, now: number): ContentProblem[] {
  const opens = openingProblem(opensAt, kind === 'emergency' ? -Infinity : now, now + AHEAD_MAX_MS);
  const closes = closingProblem(opensAt, closesAt);
  return [
    ...(opens === undefined ? [] : [{ field: 'opensAt', problem: opens } as const]),
    ...(closes === undefined ? [] : [{ field: 'closesAt', problem: closes } as const]),
  ];
}

function openingProblem(opensAt: number, after: number, until: number): string | undefined {
  if (!Number.isSafeInteger(opensAt)) return 'Please choose a date and time.';
  if (opensAt <= after) return 'This time has passed; choose one ahead.';
  return opensAt > until ? 'More than two years ahead; choose a nearer date.' : undefined;
}

function closingProblem(opensAt: number, closesAt: number): string | undefined {
  if (!Number.isSafeInteger(opensAt)) return undefined;
  if (!Number.isSafeInteger(closesAt)) return 'Please give how long it takes, like 2h30m.';
  if (closesAt <= opensAt) return 'The end must come after the start.';
  return closesAt - opensAt > WINDOW_MAX_MS ? 'A window holds at most 14 days.' : undefined;
}

function targetProblems({ services, runbook, params }: ChangeContent, policy: Policy): ContentProblem[] {
  return [
    ...serviceProblems(services, policy),
    ...runbookProblems(runbook, services, policy),
    ...paramProblems(params, runbook, policy),
  ];
}

function serviceProblems(services: readonly string[], policy: Policy): ContentProblem[] {
  if (services.length === 0) return [{ field: 'services', problem: 'Choose at least one service.' }];
  const unknown = services.filter((s) => !named(policy.services, s));
  return unknown.length === 0 ? [] : [{ field: 'services', problem: `No service is called ${unknown.join(', ')}.` }];
}

function runbookProblems(runbook: string | undefined, services: readonly string[], policy: Policy): ContentProblem[] {
  if (runbook === undefined) return [];
  if (!named(policy.runbooks, runbook)) return [{ field: 'runbook', problem: `No runbook is called ${runbook}.` }];
  const known = services.flatMap((s) => named(policy.services, s) ?? []);
  return known.length === 0 || known.some((s) => s.runbooks.includes(runbook))
    ? []
    : [{ field: 'runbook', problem: `${runbook} is not a runbook of ${services.join(', ')}.` }];
}

function paramProblems(given: ChangeContent['params'], runbook: string | undefined, policy: Policy): ContentProblem[] {
  const known = runbook === undefined ? undefined : named(policy.runbooks, runbook);
  if (runbook !== undefined && !known) return [];
  const params = known?.params ?? {};
  const extra = Object.keys(given).filter((name) => !named(params, name));
  return [
    ...extra.map((name): ContentProblem => ({
      field: `param:${name}`,
      problem: 'The runbook asks for no such value.',
    })),
    ...Object.entries(params).flatMap(([name, param]): ContentProblem[] => {
      const problem = paramProblem(named(given, name) ?? '', param);
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
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(value)) return 'Must be one line without invisible characters.';
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
