import { basename } from 'node:path';
import type { Policy } from '../change/policy.ts';
import { sayProblem, type Problem } from '../policy/problem.ts';
import { readRules, type RulesReading } from '../policy/read-rules.ts';
import { shippedNotices } from '../policy/shipped-notices.ts';
import { policyWarnings } from '../policy/warnings.ts';
import type { Surroundings } from '../policy/warnings.ts';

export interface CheckConfigInput extends Surroundings {
  /** The policy file. */
  readonly file: string;
  readonly output: NodeJS.WritableStream;
}

/**
 * `gonogo check-config`: every problem of the policy file, one line each, and exit code 1; or what the file puts in force, with what is
 * probably not meant, and 0.
 */
export async function checkConfig({ file, output, ...surroundings }: CheckConfigInput): Promise<0 | 1> {
  const say = (line: string): void => void output.write(`${line}\n`);
  const reading = await readRules(file);
  if (!reading.ok) {
    for (const problem of reading.problems) say(sayProblem({ ...problem, file: fileOf(problem, file) }));
    say(`${counted(reading.problems.length, 'problem')}: this policy would be refused.`);
    return 1;
  }
  for (const line of inForce(reading)) say(line);
  const warnings = policyWarnings(reading.policy, surroundings);
  for (const warning of warnings) say(`warning: ${warning}`);
  say(`${file} is valid, with ${counted(warnings.length, 'warning')}.`);
  return 0;
}

/** The policy as it was named, and a pattern beside it as its own problem names it. */
function fileOf(problem: Problem, policyFile: string): string {
  return problem.file === basename(policyFile) ? policyFile : problem.file;
}

function inForce({ policy, patterns }: Extract<RulesReading, { ok: true }>): string[] {
  const { timezone, channels, roles, services, runbooks, calendar } = policy;
  return [
    `zone      ${timezone}`,
    `channels  changes ${channels.changes}, incidents ${channels.incidents}, operator ${channels.operator}, rehearsals ${channels.rehearsals ?? 'to whoever asks'}`,
    ...Object.entries(roles).map(([name, { members, delegates, fallback }]) => {
      const behind = fallback === undefined ? '' : `; fallback ${fallback}`;
      const standIns = delegates.length > 0 ? `; delegates ${delegates.join(', ')}` : '';
      return `role      ${name}: ${members.join(', ') || 'nobody'}${standIns}${behind}`;
    }),
    ...Object.entries(services).map(([name, service]) => {
      const runs = service.runbooks.length > 0 ? `; runbooks ${service.runbooks.join(', ')}` : '';
      return `service   ${name}: ${service.name}, ${service.environment}${service.critical ? ', critical' : ''}${runs}`;
    }),
    ...Object.entries(runbooks).map(
      ([name, { runsOn, digest, destructive }]) =>
        `runbook   ${name}: on ${runsOn}${destructive ? ', destructive' : ''}, digest ${digest.slice(0, 12)}`,
    ),
    ...Object.entries(patterns).map(
      ([name, { title, kind, version, preApproved, status }]) =>
        `pattern   ${name}: ${title}, ${kind}${preApproved ? ', pre-approved' : ''}, version ${version}${status === 'active' ? '' : `, ${status}`}`,
    ),
    `playbooks ${(policy.playbooks ?? []).map(({ id }) => id).join(', ')}`,
    ...wordedLines(policy),
    `calendar  ${counted(calendar.freezes.length, 'freeze')}, ${calendar.avoid.length} to avoid`,
  ];
}

/** Whose words notices are in: each was read, with every name in it. */
function wordedLines({ language, templates, services }: Policy): string[] {
  const own = Object.entries(services).flatMap(([name, service]) =>
    service.templates ? [`notices   of ${name}: ${Object.keys(service.templates).join(', ')}`] : [],
  );
  const team = templates ? `; the team's own ${Object.keys(templates).join(', ')}` : '';
  return [
    `notices   in ${language}, ${counted(Object.keys(shippedNotices(language)).length, 'notice')}${team}`,
    ...own,
  ];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
