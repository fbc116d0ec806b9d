import { isErrno } from './files.ts';
import { fail, inconclusive, type CheckVerdict } from './verdict.ts';

/** What was looked at, as people read it, and how long it was waited for. */
export interface Waited {
  readonly what: string;
  readonly timeoutMs: number;
  /** Of the run: aborted, the check was interrupted. */
  readonly signal: AbortSignal;
}

/**
 * What to say where nothing answered (a name that does not resolve, a refused or broken connection, too slow, interrupted): it is
 * inconclusive, never a failure. A certificate that is not trusted is one.
 */
export function noAnswer({ what, timeoutMs, signal }: Waited, error: unknown): CheckVerdict {
  if (signal.aborted) return inconclusive(`The check of ${what} was interrupted.`);
  if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name))
    return inconclusive(`${what} gave no answer within ${timeoutMs} ms.`);
  const code = codeOf(error);
  if (isCertificateFault(code)) return fail(`${what} has a certificate that is not trusted (${code}).`);
  if (isErrno(error, 'ENOTFOUND', 'EAI_AGAIN')) return inconclusive(`The name of ${what} does not resolve (${code}).`);
  return inconclusive(`${what} gave no answer (${code}).`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

function isCertificateFault(code: string): boolean {
  return (
    code.startsWith('CERT_') || code.includes('_CERT') || code.startsWith('ERR_TLS_') || code.startsWith('UNABLE_TO_')
  );
}
