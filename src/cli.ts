import { existsSync } from 'node:fs';
import { backup } from './cli/backup.ts';
import { checkConfigCommand } from './cli/check-config-command.ts';
import { doctor } from './cli/doctor.ts';
import { exportFacts } from './cli/export.ts';
import { importLog } from './cli/import-log.ts';
import { initCommand } from './cli/init-command.ts';
import { restore } from './cli/restore.ts';
import { isExpected } from './cli/expected.ts';
import { Misused, say, type Command, type ExitCode, type Terminal } from './cli/terminal.ts';
import { verifyAudit } from './cli/verify-audit.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['init', initCommand],
  ['check-config', checkConfigCommand],
  ['doctor', doctor],
  ['backup', backup],
  ['restore', restore],
  ['verify-audit', verifyAudit],
  ['export', exportFacts],
  ['import', importLog],
]);

/** `npm run gonogo -- <command>`: runs one command; what a person can mend is one sentence on stderr, without a stack. */
async function main([name, ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const tell = (line: string): void => void terminal.errors.write(`${line}\n`);
  if (name === 'help' || name === '--help') {
    say(terminal, usage());
    return 0;
  }
  const command = COMMANDS.get(name ?? '');
  if (!command) {
    if (name !== undefined) tell(`There is no command ${JSON.stringify(name)}.`);
    tell(usage());
    return 2;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!isExpected(error)) throw error;
    tell(error.message);
    if (!(error instanceof Misused)) return 1;
    tell(`Usage: npm run gonogo -- ${name} ${command.takes}`);
    return 2;
  }
}

function usage(): string {
  const lines = [...COMMANDS].map(([name, { takes, does }]) => `  ${`${name} ${takes}`.trim().padEnd(34)} ${does}`);
  return ['Usage: npm run gonogo -- COMMAND', ...lines].join('\n');
}

if (existsSync('.env')) process.loadEnvFile();
const { env, stdin, stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), { env, input: stdin, output: stdout, errors: stderr });
