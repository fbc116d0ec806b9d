import { z } from 'zod';
import { section } from './shapes.ts';

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

/** An address of http or https without a user or password; `{{param}}` stands only after the host, so that it cannot choose the host. */
const Url = z.string().refine(isUrl, {
  error: 'an http:// or https:// address, without a password, {{param}} only after the host',
});

const Expectation = section({
  status: z.int().min(100).max(599).exactOptional(),
  json: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'text, a number, true, false or null' }),
    )
    .exactOptional(),
}).refine(({ status, json }) => status !== undefined || json !== undefined, { error: 'status, json or both' });

/** One command to run, or one address to ask; without an expectation the answer must be 200. */
export const Check = section({
  run: Argv.exactOptional(),
  http: Url.exactOptional(),
  expect: Expectation.exactOptional(),
}).transform(({ run, http, expect }, context) => {
  if (run && http === undefined && expect === undefined) return { run };
  if (!run && http !== undefined) return { http, expect: expect ?? { status: 200 } };
  context.issues.push({
    code: 'custom',
    input: context.value,
    message: 'either run: [program, …] or http: an address, with expect',
  });
  return z.NEVER;
});

function asList(input: unknown): string {
  return typeof input === 'string' && input.trim() !== ''
    ? `[${input.trim().split(/\s+/).join(', ')}]`
    : '[tofu, plan]';
}

function isUrl(text: string): boolean {
  const [, authority = ''] = /^https?:\/\/([^/?#]*)/.exec(text) ?? [];
  if (authority === '' || /[{}@\s\\]/.test(authority)) return false;
  return URL.canParse(text) && !/[\s\p{Cc}]/u.test(text);
}
