import { parseArgs } from 'node:util';
import { Misused } from './terminal.ts';

/** The words and the options of a command line; throws `Misused` when there are others or more words than it takes. */
export function readArguments<T extends string>(
  args: readonly string[],
  { words, options }: { readonly words: number; readonly options: Readonly<Record<T, 'string' | 'boolean'>> },
): { readonly words: readonly string[]; readonly options: Readonly<Partial<Record<T, string | true>>> } {
  const known = Object.fromEntries(
    Object.entries<'string' | 'boolean'>(options).map(([name, type]) => [name, { type }]),
  );
  const read = parsed([...args], known);
  const extra = read.positionals[words];
  if (extra !== undefined) throw new Misused(`"${extra}" is one word too many.`);
  return { words: read.positionals, options: read.values as Partial<Record<T, string | true>> };
}

function parsed(args: string[], options: Record<string, { type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node's own sentence, without what it suggests to programmers.
    throw new Misused(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}.`);
  }
}
