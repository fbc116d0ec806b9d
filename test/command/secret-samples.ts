import { maskedStream } from '../../src/jobs/command/masked-stream.ts';
import { secretForms } from '../../src/jobs/command/secret-forms.ts';
import { secretsOf } from '../../src/jobs/command/secrets.ts';

export const VALUES = ['hunter2-é"\\/<&> %40', 'k3y4', 'Zq8vLmXw2Rt6', 'first line of it\nsecond line of it'];
export const SECRETS = secretsOf(VALUES);
export const FORMS = secretForms(VALUES);
export const KEY = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo\nMzEtTTfIPmvzv\n-----END RSA PRIVATE KEY-----`;
export const TOKENS = [
  'xoxb-1234567890-abcdefGHIJ',
  'xoxp-1234567890-abcdefGHIJ',
  'xapp-1-A0123-456-abcdef',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'github_pat_11ABCDEFG0123456789_abcdef',
  'AKIAIOSFODNN7EXAMPLE',
];

/** What is kept of an output that arrives in these parts. */
export function masked(parts: readonly Uint8Array[], secrets = SECRETS): string {
  let out = '';
  const stream = maskedStream(secrets, (lines) => void (out += lines));
  for (const part of parts) stream.push(part);
  stream.end();
  return out;
}
