import { createHash } from 'node:crypto';
import type { Check, PrometheusExpectation } from '../../change/check.ts';
import type { Runbook } from '../../change/policy.ts';
import type { Readings } from '../../change/readings.ts';
import type { CheckTask, LogTask } from '../command/check-tasks.ts';
import type { Task } from '../command/spec.ts';
import type { Places } from '../command/take-before.ts';
import type { GitTask } from '../command/need-tasks.ts';
import { filled, filledUrl, Refused, type Params } from './fill.ts';

/** How long an address may take to answer a check, beyond what is expected of it. */
const ANSWER_MAX_MS = 10_000;

/** What checks compare with: what was measured before the apply, and where logs stood then, where that is to be judged. */
export interface Before {
  readonly readings: Readings;
  readonly places: Places | undefined;
}

export interface CheckScene {
  readonly params: Params;
  readonly httpAllow: readonly string[];
  readonly before: Before;
  /** The one that the change names. */
  readonly commit: string | undefined;
}

/** A check of a runbook as the task of a run. */
export function checkTask(check: Check, { params, httpAllow, before, commit }: CheckScene): CheckTask {
  const reach = (withinMs = 0) => ({ allow: [...httpAllow], timeoutMs: ANSWER_MAX_MS + withinMs });
  if ('run' in check) return { kind: 'command', argv: filled(check.run, params) };
  if ('http' in check) {
    const { http, expect } = check;
    return { kind: 'http', url: filledUrl(http, params), expect, ...reach(expect.withinMs) };
  }
  if ('tcp' in check) return { kind: 'tcp', ...check.tcp, ...reach(check.tcp.withinMs) };
  if ('dns' in check) return { kind: 'dns', ...check.dns, ...reach() };
  if ('tool' in check) return { kind: 'tool', argv: filled(check.tool.run, params), version: check.tool.version };
  if ('env' in check) return { kind: 'env', name: check.env };
  if ('disk' in check) return { kind: 'disk', ...check.disk };
  if ('git' in check) return gitTask(check.git, commit);
  if ('log' in check) {
    const { since, ...log } = check.log;
    return { kind: 'log', ...log, ...placeFor(log.file, since === 'apply' ? before.places : undefined) };
  }
  const { limit, ...query } = check.prometheus;
  const known = before.readings[digestOf(check.prometheus)];
  const baseline = 'atMostTimes' in limit && known !== undefined ? { baseline: known } : {};
  return { kind: 'prometheus', ...query, limit: { ...limit, ...baseline }, ...reach() };
}

function gitTask(wanted: 'clean' | 'pinned', commit: string | undefined): GitTask {
  if (wanted === 'clean') return { kind: 'git' };
  if (commit === undefined)
    throw new Refused('Its runbook works at the commit of the change, which names none: add it under Details.');
  return { kind: 'git', commit: commit.toLowerCase() };
}

/** What an apply notes first for the checks after it; nothing where none of them compares. */
export function beforeTasks({ verify, watch }: Runbook, httpAllow: readonly string[]): readonly Task[] {
  const checks = [...verify, ...(watch?.checks ?? [])];
  const logs = checks.flatMap((check) => ('log' in check && check.log.since === 'apply' ? [check.log.file] : []));
  const compared = checks.flatMap((check) =>
    'prometheus' in check && 'atMostTimes' in check.prometheus.limit ? [check.prometheus] : [],
  );
  const queries = new Map(
    compared.map((prometheus) => {
      const { limit: _, ...query } = prometheus;
      const check = digestOf(prometheus);
      return [check, { check, ...query, allow: [...httpAllow], timeoutMs: ANSWER_MAX_MS }];
    }),
  );
  if (logs.length + queries.size === 0) return [];
  return [{ kind: 'before', logs: [...new Set(logs)], queries: [...queries.values()] }];
}

function placeFor(file: string, places: Places | undefined): Pick<LogTask, 'from'> {
  if (places === undefined) return {};
  return { from: Object.hasOwn(places, file) ? (places[file] ?? null) : 'lost' };
}

/** The same query of the same server has been measured for every check that compares with it. */
function digestOf({ url, query }: PrometheusExpectation): string {
  return createHash('sha256').update(`${url}\n${query}`).digest('hex').slice(0, 16);
}
