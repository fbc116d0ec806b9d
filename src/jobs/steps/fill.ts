import type { Argv } from '../../change/check.ts';
import type { Change } from '../../change/model.ts';
import { releaseName } from '../../change/in-service.ts';
import type { Runbook } from '../../change/policy.ts';
import { PREVIOUS, previousVersion } from '../../change/rollback-handle.ts';
import { fillArgv, type ParamValue } from '../command/arguments.ts';

/** Thrown where a run cannot be made of its runbook; the message is for people. */
export class Refused extends Error {}

export type Params = Readonly<Record<string, ParamValue>>;

/** Every value again under the rule of its parameter: the worker trusts no one's earlier check. */
export function valuesOf(change: Change, runbook: Runbook): Params {
  const rules = Object.entries(runbook.params).map(([name, param]): [string, ParamValue] => {
    const value = change.content.params[name] ?? '';
    if (param.type === 'choice') return [name, { value, options: param.options }];
    return [name, param.type === 'text' && param.pattern !== undefined ? { value, pattern: param.pattern } : { value }];
  });
  return Object.fromEntries(rules);
}

export function filled(argv: Argv, params: Params): Argv {
  const done = fillArgv(argv, params);
  if (!done.ok) throw new Refused(done.refusal.sentence);
  return done.argv;
}

/** The same for a command of the way back, which may name what ran before: a value under the rule of the parameter that brings one. */
export function filledBack(argv: Argv, params: Params, change: Change, runbook: Runbook): Argv {
  const version = previousVersion(change);
  const asked = Object.entries(PREVIOUS).filter(([name]) => argv.some((argument) => argument.includes(`{{${name}}}`)));
  const values = asked.map(([name, of]): [string, ParamValue] => {
    const value = version?.[of];
    if (value === undefined)
      throw new Refused(`What ran before is not known (${of}), and the way back asks for it: go back by hand.`);
    return [name, { ...(of === 'release' ? ruleOfRelease(change, runbook) : {}), value }];
  });
  return filled(argv, { ...params, ...Object.fromEntries(values) });
}

/** What a release must be by the parameter that brings one. */
function ruleOfRelease({ content }: Change, runbook: Runbook): Pick<ParamValue, 'pattern' | 'options'> {
  const name = releaseName(content);
  const rule = name === undefined ? undefined : runbook.params[name];
  if (rule?.type === 'choice') return { options: rule.options };
  return rule?.type === 'text' && rule.pattern !== undefined ? { pattern: rule.pattern } : {};
}

/** In an address a value is one encoded part of it: it cannot begin a path, a query or a host of its own. */
export function filledUrl(url: string, params: Params): string {
  return url.replaceAll(/\{\{([^{}]*)\}\}/g, (placeholder) =>
    encodeURIComponent(filled(['url', placeholder], params)[1] ?? ''),
  );
}
