import type { Args } from './args.ts';
import type { Context } from './context.ts';
import type { Json } from './json.ts';

/** A Web API method: what it answers beside `ok: true`. @throws ApiError for `ok: false`. */
export type Method = (context: Context, args: Args) => Promise<Json>;
