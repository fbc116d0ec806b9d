import type { Control } from './controls.ts';
import { isRecord, type Json } from './json.ts';
import { FILES_MAX, INPUT_TEXT_MAX } from './limits.ts';
import { KEPT, optionsOf } from './state-values.ts';
import { fileWire } from './wire.ts';
import type { Workspace } from './workspace.ts';

/** A value as Slack would send it on, or one sentence on why the client would not let a person enter it. */
export type ValueReading = { ok: true; value: Json } | { ok: false; problem: string };

const refuse = (problem: string): ValueReading => ({ ok: false, problem });

function chosen(control: Control, given: unknown): unknown {
  const wanted = isRecord(given) ? given['value'] : undefined;
  return optionsOf(control)?.find((option) => option.value === wanted);
}

function textProblem({ element }: Control, text: string): string | undefined {
  if (element.type === 'number_input') {
    if (!/^-?\d+(\.\d+)?$/u.test(text) || (!element.is_decimal_allowed && text.includes('.')))
      return 'Please enter a number.';
    const number = Number(text);
    const tooSmall = element.min_value !== undefined && number < Number(element.min_value);
    return tooSmall || (element.max_value !== undefined && number > Number(element.max_value))
      ? 'That number is out of range.'
      : undefined;
  }
  if (element.type === 'email_text_input')
    return /^\S+@\S+\.\S+$/u.test(text) ? undefined : 'Please enter an email address.';
  if (element.type === 'url_text_input') return URL.canParse(text) ? undefined : 'Please enter a URL.';
  if (element.type !== 'plain_text_input') return undefined;
  const max = element.max_length ?? INPUT_TEXT_MAX;
  if (text.length > max) return `Please enter at most ${max} characters.`;
  return element.min_length !== undefined && text.length < element.min_length
    ? `Please enter at least ${element.min_length} characters.`
    : undefined;
}

const FORMATS: Record<string, (given: unknown) => boolean> = {
  selected_date: (given) => typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(given),
  selected_time: (given) => typeof given === 'string' && /^\d{2}:\d{2}$/u.test(given),
  selected_date_time: (given) => Number.isInteger(given) && String(given).length === 10,
  selected_user: (given) => typeof given === 'string',
  selected_channel: (given) => typeof given === 'string',
  selected_conversation: (given) => typeof given === 'string',
};

function readFiles(
  { element }: Control,
  given: readonly unknown[],
  files: Workspace['files'],
  accept: (value: unknown) => ValueReading,
): ValueReading {
  const { max_files: max = FILES_MAX, filetypes } = element.type === 'file_input' ? element : {};
  if (given.length > max) return refuse(`Please choose at most ${max} files.`);
  const found = given.map((one) => files.get(String(isRecord(one) ? one['id'] : one)));
  const whole = found.filter((file) => file !== undefined);
  if (whole.length < given.length) return refuse('That file was not uploaded.');
  const isTaken = whole.every(({ name }) => filetypes?.includes(name.split('.').at(-1) ?? '') ?? true);
  return isTaken ? accept(whole.map(fileWire)) : refuse('That type of file is not taken here.');
}

/**
 * Reads what a person entered into a control that keeps a value: `given` is Slack's value object, or its inner value.
 * Options are looked up by `value` among those the control offers, files by id among those uploaded; a date-time is an integer
 * of epoch seconds.
 */
export function readValue(control: Control, given: unknown, files: Workspace['files']): ValueReading {
  const { type } = control.element;
  const kept = KEPT[type];
  if (kept === undefined) return refuse(`A ${type} keeps no value.`);
  const [key, , empty] = kept;
  const inner: unknown = isRecord(given) && key in given ? given[key] : given;
  const accept = (value: unknown): ValueReading => ({ ok: true, value: { type, [key]: value } });
  if (inner === null || inner === undefined || inner === '' || (Array.isArray(inner) && inner.length === 0))
    return accept(empty);
  if (key === 'value') {
    if (typeof inner !== 'string') return refuse('A text is needed here.');
    const problem = textProblem(control, inner);
    return problem === undefined ? accept(inner) : refuse(problem);
  }
  if (key === 'selected_option' || key === 'selected_options') {
    const wanted: unknown[] = Array.isArray(inner) ? inner : [inner];
    const options = wanted.map((item) => chosen(control, item));
    if (options.includes(undefined)) return refuse('That option is not offered.');
    return accept(key === 'selected_option' ? options[0] : options);
  }
  if (key === 'files') return readFiles(control, Array.isArray(inner) ? inner : [inner], files, accept);
  if (Array.isArray(empty)) return Array.isArray(inner) ? accept(inner) : refuse('A list is needed here.');
  return FORMATS[key]?.(inner) === false
    ? refuse(`That is not a valid ${key.replace('selected_', '').replace('_', ' ')}.`)
    : accept(inner);
}
