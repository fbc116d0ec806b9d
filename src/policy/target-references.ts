import { show } from './explain.ts';
import { member } from './loose.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Finding, Path } from './problem.ts';

/** Whether a placeholder is the name of the target that a step is run for, or a value of it: `target.host`. */
export function isOfTarget(placeholder: string): boolean {
  return placeholder === 'target' || placeholder.startsWith('target.');
}

/**
 * What a roll-out leans on: an apply that says which target it is for, and so do the commands that take it out of service, put it back
 * and roll it back; something that verifies it; every value that is asked for given for every target; checks to soak by.
 */
export function targetFindings(runbook: unknown, path: Path): Finding[] {
  const targets = member(runbook, 'targets');
  if (targets === undefined) return [];
  const rollback = member(runbook, 'rollback');
  const commands: readonly (readonly [Path, unknown])[] = [
    [['apply'], member(runbook, 'apply')],
    ...(['drain', 'undrain'] as const).map((key): [Path, unknown] => [['targets', key], member(targets, key)]),
    ...(['infrastructure', 'application'] as const).map((key): [Path, unknown] => [
      ['rollback', key],
      member(rollback, key),
    ]),
  ];
  return [
    ...commands.flatMap(([place, command]) => unaimed(member(command, 'run'), [...path, ...place, 'run'])),
    ...missing(runbook, path),
    ...(member(member(runbook, 'params'), 'target') === undefined
      ? []
      : [
          finding(
            [...path, 'params', 'target'],
            'key',
            'got a parameter target; expected another name: {{target}} is the target that a step is run for',
          ),
        ]),
  ];
}

/** How a value that is asked for stands with the targets: fine where each of them has it. */
export function targetFault(runbook: unknown, placeholder: string): string | undefined {
  const targets = member(runbook, 'targets');
  if (targets === undefined) return 'targets in this runbook, to be one of';
  const list: unknown = member(targets, 'list');
  const name = placeholder.slice('target.'.length);
  const bare = Array.isArray(list) ? list.find((entry: unknown) => member(entry, name) === undefined) : undefined;
  const isGiven = placeholder === 'target' || bare === undefined;
  return isGiven ? undefined : `a value ${name} of every target (${show(bare)} has none)`;
}

function unaimed(run: unknown, path: Path): Finding[] {
  if (!Array.isArray(run) || run.some((arg) => typeof arg === 'string' && placeholdersIn(arg).some(isOfTarget)))
    return [];
  const message = `got ${show(run)}; expected {{target}} among its arguments: it is run for each target that is touched`;
  return [finding(path, 'value', message)];
}

function missing(runbook: unknown, path: Path): Finding[] {
  const verify = member(runbook, 'verify');
  const soak = member(member(runbook, 'targets'), 'soak');
  const needs: readonly (readonly [boolean, string])[] = [
    [member(runbook, 'apply') === undefined, 'an apply in this runbook, to be run for each of them'],
    [
      !Array.isArray(verify) || verify.length === 0,
      'a verify in this runbook: no target is begun before the one ahead of it is verified',
    ],
    [
      soak !== undefined && member(runbook, 'watch') === undefined,
      'a watch in this runbook, whose checks keep passing while a wave soaks',
    ],
  ];
  return needs.flatMap(([isMissing, what]) =>
    isMissing ? [finding([...path, 'targets'], 'key', `got targets; expected ${what}`)] : [],
  );
}

function finding(path: Path, at: Finding['at'], message: string): Finding {
  return { path, at, message };
}
