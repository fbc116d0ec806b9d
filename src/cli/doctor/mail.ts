import type { Config } from '../../config.ts';
import { openMailServer } from '../../outside/mail-server.ts';
import { readSmtpFailure } from '../../outside/smtp-failure.ts';
import { notOk, ok, type Line } from './line.ts';

/** The mail server answers and takes the password, if one is set; without a server there is nothing to look at. */
export async function mailLines({ smtpUrl }: Config): Promise<readonly Line[]> {
  if (smtpUrl === undefined) return [];
  const { host } = new URL(smtpUrl);
  try {
    await openMailServer(smtpUrl).tryOut();
    return [ok(`the mail server at ${host} answers.`)];
  } catch (error) {
    const failure = readSmtpFailure(error, false);
    const code = 'code' in failure ? failure.code : failure.kind;
    return [notOk(`the mail server at ${host} does not take mails (${code}): notices by e-mail wait or end untold.`)];
  }
}
