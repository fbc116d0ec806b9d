import { ApiError } from './api-error.ts';
import { isRecord, parseJson, type Json } from './json.ts';

/** A method's arguments, whether they came as a form (all strings) or as JSON. */
export type Args = Json;

/** A text argument; undefined when absent or empty. */
export function optional(args: Args, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A text argument. @throws ApiError `invalid_arguments` when absent. */
export function required(args: Args, name: string): string {
  const value = optional(args, name);
  if (value === undefined) throw new ApiError('invalid_arguments', [`missing required field: ${name}`]);
  return value;
}

export function flag(args: Args, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1' || args[name] === 1;
}

/** An argument made of JSON; a form carries it as text. @throws ApiError with the given code when the text is not JSON. */
export function structured(args: Args, name: string, code: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  const parsed = parseJson(value);
  if (!isRecord(parsed) && !Array.isArray(parsed)) throw new ApiError(code);
  return parsed;
}

/** A page of a list with the cursor of the next one. @throws ApiError `invalid_cursor` or `invalid_limit`. */
export function page<T>(args: Args, items: readonly T[], usual = 100): { items: T[]; next: string } {
  const limit = Number(optional(args, 'limit') ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new ApiError('invalid_limit');
  const cursor = optional(args, 'cursor');
  const [, offset] = /^offset:(\d+)$/u.exec(Buffer.from(cursor ?? '', 'base64').toString()) ?? [];
  if (cursor !== undefined && offset === undefined) throw new ApiError('invalid_cursor');
  const start = Number(offset ?? 0);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : '',
  };
}
