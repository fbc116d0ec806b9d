import { z } from 'zod';
import type { PlanUnit } from '../../change/plan/document.ts';
import { PlanJson } from './plan-json.ts';
import { splitDocuments } from './split-documents.ts';

export type UnitsReading =
  { readonly ok: true; readonly units: readonly PlanUnit[] } | { readonly ok: false; readonly sentence: string };

const UnitName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name));

/** A plan under the name of its unit; a unit that has none says so with `null`. */
const NamedPlan = z.object({ unit: UnitName.exactOptional(), plan: z.unknown() });

/** What `terragrunt run --all --report-file` writes of each unit. */
const Report = z.array(z.object({ Name: UnitName, Result: z.string(), Reason: z.string().exactOptional() }));

/** What became of a unit, in a report: one that was left out needs no plan. */
const EXCLUDED = 'excluded';
const SUCCEEDED = 'succeeded';
/** Says succeeded, of a unit that did not. */
const ERROR_IGNORED = 'error ignored';

/** Whole numbers beyond what a number of JavaScript holds, which would read as one another. */
const LONG_NUMBER = /\d{16}/;

/**
 * The output of a runbook's plan JSON command: one plan, or several one after the other, each bare or as
 * `{ "unit": "name", "plan": … }`, and beside them Terragrunt's report. A unit of the report without a plan, or with a plan that
 * is `null`, has a fault; the exit code of a whole run says nothing about its units (their tools have been wrong too often).
 */
export function readUnits(output: Uint8Array): UnitsReading {
  const places = splitDocuments(output);
  if (!places) return refuse('it is not JSON alone, or it is cut off');
  if (places.length === 0) return refuse('it is empty');
  const units: PlanUnit[] = [];
  const reports: z.infer<typeof Report>[] = [];
  for (const [from, to] of places) {
    const value = parse(output.subarray(from, to));
    if (value === undefined) return refuse('it is not JSON');
    const report = Array.isArray(value) ? Report.safeParse(value) : undefined;
    if (report?.success) reports.push(report.data);
    else {
      const unit = readUnit(value);
      if (!unit) return refuse('a document in it is no plan');
      units.push(unit);
    }
  }
  const all = judged(units, reports.flat());
  const names = all.flatMap(({ name }) => name ?? []);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return refuse(`the unit ${twice} stands in it twice`);
  return all.length === 0 ? refuse('no plan stands in it') : { ok: true, units: all };
}

/** The cause is left out: a parser quotes what it stumbled over. */
function refuse(why: string): UnitsReading {
  return { ok: false, sentence: `The plan's JSON cannot be read: ${why}.` };
}

function parse(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return LONG_NUMBER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A number that JavaScript cannot hold stays as it was written. */
function exact(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? { number: context.source }
    : value;
}

function readUnit(value: unknown): PlanUnit | undefined {
  const bare = PlanJson.safeParse(value);
  if (bare.success) return { plan: bare.data };
  const named = NamedPlan.safeParse(value);
  if (!named.success || !isNamedPlan(value)) return undefined;
  const { unit: name, plan } = named.data;
  if (plan === null) return name === undefined ? undefined : { name, fault: 'It has no plan.' };
  const read = PlanJson.safeParse(plan);
  return read.success ? { ...(name === undefined ? {} : { name }), plan: read.data } : undefined;
}

function isNamedPlan(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'plan');
}

/** The units as their report lets them stand: a plan counts only of a unit that was planned in that run, and well. */
function judged(units: readonly PlanUnit[], report: z.infer<typeof Report>): readonly PlanUnit[] {
  if (report.length === 0) return units;
  const faults = new Map(
    report.map((entry) => [entry.Name, isGood(entry) ? undefined : 'Planning it did not succeed.']),
  );
  const planned = units.map((unit): PlanUnit => {
    const { name } = unit;
    if (name === undefined || 'fault' in unit) return unit;
    const fault = faults.has(name) ? faults.get(name) : 'Its plan is not of this run.';
    return fault === undefined ? unit : { name, fault };
  });
  const there = new Set(units.map(({ name }) => name));
  const missing = report.filter(({ Name: name, Result: result }) => result !== EXCLUDED && !there.has(name));
  return [
    ...planned,
    ...missing.map(({ Name: name }) => ({ name, fault: faults.get(name) ?? 'Its plan is missing.' })),
  ];
}

function isGood({ Result: result, Reason: reason }: z.infer<typeof Report>[number]): boolean {
  return result === SUCCEEDED && reason !== ERROR_IGNORED;
}
