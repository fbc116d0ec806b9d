import { rename, rm, writeFile } from 'node:fs/promises';
import { ordersFile } from '../orders.ts';
import { readServiceConfig, writeServiceConfig } from '../service-config.ts';
import { ARCHIVE, readArchive } from './archive.ts';
import { restart } from './restart.ts';
import { runStep } from './step.ts';

await runStep(async (step) => {
  const { dir, say } = step;
  const { takenAt, config, database, orders } = await readArchive(dir);
  say(`Restoring ${ARCHIVE} of ${takenAt}: ${config.version}, ${orders} orders`);
  const file = ordersFile(dir);
  await writeFile(`${file}.new`, database);
  // What a migration that was killed left behind would be played back into the restored database.
  await rm(`${file}-journal`, { force: true });
  await rename(`${file}.new`, file);
  say('The database is back');
  const { port } = await readServiceConfig(dir);
  await writeServiceConfig(dir, { ...config, port });
  say(`Wrote config.json: ${config.version}`);
  const now = await restart(step);
  if (now.version !== config.version || now.status !== 'healthy') {
    throw new Error(`The service is ${now.status} after the rollback and runs ${now.version}.`);
  }
  say(`Orders runs ${now.version} again, healthy, with ${now.orders} orders`);
});
