import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { named } from '../change/named.ts';
import type { Policy, Runbook } from '../change/policy.ts';
import { runbookDigest } from './digest.ts';
import { expectation, explain } from './explain.ts';
import { member } from './loose.ts';
import { folderFindings } from './paths.ts';
import { PolicyFile } from './policy-file.ts';
import { withShippedTypes } from './plans.ts';
import { sayPath } from './problem.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { roleFindings } from './role-references.ts';
import { runbookFindings } from './runbook-references.ts';
import { serviceFindings } from './service-references.ts';

export type PolicyReading =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a policy was read from: the file as people call it, and the folder that its paths are relative to. */
export interface PolicySource {
  readonly file: string;
  readonly baseDir: string;
}

/**
 * The text of a policy file as a policy with every default filled in and every path absolute, or everything that is wrong with it, in
 * the order of the text. Whether folders and programs exist is not judged here (`check-config` warns of it): a step may run elsewhere.
 */
export function readPolicy(text: string, source: PolicySource): PolicyReading {
  try {
    return readBounded(text, source);
  } catch (cause) {
    // The recursion of the parser and of our own walks ends here on a text that is built to exhaust them.
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    return {
      ok: false,
      problems: [wholeFile(source.file, 'the file is nested too deeply or refers to itself; expected a policy')],
    };
  }
}

/** A problem with the file as such, at its first line. */
export function wholeFile(file: string, message: string): Problem {
  return { file, line: 1, column: 1, path: '', message };
}

function readBounded(text: string, { file, baseDir }: PolicySource): PolicyReading {
  const yaml = readYaml(text);
  const faults = yaml.faults.map((fault): Problem => ({ file, path: '', ...fault }));
  if (!('value' in yaml)) return { ok: false, problems: faults };
  const read = PolicyFile.safeParse(yaml.value, { error: expectation });
  const shapes = explain(read.error?.issues ?? [], yaml.value);
  const misshapen = new Set(shapes.map(({ path }) => sayPath(path)));
  const references = [
    ...roleFindings(yaml.value),
    ...serviceFindings(yaml.value),
    ...runbookFindings(yaml.value),
    ...folderFindings(yaml.value, baseDir),
  ].filter(({ path }) => !misshapen.has(sayPath(path)));
  const found = [...shapes, ...references].map(({ path, at, message }): Problem => ({
    file,
    path: sayPath(path),
    message,
    ...yaml.locate(path, at),
  }));
  const problems = [...faults, ...found].toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (!read.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, policy: inForce(read.data, yaml.value, baseDir) };
}

/** The name of a policy file as messages give it. */
export function policySource(path: string): PolicySource {
  return { file: basename(path), baseDir: resolve(path, '..') };
}

function inForce(file: z.output<typeof PolicyFile>, written: unknown, baseDir: string): Policy {
  const services = mapped(file.services, (service, name) => ({
    ...service,
    name: service.name ?? name,
    ...besides(service, baseDir),
  }));
  const runbooks = mapped(file.runbooks, (runbook, name): Runbook => {
    const cwd = resolve(baseDir, runbook.cwd);
    const { backup, ...rest } = runbook;
    return {
      ...rest,
      cwd,
      digest: runbookDigest(member(member(written, 'runbooks'), name)),
      ...(backup && {
        backup: {
          ...backup,
          ...(backup.proof && { proof: { ...backup.proof, file: resolve(cwd, backup.proof.file) } }),
        },
      }),
    };
  });
  // A small policy may lack the role that `testing` is by default; whoever says GO is there in each.
  const owners = mapped(file.owners, (role) => (named(file.roles, role) ? role : file.goNogo.role));
  const holidays = file.calendar.holidays.map(({ file: path, as }) => ({ file: resolve(baseDir, path), as }));
  const calendar = { ...file.calendar, holidays };
  return {
    ...file,
    owners,
    plans: withShippedTypes(file.plans),
    patterns: resolve(baseDir, file.patterns),
    ...besides(file, baseDir),
    services,
    calendar,
    runbooks,
  };
}

function besides({ notices }: { readonly notices?: string }, baseDir: string): { readonly notices?: string } {
  return notices === undefined ? {} : { notices: resolve(baseDir, notices) };
}

function mapped<From, To>(
  entries: Readonly<Record<string, From>>,
  change: (entry: From, name: string) => To,
): Record<string, To> {
  const changed: Record<string, To> = Object.create(null);
  for (const [name, entry] of Object.entries(entries)) changed[name] = change(entry, name);
  return changed;
}
