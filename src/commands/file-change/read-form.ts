import { z } from 'zod';
import type { ChangeContent } from '../../change/model.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS } from '../../change/model.ts';
import type { Policy } from '../../change/policy.ts';
import type { ContentProblem } from '../../change/refusals.ts';
import { readWindowEnd } from '../../change/window.ts';
import type { TypedValues } from '../../slack/values.ts';
import { BY_HAND, type FormChoices, type FormSubject } from './form.ts';

const Subject = z.strictObject({
  v: z.literal(1),
  mode: z.enum(['file', 'edit', 'reschedule']),
  change: z.templateLiteral(['CHG-', z.number().int().positive()]).optional(),
  revision: z.number().int().optional(),
});

/** What the form is about, as it carried it; undefined for a form this version did not draw. */
export function readSubject(metadata: string): FormSubject | undefined {
  try {
    const { v: _, mode, change, revision } = Subject.parse(JSON.parse(metadata));
    return { mode, ...(change === undefined ? {} : { change }), ...(revision === undefined ? {} : { revision }) };
  } catch {
    return undefined;
  }
}

export function readChoices(values: TypedValues): FormChoices {
  const runbook = values.text('runbook');
  return { kind: values.text('kind') || 'normal', runbook: runbook === BY_HAND ? '' : runbook };
}

/** Errors by field, each to stand under its input. */
export type FormErrors = Readonly<{ [field: string]: string }>;
export type Filed =
  { readonly ok: true; readonly content: ChangeContent } | { readonly ok: false; readonly errors: FormErrors };

const Picks = z.object({ kind: z.enum(KINDS), priority: z.enum(PRIORITIES), risk: z.enum(RISKS) });
const Justification = z.enum(JUSTIFICATIONS);

/** Reads the form into what is filed; a rescheduling form keeps everything but the window of `former`. */
export function readForm(values: TypedValues, policy: Policy, former?: ChangeContent): Filed {
  const opensAt = values.instant('opensAt');
  if (Number.isNaN(opensAt)) return { ok: false, errors: { opensAt: 'Please choose a date and time.' } };
  const window = values.text('maintenanceWindow');
  const end = readWindowEnd(opensAt, values.text('duration'), window, policy.timezone);
  if (!end.ok) return { ok: false, errors: { [end.field]: end.problem } };
  const timing = {
    opensAt,
    closesAt: end.closesAt,
    estimateMs: end.estimateMs,
    ...(window === '' ? {} : { maintenanceWindow: window }),
  };
  if (former) {
    const { maintenanceWindow: _, ...kept } = former;
    return { ok: true, content: { ...kept, ...timing } };
  }
  const picks = Picks.safeParse({
    kind: values.text('kind'),
    priority: values.text('priority'),
    risk: values.text('risk'),
  });
  if (!picks.success)
    return { ok: false, errors: { [String(picks.error.issues[0]?.path[0] ?? 'kind')]: 'Please choose one.' } };
  return {
    ok: true,
    content: { ...picks.data, ...texts(values), ...timing, ...work(values), services: values.list('services') },
  };
}

function texts(values: TypedValues) {
  return {
    title: values.text('title'),
    description: values.text('description'),
    reason: values.text('reason'),
    impact: values.text('impact'),
    implementationPlan: values.text('implementationPlan'),
    rollbackPlan: values.text('rollbackPlan'),
    potentialImpact: values.text('potentialImpact'),
    mitigation: values.text('mitigation'),
    testingPlan: values.text('testingPlan'),
  };
}

function work(values: TypedValues) {
  const { runbook } = readChoices(values);
  const justification = Justification.safeParse(values.text('justification')).data;
  const pattern = values.text('pattern');
  const params = values.fields
    .filter((f) => f.startsWith('param:'))
    .map((f) => [f.slice('param:'.length), values.text(f)] as const)
    .filter(([, value]) => value !== '');
  return {
    params: Object.fromEntries(params),
    ...(runbook === '' ? {} : { runbook }),
    ...(pattern === '' ? {} : { pattern }),
    ...(justification === undefined ? {} : { justification }),
  };
}

/** Where each problem stands in the form: the window's end is typed as a duration; what the form does not show goes under the title. */
export function errorsUnderInputs(problems: readonly ContentProblem[], fields: readonly string[]): FormErrors {
  const place = (field: string): string => {
    const block =
      field === 'closesAt' ? 'duration' : field === 'pattern' && !fields.includes('pattern') ? 'kind' : field;
    return fields.includes(block) ? block : (fields[0] ?? block);
  };
  return Object.fromEntries(problems.toReversed().map(({ field, problem }) => [place(field), problem]));
}
