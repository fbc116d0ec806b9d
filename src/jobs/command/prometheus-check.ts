import { z } from 'zod';
import { askGuarded, type Answer } from './ask-guarded.ts';
import type { PrometheusQuery, PrometheusTask } from './check-tasks.ts';
import { readJson } from './read-json.ts';
import { fail, inconclusive, pass, type CheckVerdict } from './verdict.ts';

/** An answer with one value is far shorter. */
const BODY_MAX_BYTES = 64 * 1024;
/** Of a query so much is said (characters). */
const NAME_MAX = 80;

/** An instant and a value as text (https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats). */
const Sample = z.tuple([z.number(), z.string()]);
const Result = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: Sample })) }),
    z.object({ resultType: z.literal('scalar'), result: Sample }),
  ]),
});

export interface PrometheusVerdict extends CheckVerdict {
  /** What the query gave. */
  readonly value?: number;
}

/** Asks what a query gives now and holds it against the limit. Whatever is not one number is inconclusive: it says nothing of the service. */
export async function checkPrometheus(
  task: PrometheusTask,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<PrometheusVerdict> {
  const read = await readQuery(task, env, signal);
  return read.value === undefined ? read : { ...judge(task, read.value), value: read.value };
}

/** What a query gives now; without a value where that is not one number. */
export async function readQuery(
  { url: base, query, token, allow, timeoutMs }: PrometheusQuery,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<PrometheusVerdict> {
  const url = `${base.replace(/\/+$/, '')}/api/v1/query?query=${encodeURIComponent(query)}`;
  const secret = token === undefined ? undefined : env[token];
  if (token !== undefined && !secret) return inconclusive(`The variable ${token} is not set for this worker.`);
  if (secret && !url.startsWith('https://')) return fail('A token is sent over https alone; nothing was asked.');
  const headers = { accept: 'application/json', ...(secret ? { authorization: `Bearer ${secret}` } : {}) };
  return askGuarded({ url, allow, timeoutMs, headers }, signal, (answer) => readValue(answer, named(query)));
}

async function readValue({ message, url: { host } }: Answer, what: string): Promise<PrometheusVerdict> {
  if (message.statusCode !== 200)
    return inconclusive(`${what} was answered by ${host} with status ${message.statusCode}.`);
  const body = await readJson(message, BODY_MAX_BYTES);
  const read = typeof body === 'string' ? undefined : Result.safeParse(body.value).data?.data;
  if (!read) return inconclusive(`${what} was not answered by ${host} as Prometheus does, with a vector or a scalar.`);
  const samples = read.resultType === 'scalar' ? [read.result] : read.result.map(({ value }) => value);
  const [sample] = samples;
  if (!sample || samples.length > 1) return inconclusive(`${what} gave ${samples.length} values; it must give one.`);
  const value = sample[1].trim() === '' ? Number.NaN : Number(sample[1]);
  if (!Number.isFinite(value)) return inconclusive(`${what} gave no number.`);
  return { ...pass(`${what} gave ${value}.`), value };
}

function judge({ query, limit }: PrometheusTask, value: number): CheckVerdict {
  const gave = `${named(query)} gave ${value}`;
  if ('below' in limit)
    return value < limit.below ? pass(`${gave}, below ${limit.below}.`) : fail(`${gave}, not below ${limit.below}.`);
  if ('above' in limit)
    return value > limit.above ? pass(`${gave}, above ${limit.above}.`) : fail(`${gave}, not above ${limit.above}.`);
  const { atMostTimes, baseline } = limit;
  if (baseline === undefined) return inconclusive(`${gave}, and what it gave before the apply is not known.`);
  if (value <= Math.max(baseline, baseline * atMostTimes))
    return pass(`${gave}, within ${atMostTimes} times the ${baseline} from before.`);
  return baseline > 0
    ? fail(`${gave}, more than ${atMostTimes} times the ${baseline} from before.`)
    : inconclusive(`${gave} and ${baseline} before, of which there are no ${atMostTimes} times.`);
}

/** A query as it is spoken of. */
function named(query: string): string {
  return `The query “${query.length > NAME_MAX ? `${query.slice(0, NAME_MAX - 1).toWellFormed()}…` : query}”`;
}
