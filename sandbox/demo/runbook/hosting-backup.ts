import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runStep } from './step.ts';

interface State {
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: { readonly release?: { readonly value: string } };
}

await runStep(async ({ dir, say }) => {
  const { stdout } = await promisify(execFile)('./tofu', ['state', 'pull'], { cwd: dir });
  const { serial, lineage, outputs } = JSON.parse(stdout) as State;
  const release = outputs.release?.value;
  if (release === undefined) throw new Error('The state does not say which release stands: nothing to go back to.');
  // A state holds whatever secrets its resources have.
  await writeFile(join(dir, 'backup.tfstate'), stdout, { mode: 0o600 });
  await writeFile(join(dir, 'previous.tfvars.json'), `${JSON.stringify({ release })}\n`);
  say(`Kept the state: serial ${serial} of ${lineage}`);
  say(`The way back is release ${release}, planned and applied`);
});
