import { lockNames } from './lock-names.ts';
import { isFor, readAddress, type HowEnded, type Names, type Playbook, type Trouble } from './playbook.ts';

/** Of an output its end is read: there a command says why it failed. */
const READ_MAX = 100_000;

/**
 * The error that an output tells of, by the first of the playbooks for such an end whose words it says, or undefined: one that no
 * playbook knows is nobody's. Where errors are said (`Error: …`), only they are read; a note before them is not why. Words are found
 * across the line breaks of a wrapped message.
 */
export function recognise(
  output: string,
  playbooks: readonly Playbook[],
  ended: Pick<HowEnded, 'step' | 'outcome'>,
): Trouble | undefined {
  const errors = errorsIn(output.slice(-READ_MAX)).map((lines) => ({ lines, text: lines.join(' ') }));
  for (const playbook of playbooks) {
    if (!isFor(playbook, ended)) continue;
    const found = errors.find(({ text }) => playbook.opens.says.some((words) => text.includes(words)));
    if (found) return { matcher: playbook.id, names: namesIn(found.lines) };
  }
  return undefined;
}

/** The lines of each error, or of the whole where none is marked as one. */
function errorsIn(output: string): readonly (readonly string[])[] {
  const lines = output
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '');
  const starts = lines.flatMap((line, i) => (line.startsWith('Error: ') ? [i] : []));
  return starts.length === 0 ? [lines] : starts.map((start, i) => lines.slice(start, starts[i + 1]));
}

/** Without what Terragrunt writes before a line, and the rule that OpenTofu draws beside one. */
function plainLine(line: string): string {
  return line
    .replace(/^\d\d:\d\d:\d\d\.\d{3} +[A-Z]+ +(?:\[[^\]\n]{1,300}\] +)?(?:tofu|terraform): ?/, '')
    .replace(/^ *[│╷╵|] ?/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function namesIn(lines: readonly string[]): Names {
  const addresses = lines.flatMap((line) => (/^with (?!provider\[)([^,]{1,200}),$/.exec(line) ?? []).slice(1));
  const [resource] = addresses.flatMap((address) => readAddress(address) ?? []);
  return { ...lockNames(lines), ...(resource === undefined ? {} : { resource }) };
}
