/** What a command may look at and write to. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** 0 all is well, 1 something is not, 2 the command was not understood. */
export type ExitCode = 0 | 1 | 2;

/** One command of the program. */
export interface Command {
  /** What follows its name, `FILE` for instance. */
  readonly takes: string;
  /** What it does, in half a sentence. */
  readonly does: string;
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;
}

/** Something the person at the terminal can mend; its message is the sentence they read. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

/** The command was not understood; its message says what was expected. */
export class Misused extends Error {
  override readonly name = 'Misused';
}

export function say({ output }: Pick<Terminal, 'output'>, line: string): void {
  output.write(`${line}\n`);
}

/** `1 fact`, `2 facts`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
