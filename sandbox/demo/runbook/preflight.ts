import { access, constants, statfs } from 'node:fs/promises';
import { askHealth } from '../ask-health.ts';
import { ordersFile } from '../orders.ts';
import { readServiceConfig } from '../service-config.ts';
import { runStep } from './step.ts';

const FREE_MIN_BYTES = 50_000_000;

await runStep(async ({ dir, say }) => {
  say(`Node ${process.version}`);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  if (free < FREE_MIN_BYTES) throw new Error(`Only ${free} bytes are free in ${dir}; ${FREE_MIN_BYTES} are needed.`);
  say(`${Math.floor(free / 1_000_000)} MB free on the disk`);
  await access(ordersFile(dir), constants.R_OK | constants.W_OK);
  say('The database may be read and written');
  const { port } = await readServiceConfig(dir);
  const health = await askHealth(port);
  if (health === undefined) throw new Error(`The Orders service does not answer on port ${port}.`);
  say(`The Orders service answers: ${health.version}, ${health.status}, ${health.orders} orders`);
});
