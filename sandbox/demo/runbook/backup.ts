import { ARCHIVE, writeArchive } from './archive.ts';
import { runStep } from './step.ts';

await runStep(async ({ dir, say }) => {
  say('Copying config.json and orders.sqlite; the service goes on meanwhile');
  const { bytes, digest, orders } = await writeArchive(dir);
  say(`${ARCHIVE}: ${orders} orders, ${bytes} bytes`);
  say(`sha256 ${digest}`);
});
