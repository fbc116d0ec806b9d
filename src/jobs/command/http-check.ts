import type { IncomingMessage } from 'node:http';
import { addressGuard } from '../../outside/address-guard.ts';
import { ask, resolve } from '../../outside/ask.ts';
import type { CheckResult } from './outcome.ts';
import { isErrno } from './files.ts';
import type { HttpTask } from './spec.ts';

/** Of an answer no more is read. */
const BODY_MAX_BYTES = 64 * 1024;

/** What a check found; `status` is there when there was an answer. */
export interface HttpVerdict {
  readonly result: CheckResult;
  readonly sentence: string;
  readonly status?: number;
}

/**
 * Asks an address once and compares the answer. It follows no redirect, and it connects to none but the addresses that were
 * checked: every one that the name has must be public or allowed, else nothing is sent. No answer (a name that does not
 * resolve, a refused or broken connection, too slow, interrupted) is inconclusive, never a failure.
 */
export async function checkHttp(task: HttpTask, signal: AbortSignal): Promise<HttpVerdict> {
  const url = URL.parse(task.url);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return fail(`${task.url} is not an http or https address.`);
  if (url.username !== '' || url.password !== '')
    return fail(`The address of ${url.host} must not carry a user or a password.`);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(task.timeoutMs)]);
  try {
    const addresses = await resolve(url, ending);
    const mayReach = addressGuard(task.allow);
    const refused = addresses.find(({ address }) => !mayReach(address));
    if (refused)
      return fail(
        `${url.host} was not asked: ${refused.address} is not a public address and no allowed range holds it.`,
      );
    const answer = await ask(url, addresses, { signal: ending, headers: { accept: 'application/json, */*;q=0.5' } });
    try {
      return await judge(url, task, answer);
    } finally {
      answer.destroy();
    }
  } catch (error) {
    return noAnswer(url, task, error, signal);
  }
}

async function judge(url: URL, { expect }: HttpTask, answer: IncomingMessage): Promise<HttpVerdict> {
  const status = answer.statusCode ?? 0;
  const wanted = expect.status ?? 'a 2xx status';
  const matches = expect.status === undefined ? status >= 200 && status < 300 : status === expect.status;
  if (!matches) return { ...fail(`${url.host} answered with status ${status}, not ${wanted}.`), status };
  if (expect.json === undefined)
    return { result: 'pass', sentence: `${url.host} answered with status ${status}.`, status };
  const body = await readBody(answer);
  if (body === undefined)
    return { ...fail(`${url.host} answered with more than ${BODY_MAX_BYTES / 1024} KiB.`), status };
  const members = readMembers(body);
  if (!members) return { ...fail(`${url.host} answered with something else than a JSON object.`), status };
  const wrong = Object.entries(expect.json).find(
    ([name, value]) => !Object.hasOwn(members, name) || members[name] !== value,
  );
  if (wrong)
    return { ...fail(`${url.host} answered, but its “${wrong[0]}” is not ${JSON.stringify(wrong[1])}.`), status };
  return { result: 'pass', sentence: `${url.host} answered as expected, with status ${status}.`, status };
}

async function readBody(answer: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readMembers(body: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

function fail(sentence: string): HttpVerdict {
  return { result: 'fail', sentence };
}

function noAnswer(url: URL, task: HttpTask, error: unknown, signal: AbortSignal): HttpVerdict {
  if (signal.aborted) return { result: 'inconclusive', sentence: `The check of ${url.host} was interrupted.` };
  if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name)) {
    return { result: 'inconclusive', sentence: `${url.host} gave no answer within ${task.timeoutMs} ms.` };
  }
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
  if (isCertificateFault(code)) return fail(`${url.host} has a certificate that is not trusted (${code}).`);
  if (isErrno(error, 'ENOTFOUND', 'EAI_AGAIN'))
    return { result: 'inconclusive', sentence: `The name ${url.hostname} does not resolve (${code}).` };
  return { result: 'inconclusive', sentence: `${url.host} gave no answer (${code}).` };
}

function isCertificateFault(code: string): boolean {
  return (
    code.startsWith('CERT_') || code.includes('_CERT') || code.startsWith('ERR_TLS_') || code.startsWith('UNABLE_TO_')
  );
}
