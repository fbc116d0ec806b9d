import type { OutsideFailure } from './not-taken.ts';

/** Of what a server answers, as much as is kept. */
const ANSWER_MAX = 160;
/** The message is too large: the only thing a server says before it knows the recipient that is not about the sender. */
const TOO_LARGE = 552;

/**
 * Sorts what sending a mail threw. A server's own no counts as it is meant: 4xx for now, 5xx for ever, of this mail once it knows
 * the recipient and of all mail before (RFC 5321 §4.2.1). Without one it depends on whether the mail had been handed over.
 */
export function readSmtpFailure(error: unknown, isHanded: boolean): OutsideFailure {
  const { code, originalCode, responseCode, response, command } = fieldsOf(error);
  if (responseCode !== undefined && responseCode >= 400) {
    const answer = { code: (response ?? String(responseCode)).replaceAll(/\s+/g, ' ').slice(0, ANSWER_MAX) };
    if (responseCode < 500) return { kind: 'unreached', ...answer };
    const isOfThisMail = command === 'RCPT TO' || command === 'DATA' || responseCode === TOO_LARGE;
    return { kind: isOfThisMail ? 'refused' : 'lockedOut', ...answer };
  }
  const what = { code: originalCode ?? code ?? (error instanceof Error ? error.name : 'unknown') };
  if (code === 'EAUTH' || code === 'ENOAUTH' || isCertificateFault(what.code)) return { kind: 'lockedOut', ...what };
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { kind: 'refused', ...what };
  return { kind: isHanded ? 'unsure' : 'unreached', ...what };
}

function isCertificateFault(code: string): boolean {
  return /^CERT_|_CERT|^UNABLE_TO_|^ERR_TLS_/.test(code);
}

function fieldsOf(error: unknown) {
  const of = (name: string): unknown =>
    error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
  const text = (name: string): string | undefined => {
    const value = of(name);
    return typeof value === 'string' ? value : undefined;
  };
  const responseCode = of('responseCode');
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    response: text('response'),
    command: text('command'),
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
  };
}
