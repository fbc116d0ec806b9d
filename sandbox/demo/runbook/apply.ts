import { writeServiceConfig } from '../service-config.ts';
import { foresee } from './foresee.ts';
import { migrate } from './migrate.ts';
import { restart } from './restart.ts';
import { runStep } from './step.ts';

await runStep(async (step) => {
  const { dir, args, say, stopping } = step;
  const { release, before, after, schema } = await foresee(dir, args[0]);
  say(`Orders ${before.version} -> ${release.name}`);
  if (schema < release.schema) await migrate(release.schema, step);
  else say(`Schema ${schema} fits, nothing to migrate`);
  if (release.flaw === 'broken') {
    throw new Error(
      `Writing config.json: ${release.name} lacks its start page. The database is at schema ${release.schema}, the service still runs ${before.version}: roll back.`,
    );
  }
  if (stopping.aborted)
    throw new Error(`Stopped before config.json was written: the service still runs ${before.version}.`);
  await writeServiceConfig(dir, after);
  say(`Wrote config.json: ${release.name}`);
  const now = await restart(step);
  if (now.version !== release.name) throw new Error(`The service runs ${now.version} after its restart.`);
  say(`Orders runs ${release.name}`);
});
