import { askHealth } from '../ask-health.ts';
import { readRelease } from '../release.ts';
import { readServiceConfig } from '../service-config.ts';
import { runStep } from './step.ts';

await runStep(async ({ dir, args, say }) => {
  const { name } = readRelease(args[0]);
  const health = await askHealth((await readServiceConfig(dir)).port);
  if (health === undefined) throw new Error('The Orders service does not answer.');
  if (health.version !== name) throw new Error(`The Orders service runs ${health.version}, not ${name}.`);
  say(`The Orders service runs ${name}`);
});
