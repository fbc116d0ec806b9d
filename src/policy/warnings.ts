import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Check } from '../change/check.ts';
import { ROLLBACK_MAX_MS, wayBackOf } from '../change/critical.ts';
import type { Policy, Requirement, Runbook } from '../change/policy.ts';
import { unusedParams } from './runbook-references.ts';

/** Where the warnings look: the labels of the step workers on this machine, and its environment. */
export interface Surroundings {
  readonly labels: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is allowed and probably not meant, one sentence each. Folders and programs are looked for only for runbooks that run here. */
export function policyWarnings(policy: Policy, { labels, env }: Surroundings): string[] {
  return [
    ...roleWarnings(policy),
    ...audienceWarnings(policy, env),
    ...criticalWarnings(policy),
    ...Object.entries(policy.runbooks).flatMap(([name, runbook]) => [
      ...unused(name, runbook),
      ...unproven(name, runbook),
      ...(labels.includes(runbook.runsOn) ? hereWarnings(name, runbook, env['PATH'] ?? '') : []),
    ]),
  ];
}

function audienceWarnings({ services, mail }: Policy, env: Surroundings['env']): string[] {
  return Object.values(services).flatMap(({ audience, name }) => [
    ...(audience.emails.length > 0 && !env['SMTP_URL']
      ? [`services: the variable SMTP_URL is not set here, so the mailboxes of ${name} hear nothing.`]
      : []),
    ...(audience.emails.length > 0 && mail.from === undefined
      ? [`services: mail.from is not set, so the mailboxes of ${name} hear nothing.`]
      : []),
    ...audience.teams
      .filter((variable) => !env[variable])
      .map(
        (variable) => `services: the variable ${variable} is not set here, so ${name} has no Teams channel behind it.`,
      ),
  ]);
}

/** What each change of a critical service would have to be overridden for, or nobody would hear of. */
function criticalWarnings({ services, runbooks }: Policy): string[] {
  return Object.entries(services)
    .filter(([, { critical }]) => critical)
    .flatMap(([id, { name, audience, runbooks: own }]) => {
      const isEmpty = Object.values(audience).every((those) => those.length === 0);
      const slow = own.filter((runbook) => !isQuick(runbooks[runbook]));
      // One that destroys is named already.
      const unbacked = own.filter((runbook) => runbooks[runbook]?.destructive === false && !runbooks[runbook].backup);
      return [
        ...(isEmpty ? [`services.${id}: critical, and its audience is empty: nobody who uses ${name} is told.`] : []),
        ...slow.map(
          (runbook) =>
            `runbooks.${runbook}.rollback: of a critical service, and not declared to take 5m or less: no start without an override.`,
        ),
        ...unbacked.map(
          (runbook) => `runbooks.${runbook}: of a critical service and without a backup: no start without an override.`,
        ),
      ];
    });
}

function isQuick(runbook: Runbook | undefined): boolean {
  const declaredMs = runbook && wayBackOf(runbook).declaredMs;
  return typeof declaredMs === 'number' && declaredMs <= ROLLBACK_MAX_MS;
}

function roleWarnings(policy: Policy): string[] {
  const asked: readonly (readonly [string, Requirement])[] = [
    ...Object.entries(policy.approvals).flatMap(([cls, asks]) => asks.map((ask) => [`approvals.${cls}`, ask] as const)),
    ['overrides', policy.overrides],
    ['exceptions', policy.exceptions],
    ['goNogo', policy.goNogo],
  ];
  const empty = Object.entries(policy.roles)
    .filter(([, { members, delegates }]) => members.length + delegates.length === 0)
    .map(([role]) => `roles.${role}: nobody holds this role.`);
  const short = asked.flatMap(([place, { role, need }]): string[] => {
    const holders = policy.roles[role];
    if (!holders) return [`${place}: there is no role ${role}, so nobody can answer this ballot.`];
    const people = [...holders.members, ...holders.delegates];
    const countable = people.length > 0 && people.every((id) => !id.startsWith('S'));
    const count = new Set(people).size;
    return countable && typeof need === 'number' && need > count
      ? [`${place}: needs ${need} of ${role}, which ${count} can give.`]
      : [];
  });
  const free = (['normal', 'high'] as const)
    .filter((cls) => policy.approvals[cls].length === 0)
    .map((cls) => `approvals.${cls}: nobody has to approve these changes.`);
  return [...empty, ...short, ...free];
}

function unused(name: string, runbook: Runbook): string[] {
  const open = Object.entries(runbook.params)
    .filter(([, param]) => param.type === 'text' && param.pattern === undefined)
    .map(([param]) => `runbooks.${name}.params.${param}: has no pattern, so any text is passed on.`);
  const idle = unusedParams(runbook).map((param) => `runbooks.${name}.params.${param}: no command uses it.`);
  return [...open, ...idle];
}

/** What each destructive change would have to be overridden for. */
function unproven(name: string, { destructive, backup }: Runbook): string[] {
  if (!backup)
    return destructive ? [`runbooks.${name}: destructive and without a backup: no start without an override.`] : [];
  const place = `runbooks.${name}.backup`;
  return [
    ...(backup.proof ? [] : [`${place}: no proof: no destructive change starts without an override.`]),
    ...(backup.restoreTest ? [] : [`${place}: no restoreTest: no destructive change starts until that is waived.`]),
  ];
}

function hereWarnings(name: string, runbook: Runbook, searchPath: string): string[] {
  if (!isFolder(runbook.cwd)) return [`runbooks.${name}.cwd: there is no folder ${runbook.cwd}.`];
  const programs = new Set(programsOf(runbook));
  return [...programs]
    .filter((program) => !isProgram(program, runbook.cwd, searchPath))
    .map((program) => `runbooks.${name}: there is no program ${program} here that may be run.`);
}

function programsOf({ preflight, backup, plan, apply, verify, watch, rollback }: Runbook): string[] {
  const { infrastructure, application } = rollback;
  const commands = [backup, backup?.restoreTest, plan, plan?.json, apply];
  const scopes = [infrastructure, infrastructure?.plan, application, application?.plan];
  const checks: readonly Check[] = [...preflight, ...verify, ...(watch?.checks ?? [])];
  const runs = [...commands, ...scopes].flatMap((command) => (command ? [command.run] : []));
  const checked = checks.flatMap((check) => ('run' in check ? [check.run] : 'tool' in check ? [check.tool.run] : []));
  return [...runs, ...checked].map(([program]) => program);
}

function isProgram(program: string, cwd: string, searchPath: string): boolean {
  if (program.includes('/')) return mayRun(resolve(cwd, program));
  return searchPath.split(delimiter).some((folder) => folder !== '' && mayRun(join(folder, program)));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function mayRun(path: string): boolean {
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
