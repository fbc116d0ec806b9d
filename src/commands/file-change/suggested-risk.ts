import type { Change } from '../../change/model.ts';
import { knownPlan } from '../../change/plan/known-plan.ts';
import { suggestRisk, type KnownOfRisk, type SuggestedRisk } from '../../change/suggest-risk.ts';
import { pastEndings } from '../../journal/past-endings.ts';
import { suggestedLine } from '../../slack/risk-words.ts';
import { typedValues, type PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { followedPattern } from './after-pattern.ts';
import { belonging, DEFAULTS } from './form-values.ts';
import type { FormSubject } from './form.ts';
import { readForm } from './read-form.ts';

/**
 * The risk that is suggested for what a form holds so far, with its line; undefined until a service is chosen, and of a standard change,
 * whose risk its pattern was approved with.
 */
export async function suggestedRisk(
  deps: CommandDeps,
  subject: FormSubject,
  values: PlainValues,
  former: Change | undefined,
): Promise<{ readonly risk: SuggestedRisk; readonly line: readonly string[] } | undefined> {
  const policy = deps.policy();
  const { content } = readForm(typedValues(belonging({ ...DEFAULTS, ...values }, policy)), policy);
  if (subject.mode === 'reschedule' || content.kind === 'standard' || content.services.length === 0) return undefined;
  const followed = followedPattern(subject, values, { patterns: deps.patterns(), former });
  const risk = suggestRisk(followed ? { ...content, pattern: followed.name } : content, policy, {
    plan: former && knownPlan(former),
    past: await pastOf(deps, content.runbook),
  });
  return { risk, line: [suggestedLine(risk, content.risk, policy)] };
}

/** Without the record the past says nothing. */
async function pastOf(deps: CommandDeps, runbook: string | undefined): Promise<KnownOfRisk['past']> {
  if (runbook === undefined) return undefined;
  try {
    return await inTime(pastEndings(deps.record, runbook));
  } catch (error) {
    deps.log.warn({ err: error }, 'looking up how the last changes by a runbook ended');
    return undefined;
  }
}
