import type { Argv } from '../../change/check.ts';
import type { Change } from '../../change/model.ts';
import type { Runbook } from '../../change/policy.ts';
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

/** In an address a value is one encoded part of it: it cannot begin a path, a query or a host of its own. */
export function filledUrl(url: string, params: Params): string {
  return url.replaceAll(/\{\{([^{}]*)\}\}/g, (placeholder) =>
    encodeURIComponent(filled(['url', placeholder], params)[1] ?? ''),
  );
}
