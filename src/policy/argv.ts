import { z } from 'zod';

const SHELL = /^(?:.*\/)?(?:sh|ash|bash|dash|ksh|zsh|fish)$/;
const SHELL_LINE = /^-[a-zA-Z]*c[a-zA-Z]*$/;

const Argument = z
  .string({ error: "text (a number or true goes in quotes: '5')" })
  .refine((argument) => argument !== '' && !argument.includes('\0'), { error: 'an argument that is not empty' });

/**
 * A program and its arguments. A single string and `sh -c` are refused: a shell line would read quotes, `$` and `;` in what a person
 * typed as its own.
 */
export const Argv = z
  .tuple([Argument], Argument, { error: (issue) => `a list: ${asList(issue.input)}` })
  .refine(([program, ...args]) => !(SHELL.test(program) && args.some((argument) => SHELL_LINE.test(argument))), {
    error:
      'a program and its arguments, not a shell line, which would run what a person typed: put it in a script and run that',
  });

function asList(input: unknown): string {
  return typeof input === 'string' && input.trim() !== ''
    ? `[${input.trim().split(/\s+/).join(', ')}]`
    : '[tofu, plan]';
}
