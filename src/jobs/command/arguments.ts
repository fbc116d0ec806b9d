import type { Argv } from '../../change/check.ts';

/** A value for a parameter; a text parameter may bring the policy's `pattern`, a choice its `options`. */
export interface ParamValue {
  readonly value: string;
  readonly pattern?: string;
  readonly options?: readonly string[];
}

export type ArgumentFault =
  | 'unknownParam'
  | 'paramInProgram'
  | 'controlCharacter'
  | 'leadingDash'
  | 'expansion'
  | 'tooLong'
  | 'notAllowed'
  | 'emptyArgument';

interface ArgumentRefusal {
  readonly code: ArgumentFault;
  readonly param: string;
  readonly sentence: string;
}

export type FilledArgv =
  { readonly ok: true; readonly argv: Argv } | { readonly ok: false; readonly refusal: ArgumentRefusal };

/** A value that no pattern describes: it cannot be an option, a hidden path, or anything that a program expands. */
const PLAIN_VALUE = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}$/;

/** Under a pattern of the policy's own (characters). */
const VALUE_MAX = 1024;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** Control, format and unassigned characters, lone surrogates, line and paragraph separators. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Even without a shell, make expands these in its arguments, and so does a shell further down. */
const EXPANSION = /\$[({]|`/;

/**
 * Puts values in the place of `{{param}}`, as a whole argument or inside one, once: nothing within a value is expanded, the
 * number of arguments and the program never change. A value that could be more than a value is refused, not cleaned.
 */
export function fillArgv(argv: Argv, params: Readonly<Record<string, ParamValue>>): FilledArgv {
  const [program, ...rest] = argv;
  const inProgram = namesIn(program)[0];
  if (inProgram !== undefined) return refuse('paramInProgram', inProgram);
  const filled: string[] = [];
  for (const template of rest) {
    const names = namesIn(template);
    for (const name of names) {
      const fault = faultOf(Object.hasOwn(params, name) ? params[name] : undefined);
      if (fault) return refuse(fault, name);
    }
    const argument = template.replaceAll(PLACEHOLDER, (_, name: string) => params[name]?.value ?? '');
    const [first] = names;
    if (first !== undefined && argument === '') return refuse('emptyArgument', first);
    if (first !== undefined && argument.startsWith('-') && template.startsWith('{{'))
      return refuse('leadingDash', first);
    if (first !== undefined && expansionsIn(argument) > expansionsIn(template.replaceAll(PLACEHOLDER, 'x')))
      return refuse('expansion', first);
    filled.push(argument);
  }
  return { ok: true, argv: [program, ...filled] };
}

function namesIn(template: string): string[] {
  return Array.from(template.matchAll(PLACEHOLDER), ([, name = '']) => name);
}

/** Two values side by side, or a value behind a `$` of the runbook, may make one that neither holds. */
function expansionsIn(text: string): number {
  return text.split(EXPANSION).length;
}

function faultOf(param: ParamValue | undefined): ArgumentFault | undefined {
  if (!param) return 'unknownParam';
  const { value, pattern, options } = param;
  if (UNPRINTABLE.test(value)) return 'controlCharacter';
  if (value.startsWith('-')) return 'leadingDash';
  if (EXPANSION.test(value)) return 'expansion';
  if (value.length > VALUE_MAX) return 'tooLong';
  if (options) return options.includes(value) ? undefined : 'notAllowed';
  if (pattern !== undefined) return fits(value, pattern) ? undefined : 'notAllowed';
  return PLAIN_VALUE.test(value) && !value.includes('..') ? undefined : 'notAllowed';
}

/** The whole value must fit; a pattern that cannot be read lets nothing through. */
function fits(value: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return false;
  }
}

const SENTENCES: Record<ArgumentFault, (param: string) => string> = {
  unknownParam: (param) => `The runbook's command asks for “${param}”, which is not one of its parameters.`,
  paramInProgram: (param) =>
    `The runbook takes the program to run from “${param}”; a parameter may only be (part of) an argument.`,
  controlCharacter: (param) => `The value of “${param}” holds a line break or an invisible character; type it again.`,
  leadingDash: (param) => `The value of “${param}” begins with a dash, which a program would take for an option.`,
  expansion: (param) => `The value of “${param}” holds $(, \${ or a backtick, which a program may run as a command.`,
  tooLong: (param) => `The value of “${param}” is longer than ${VALUE_MAX} characters.`,
  notAllowed: (param) => `The value of “${param}” is not one that the runbook allows.`,
  emptyArgument: (param) => `“${param}” has no value, and the runbook's command needs one.`,
};

function refuse(code: ArgumentFault, param: string): FilledArgv {
  return { ok: false, refusal: { code, param, sentence: SENTENCES[code](param) } };
}
