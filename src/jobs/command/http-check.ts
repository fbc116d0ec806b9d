import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { askGuarded, type Answer } from './ask-guarded.ts';
import type { HttpTask } from './check-tasks.ts';
import { readJson } from './read-json.ts';
import { valueAt } from './value-at.ts';
import { fail, pass, type CheckVerdict } from './verdict.ts';

/** Of an answer no more is read. */
const BODY_MAX_BYTES = 64 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a check found; `status` is there when there was an answer. */
export interface HttpVerdict extends CheckVerdict {
  readonly status?: number;
}

/** Asks an address once and compares the answer, what is cheapest to see first. What the answer itself says is never repeated. A fault goes on from “answered”. */
export async function checkHttp(task: HttpTask, signal: AbortSignal): Promise<HttpVerdict> {
  const headers = { accept: 'application/json, */*;q=0.5' };
  return askGuarded({ ...task, headers }, signal, async (answer): Promise<HttpVerdict> => {
    const { message, url } = answer;
    const status = message.statusCode ?? 0;
    const fault =
      statusFault(status, task.expect) ??
      headerFault(message, task.expect) ??
      certificateFault(message, task.expect) ??
      (await bodyFault(message, task.expect)) ??
      latenessFault(answer, task.expect);
    const verdict =
      fault === undefined
        ? pass(`${url.host} answered as expected, with status ${status}.`)
        : fail(`${url.host} answered${fault}.`);
    return { ...verdict, status };
  });
}

type Expectation = HttpTask['expect'];

function statusFault(status: number, expect: Expectation): string | undefined {
  const wanted = expect.status ?? 'a 2xx status';
  const matches = expect.status === undefined ? status >= 200 && status < 300 : status === expect.status;
  return matches ? undefined : ` with status ${status}, not ${wanted}`;
}

/** A header that comes more than once passes with any of its values. */
function headerFault({ headersDistinct }: IncomingMessage, { headers = {} }: Expectation): string | undefined {
  for (const [name, wanted] of Object.entries(headers)) {
    const values = headersDistinct[name.toLowerCase()] ?? [];
    const isThere = values.some((value) =>
      typeof wanted === 'string' ? value === wanted : value.includes(wanted.contains),
    );
    if (isThere) continue;
    if (values.length === 0) return ` without the header “${name}”`;
    return typeof wanted === 'string'
      ? `, but its header “${name}” is not “${wanted}”`
      : `, but its header “${name}” does not contain “${wanted.contains}”`;
  }
  return undefined;
}

/** Of the certificate that was shown; whether it is trusted was seen before anything was asked. */
function certificateFault({ socket }: IncomingMessage, { certificateMs }: Expectation): string | undefined {
  if (certificateMs === undefined) return undefined;
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (!shown) return ' without a certificate';
  const leftMs = shown.validToDate.getTime() - Date.now();
  if (leftMs >= certificateMs) return undefined;
  const endsOn = shown.validToDate.toISOString().slice(0, 10);
  return ` with a certificate that ends on ${endsOn}, in ${inDays(leftMs)}; it must hold for ${inDays(certificateMs)}`;
}

async function bodyFault(message: IncomingMessage, { json }: Expectation): Promise<string | undefined> {
  if (json === undefined) return undefined;
  const body = await readJson(message, BODY_MAX_BYTES);
  if (body === 'tooLong') return ` with more than ${BODY_MAX_BYTES / 1024} KiB`;
  if (body === 'notJson' || typeof body.value !== 'object' || body.value === null)
    return ' with something else than a JSON object or list';
  const wrong = Object.entries(json).find(([path, wanted]) => {
    const found = valueAt(body.value, path);
    return !found || found.value !== wanted;
  });
  return wrong && `, but its “${wrong[0]}” is not ${JSON.stringify(wrong[1])}`;
}

/** Answered all the same, so this is a failure; without an answer nothing can be said. */
function latenessFault({ tookMs }: Answer, { withinMs }: Expectation): string | undefined {
  const took = Math.round(tookMs());
  return withinMs === undefined || took <= withinMs ? undefined : ` after ${took} ms, later than within ${withinMs} ms`;
}

function inDays(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}
