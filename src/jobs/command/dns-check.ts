import { isIP } from 'node:net';
import { addressGuard } from '../../outside/address-guard.ts';
import { askRecord } from '../../outside/ask-record.ts';
import type { DnsTask } from './check-tasks.ts';
import { isErrno } from './files.ts';
import { noAnswer } from './no-answer.ts';
import { fail, pass, type CheckVerdict } from './verdict.ts';

/**
 * Asks for a record once and compares all its values, in any order; addresses and names however they are written. That there is no
 * such name or record is an answer, and a failure; no answer is inconclusive.
 */
export async function checkDns(task: DnsTask, signal: AbortSignal): Promise<CheckVerdict> {
  const { name, record, values, server, allow, timeoutMs } = task;
  const what = `DNS for ${name} (${record})`;
  const refused = server !== undefined && !addressGuard(allow)(addressOf(server));
  if (refused) return fail(`${server} was not asked: it is not a public address and no allowed range holds it.`);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const found = (await askRecord(name, record, server, ending)).map((value) => plain(record, value));
    const wanted = values.map((value) => plain(record, value));
    const missing = wanted.find((value) => !found.includes(value));
    if (missing !== undefined) return fail(`${name} has no ${record} ${missing}.`);
    const more = found.filter((value) => !wanted.includes(value)).length;
    return more > 0
      ? fail(`${name} has ${more} more values of ${record} than expected.`)
      : pass(`${name} has the ${record} that is expected.`);
  } catch (error) {
    if (isErrno(error, 'ENOTFOUND', 'ENODATA')) return fail(`${name} has no ${record}.`);
    return noAnswer({ what, timeoutMs, signal }, error);
  }
}

/** `10.0.0.53`, `10.0.0.53:5353` or `[fd00::53]:53` as an address. */
function addressOf(server: string): string {
  return isIP(server) ? server : server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function plain(record: DnsTask['record'], value: string): string {
  if (record === 'TXT') return value;
  if (record === 'AAAA' && isIP(value) === 6) return new URL(`http://[${value}]/`).hostname.slice(1, -1);
  return value.toLowerCase().replace(/\.$/, '');
}
