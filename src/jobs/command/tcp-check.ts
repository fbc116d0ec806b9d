import { connect } from '../../outside/connect.ts';
import type { TcpTask } from './check-tasks.ts';
import { isErrno } from './files.ts';
import { guarded } from './guarded.ts';
import { noAnswer } from './no-answer.ts';
import { fail, pass, type CheckVerdict } from './verdict.ts';

/**
 * Makes one connection and hangs up. Where the machine itself says that nobody listens, or takes the connection too late, it
 * fails; where nothing comes back at all, nothing can be said.
 */
export async function checkTcp(task: TcpTask, signal: AbortSignal): Promise<CheckVerdict> {
  const { host, port, withinMs, allow, timeoutMs } = task;
  const what = `${host}:${port}`;
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const found = await guarded(host, what, allow, ending);
    if (!found.ok) return found.verdict;
    const startedAt = performance.now();
    await connect(port, found.addresses, ending);
    const took = Math.round(performance.now() - startedAt);
    return took > withinMs
      ? fail(`${what} took the connection after ${took} ms, later than within ${withinMs} ms.`)
      : pass(`${what} takes connections.`);
  } catch (error) {
    if (isRefused(error) && !signal.aborted) return fail(`${what} refuses connections: nothing listens there.`);
    return noAnswer({ what, timeoutMs, signal }, error);
  }
}

/** By every address that was tried. */
function isRefused(error: unknown): boolean {
  return error instanceof AggregateError ? error.errors.every(isRefused) : isErrno(error, 'ECONNREFUSED');
}
