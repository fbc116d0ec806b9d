import type { z } from 'zod';
import { TimeZone } from '../policy/durations.ts';
import { ChannelId, MemberId } from '../policy/people.ts';
import { Label, Name } from '../policy/shapes.ts';
import type { Answer, Questions } from './questions.ts';

/** What `init` asks for. */
export interface FirstPolicy {
  readonly timezone: string;
  readonly channels: { readonly changes: string; readonly incidents: string; readonly operator: string };
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly service?: {
    readonly key: string;
    readonly name: string;
    readonly environment: string;
    readonly critical: boolean;
  };
}

/** The id behind `#changes` or `@ada` in the workspace, or undefined when there is none or more than one. */
export type Lookup = (kind: 'channel' | 'person', name: string) => Promise<string | undefined>;

const LEAD = 'infrastructure-lead';
const ROLES: readonly (readonly [string, string, string?])[] = [
  [LEAD, 'Who approves changes to the infrastructure?'],
  ['management', 'Who approves changes of high risk for the business?', LEAD],
  ['validator', 'Who says GO or NO-GO a week ahead?', LEAD],
  ['security', 'Who reviews security?', LEAD],
  ['implementer', 'Who carries changes out?'],
];

/** Asks every question in order; undefined when the input ends first. */
export async function askFirstPolicy({ ask, say }: Questions, lookup?: Lookup): Promise<FirstPolicy | undefined> {
  say(
    "A channel id (C…) stands at the end of the channel's details in Slack (click its name), a member id (U…) in a person's profile",
  );
  say(
    'under ⋮ → "Copy member ID", and the id of a user group (S…) in the address of its page. Several: with commas between.',
  );
  if (lookup) say('Names such as #changes and @ada are looked up.');

  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timezone = await ask(`Time zone [${here}]:`, (answer) => taken(TimeZone, answer || here));
  if (timezone === undefined) return undefined;

  const askChannel = (what: string) =>
    ask(`Channel for ${what}:`, async (answer) => taken(ChannelId, await found('channel', answer, lookup)));
  const changes = await askChannel('changes');
  const incidents = changes && (await askChannel('incidents'));
  const operator = incidents && (await askChannel('alarms to the operator of this bot'));
  if (!changes || !incidents || !operator) return undefined;

  const roles: Record<string, readonly string[]> = {};
  for (const [role, question, fallback] of ROLES) {
    const same = fallback === undefined ? undefined : roles[fallback];
    const hint = same ? ` [as ${fallback}]` : '';
    const people = await ask(`${question} (${role})${hint}:`, (answer) => readPeople(answer, same, lookup));
    if (!people) return undefined;
    roles[role] = people;
  }

  const service = await askService(ask);
  if (service === undefined) return undefined;
  return { timezone, channels: { changes, incidents, operator }, roles, ...(service !== 'none' && { service }) };
}

async function askService(ask: Questions['ask']): Promise<FirstPolicy['service'] | 'none'> {
  const key = await ask('A first service, one word such as webshop [none yet]:', (answer) =>
    answer === '' ? { ok: true, value: '' } : taken(Name, answer),
  );
  if (key === undefined) return undefined;
  if (key === '') return 'none';
  const name = await ask(`What people call it [${key}]:`, (answer) => taken(Label, answer || key));
  const environment =
    name && (await ask('Its environment [production]:', (answer) => taken(Name, answer || 'production')));
  const critical = environment && (await ask('Is it critical? [no]:', readYesNo));
  return name && environment && critical ? { key, name, environment, critical: critical === 'yes' } : undefined;
}

async function readPeople(
  answer: string,
  same: readonly string[] | undefined,
  lookup?: Lookup,
): Promise<Answer<readonly string[]>> {
  const names = answer.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0)
    return same ? { ok: true, value: same } : { ok: false, why: 'At least one person or group is needed.' };
  const ids: string[] = [];
  for (const name of names) {
    const id = taken(MemberId, await found('person', name, lookup));
    if (!id.ok) return id;
    ids.push(id.value);
  }
  return { ok: true, value: [...new Set(ids)] };
}

function readYesNo(answer: string): Answer<'yes' | 'no'> {
  if (/^y(?:es)?$/i.test(answer)) return { ok: true, value: 'yes' };
  if (/^(?:no?)?$/i.test(answer)) return { ok: true, value: 'no' };
  return { ok: false, why: 'Please answer yes or no.' };
}

async function found(kind: 'channel' | 'person', answer: string, lookup?: Lookup): Promise<string> {
  if (!lookup || !/^[#@]/.test(answer)) return answer;
  return (await lookup(kind, answer.slice(1))) ?? answer;
}

function taken(shape: z.ZodType<string>, answer: string): Answer<string> {
  const read = shape.safeParse(answer);
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, why: `That is not taken: expected ${read.error.issues[0]?.message ?? 'something else'}.` };
}
