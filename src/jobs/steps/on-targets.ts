import type { Argv, Check } from '../../change/check.ts';
import type { StepRun } from '../../change/model.ts';
import type { Runbook } from '../../change/policy.ts';
import type { Target } from '../../change/targets.ts';
import { Refused } from './fill.ts';

/**
 * The targets that a run is about: its own; of a soak every one up to it; of whatever has no target all of them. Empty where the
 * runbook has none.
 */
export function targetsOf({ step, target }: StepRun, { targets }: Runbook): readonly Target[] {
  const list = targets?.list ?? [];
  if (target === undefined) return list;
  const place = list.findIndex(({ name }) => name === target);
  if (place < 0) throw new Refused(`The runbook has no target ${target} any more.`);
  return step === 'soak' ? list.slice(0, place + 1) : list.slice(place, place + 1);
}

/** The arguments of a command for the one target that its run is about. */
export function aimed([program, ...args]: Argv, targets: readonly Target[]): Argv {
  const [target] = targets;
  return target === undefined ? [program, ...args] : [program, ...args.map((arg) => placed(arg, target))];
}

/** Each check once for every target, where it says which one it looks at; else once. */
export function spread(checks: readonly Check[], targets: readonly Target[]): readonly Check[] {
  return checks.flatMap((check) => (isAimed(check) ? targets.map((target) => onTarget(check, target)) : [check]));
}

function isAimed(check: Check): boolean {
  return JSON.stringify(check).match(PLACEHOLDER) !== null;
}

function onTarget(check: Check, target: Target): Check {
  if ('run' in check) return { run: aimed(check.run, [target]) };
  if ('http' in check) return { ...check, http: placed(check.http, target) };
  if ('tcp' in check) return { tcp: { ...check.tcp, host: placed(check.tcp.host, target) } };
  if ('dns' in check) return { dns: { ...check.dns, name: placed(check.dns.name, target) } };
  return check;
}

const PLACEHOLDER = /\{\{target(?:\.([A-Za-z][A-Za-z0-9_-]*))?\}\}/g;

/** The policy alone says what stands here, and lets nothing through that could be more than a value. */
function placed(text: string, { name, values }: Target): string {
  return text.replaceAll(PLACEHOLDER, (_, key: string | undefined) => {
    const value = key === undefined ? name : Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) throw new Refused(`The target ${name} has no value ${key} in the runbook.`);
    return value;
  });
}
