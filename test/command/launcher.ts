import { readFileSync } from 'node:fs';
import { followRun } from '../../src/jobs/command/follow.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';

/** A worker of its own for tests: `node launcher.ts <file>` launches the runs that the file lists, then follows them. */
const runs = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
for (const run of runs) await launchRun(run);
process.stdout.write('launched\n');
for (const { dir } of runs) await followRun(dir, { fromByte: 0, onOutput: () => undefined });
