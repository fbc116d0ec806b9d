import { openQueues } from '../../src/jobs/queues/queues.ts';
import { spoken } from './spoken.ts';

/** A process that takes jobs and never ends them: run as `worker-process.ts <kind> <url> <prefix> <lockMs> <id>`, it offers the id itself and prints each that it has begun. */
const [kind, url = '', prefix = '', lockMs, id = ''] = process.argv.slice(2);
try {
  const queues = await openQueues({
    queue: { kind: kind === 'redis' ? 'redis' : 'postgres', url },
    prefix,
    log: spoken().log,
    lockMs: Number(lockMs),
  });
  await queues.work('posts', { concurrency: 1 }, (begun) => {
    process.stdout.write(`${begun}\n`);
    return new Promise<void>(() => undefined);
  });
  await queues.offer('posts', [id]);
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
  process.exitCode = 1;
}
