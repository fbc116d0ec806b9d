import { ARCHIVE, readArchive } from './archive.ts';
import { runStep } from './step.ts';

await runStep(async ({ dir, say }) => {
  say(`Opening ${ARCHIVE} in a temporary place`);
  const { takenAt, config, orders, schema } = await readArchive(dir);
  say(`Taken ${takenAt} from ${config.version}: ${orders} orders, schema ${schema}, the database is whole`);
});
