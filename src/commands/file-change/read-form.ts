import { z } from 'zod';
import { ATTACHMENTS_MAX } from '../../change/attachments.ts';
import type { ChangeContent } from '../../change/model.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS } from '../../change/model.ts';
import type { Policy } from '../../change/policy.ts';
import type { ContentProblem } from '../../change/refusals.ts';
import { readWindowEnd } from '../../change/window.ts';
import { DrawnChange } from '../../slack/controls.ts';
import type { TypedValues } from '../../slack/values.ts';
import { chosenIncident } from '../emergency/incident-choice.ts';
import { OF_STRATEGY } from './form-strategy.ts';
import { BY_HAND } from './form-values.ts';
import type { FormSubject } from './form.ts';
import { readDetails } from './read-details.ts';

const File = z.strictObject({ id: z.string(), name: z.string(), permalink: z.string().exactOptional() });
const Subject = z
  .strictObject({
    v: z.literal(1),
    mode: z.enum(['file', 'edit', 'reschedule']),
    change: DrawnChange.exactOptional(),
    revision: z.number().int().exactOptional(),
    shown: z.string().max(64).exactOptional(),
    pattern: z.string().max(64).exactOptional(),
    source: z.string().max(80).exactOptional(),
    files: z.array(File).max(ATTACHMENTS_MAX).exactOptional(),
    unread: z.string().max(1_500).exactOptional(),
    resumed: z.string().max(64).exactOptional(),
    draftFrom: z.number().int().exactOptional(),
    fresh: z.number().int().exactOptional(),
  })
  // A form that is not for a new change is for a certain one.
  .refine(({ mode, change }) => (mode === 'file') === (change === undefined));

/** What the form is about, as it carried it; undefined for a form this version did not draw. */
export function readSubject(metadata: string): FormSubject | undefined {
  try {
    const { v: _, ...subject } = Subject.parse(JSON.parse(metadata));
    return subject;
  } catch {
    return undefined;
  }
}

/** Errors by field, each to stand under its input. */
export type FormErrors = Readonly<{ [field: string]: string }>;

/** What was filed as far as it could be read, instants that could not as NaN; and what could not, by field. */
export interface Filed {
  readonly content: ChangeContent;
  readonly errors: FormErrors;
}

const Kind = z.enum(KINDS);
const Priority = z.enum(PRIORITIES);
const Risk = z.enum(RISKS);
const Justification = z.enum(JUSTIFICATIONS);

/** Reads the form into what is filed, and finds every fault of one reading; a rescheduling form keeps all but the window of `former`. */
export function readForm(values: TypedValues, policy: Policy, former?: ChangeContent): Filed {
  const isHurried = !former && values.text('kind') === 'emergency';
  const { timing, errors } = isHurried ? readHurry(values, policy.timezone) : readTiming(values, policy.timezone);
  if (former) {
    const { maintenanceWindow: _, ...kept } = former;
    return { content: { ...kept, ...timing }, errors };
  }
  const picked = {
    kind: Kind.safeParse(values.text('kind')).data,
    priority: Priority.safeParse(values.text('priority')).data,
    risk: Risk.safeParse(values.text('risk')).data,
  };
  const missing = Object.entries(picked).flatMap(([field, value]) =>
    value === undefined ? [[field, 'Please choose one.'] as const] : [],
  );
  const { kind = 'normal', priority = 'medium', risk = 'low' } = picked;
  const content = {
    kind,
    priority,
    risk,
    ...texts(values),
    ...timing,
    ...work(values, policy),
    ...readDetails(values),
    services: values.list('services'),
  };
  return { content, errors: { ...errors, ...Object.fromEntries(missing) } };
}

type Timing = Pick<ChangeContent, 'opensAt' | 'closesAt' | 'estimateMs' | 'maintenanceWindow'>;

/** An emergency opens when it is recorded: how long it takes is all that its form asks. */
function readHurry(values: TypedValues, timezone: string): { readonly timing: Timing; readonly errors: FormErrors } {
  const estimated = readWindowEnd(0, values.text('duration'), '', timezone);
  return estimated.ok
    ? { timing: { opensAt: 0, closesAt: estimated.closesAt, estimateMs: estimated.estimateMs }, errors: {} }
    : { timing: { opensAt: 0, closesAt: 0 }, errors: { [estimated.field]: estimated.problem } };
}

/** The duration and the window are judged apart, so that a fault in one hides none in the other. */
function readTiming(values: TypedValues, timezone: string): { readonly timing: Timing; readonly errors: FormErrors } {
  const [opensAt, duration, window] = [
    values.instant('opensAt'),
    values.text('duration'),
    values.text('maintenanceWindow'),
  ];
  const hasDate = !Number.isNaN(opensAt);
  const estimated = readWindowEnd(hasDate ? opensAt : 0, duration, '', timezone);
  const end = hasDate ? readWindowEnd(opensAt, estimated.ok ? duration : '1s', window, timezone) : undefined;
  const errors = {
    ...(hasDate ? {} : { opensAt: 'Please choose a date and time.' }),
    ...(estimated.ok ? {} : { [estimated.field]: estimated.problem }),
    ...(end === undefined || end.ok ? {} : { [end.field]: end.problem }),
  };
  const timing = {
    opensAt,
    closesAt: estimated.ok && end?.ok ? end.closesAt : Number.NaN,
    ...(estimated.ok ? { estimateMs: estimated.estimateMs } : {}),
    ...(window === '' ? {} : { maintenanceWindow: window }),
  };
  return { timing, errors };
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

function work(values: TypedValues, policy: Policy) {
  const runbook = values.text('runbook');
  const justification = Justification.safeParse(values.text('justification')).data;
  const pattern = values.text('pattern');
  const incident = values.fields.includes('incident') ? chosenIncident(values, policy) : undefined;
  const params = values.fields
    .filter((f) => f.startsWith('param:'))
    .map((f) => [f.slice('param:'.length), values.text(f)] as const)
    .filter(([, value]) => value !== '');
  return {
    params: Object.fromEntries(params),
    ...(runbook === '' || runbook === BY_HAND ? {} : { runbook }),
    ...(pattern === '' ? {} : { pattern }),
    ...(justification === undefined ? {} : { justification }),
    ...(incident === undefined ? {} : { incident }),
  };
}

/** The inputs in which people type what is kept under another name. */
const TYPED_AS: Readonly<{ [field: string]: string }> = {
  closesAt: 'duration',
  downtimeMs: 'downtime',
  extraTimeMs: 'extraTime',
};

/**
 * Where each problem stands in the form: that of the window's end is typed as a duration; what the form does not show goes, by
 * name, under the choice it hangs on, or else under the first input.
 */
export function errorsUnderInputs(problems: readonly ContentProblem[], fields: readonly string[]): FormErrors {
  const places = new Map<string, string[]>();
  for (const { field, problem } of problems) {
    const own = TYPED_AS[field] ?? field;
    const shown = fields.includes(own);
    const place = shown ? own : ([choiceFor(own), fields[0]].find((f) => f !== undefined && fields.includes(f)) ?? own);
    places.set(place, [...(places.get(place) ?? []), shown ? problem : `${nameOf(own)}: ${problem}`]);
  }
  return Object.fromEntries([...places].map(([place, said]) => [place, said.join(' ')]));
}

function choiceFor(field: string): string | undefined {
  if (field.startsWith('param:')) return 'runbook';
  if (field === 'incident') return 'services';
  if (field === 'riskReason') return 'risk';
  if (OF_STRATEGY.some((f) => f === field)) return 'strategy';
  return field === 'pattern' || field === 'justification' ? 'kind' : undefined;
}

/** `param:release` as `release`, `rollbackPlan` as `Rollback plan`. */
export function nameOf(field: string): string {
  if (field.startsWith('param:')) return field.slice('param:'.length);
  const words = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
