import type { KnownBlock, MessageMetadata } from '@slack/types';
import { ApiError } from './api-error.ts';
import { checkBlocks, checkShape, type Surface } from './check-blocks.ts';
import { controlsIn, nested } from './controls.ts';
import { isRecord, stringsUnder, type Json } from './json.ts';
import {
  MESSAGE_BLOCKS_MAX,
  MESSAGE_BLOCKS_TEXT_MAX,
  METADATA_BYTES_MAX,
  VIEW_BLOCKS_MAX,
  VIEW_BYTES_MAX,
  VIEWS,
} from './limits.ts';

/** A view as the app sent it, checked. */
export type ViewSource = {
  type: 'modal' | 'home';
  blocks: KnownBlock[];
  title?: { type: 'plain_text'; text: string };
  submit?: { type: 'plain_text'; text: string };
  close?: { type: 'plain_text'; text: string };
  private_metadata?: string;
  callback_id?: string;
  external_id?: string;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
};

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => value !== '' && values.indexOf(value) !== index))];
}

/** Ids must be unique: `block_id` on the surface, `action_id` within its block; and there is one table, one focus. */
function crossChecks(blocks: readonly KnownBlock[], surface: Surface, at: string): string[] {
  const all = blocks.flatMap(nested);
  const found = repeated(all.map((block) => block.block_id ?? '')).map(
    (id) => `\`block_id\` "${id}" already exists [json-pointer:${at}]`,
  );
  for (const [index, block] of blocks.entries()) {
    for (const id of repeated(controlsIn([block]).map((control) => control.actionId))) {
      found.push(`\`action_id\` "${id}" already exists [json-pointer:${at}/${index}]`);
    }
  }
  if (all.filter((block) => block.type === 'table').length > 1)
    found.push(`only_one_table_allowed [json-pointer:${at}]`);
  const focused = controlsIn(blocks).filter(({ element }) => 'focus_on_load' in element && element.focus_on_load);
  if (focused.length > 1) found.push(`only one element may have focus_on_load [json-pointer:${at}]`);
  if (surface === 'modal') return found;
  const files = controlsIn(blocks).filter(({ element }) => element.type === 'file_input');
  return files.length > 0 ? [...found, `unsupported type: file_input [json-pointer:${at}]`] : found;
}

function problemsOf(value: unknown, surface: Surface, at: string): string[] {
  if (!Array.isArray(value)) return [`must provide an array [json-pointer:${at}]`];
  const max = surface === 'message' ? MESSAGE_BLOCKS_MAX : VIEW_BLOCKS_MAX;
  const problems: string[] = value.length > max ? [`no more than ${max} items allowed [json-pointer:${at}]`] : [];
  checkBlocks(value, surface, at, (problem, pointer) => problems.push(`${problem} [json-pointer:${pointer}]`));
  return problems;
}

/** Narrows to checked blocks, adding what is wrong to `problems`. */
function areBlocks(value: unknown, surface: Surface, at: string, problems: string[]): value is KnownBlock[] {
  problems.push(...problemsOf(value, surface, at));
  return problems.length === 0;
}

/** Reads the blocks of a message. @throws ApiError `invalid_blocks` with pointers, or `msg_blocks_too_long`. */
export function readMessageBlocks(value: unknown, at = '/blocks'): KnownBlock[] {
  const problems: string[] = [];
  if (!areBlocks(value, 'message', at, problems)) throw new ApiError('invalid_blocks', problems);
  problems.push(...crossChecks(value, 'message', at));
  if (problems.length > 0) throw new ApiError('invalid_blocks', problems);
  const length = stringsUnder(value, ['text', 'alt_text']).reduce((sum, text) => sum + text.length, 0);
  if (length > MESSAGE_BLOCKS_TEXT_MAX) throw new ApiError('msg_blocks_too_long');
  return value;
}

function isView(value: Json, kind: 'modal' | 'home', problems: string[]): value is ViewSource & Json {
  const report = (problem: string, pointer: string): void => void problems.push(`${problem} [json-pointer:${pointer}]`);
  if (value['type'] !== kind) report(`must be one of: ${kind}`, '/view/type');
  checkShape(VIEWS[kind], value, '/view', report, ['type']);
  if (value['blocks'] !== undefined) problems.push(...problemsOf(value['blocks'], kind, '/view/blocks'));
  return problems.length === 0;
}

/** Reads a view. @throws ApiError `invalid_arguments` with pointers below `/view`, or `view_too_large`. */
export function readView(value: unknown, kind: 'modal' | 'home'): ViewSource {
  if (!isRecord(value)) throw new ApiError('invalid_arguments', ['must provide an object [json-pointer:/view]']);
  if (Buffer.byteLength(JSON.stringify(value)) > VIEW_BYTES_MAX) throw new ApiError('view_too_large');
  const problems: string[] = [];
  if (!isView(value, kind, problems)) throw new ApiError('invalid_arguments', [...new Set(problems)]);
  problems.push(...crossChecks(value.blocks, kind, '/view/blocks'));
  const hasInput = value.blocks.flatMap(nested).some((block) => block.type === 'input');
  if (kind === 'modal' && hasInput && value.submit === undefined)
    problems.push('missing required field: submit [json-pointer:/view]');
  if (problems.length > 0) throw new ApiError('invalid_arguments', problems);
  return value;
}

function isPlainValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isPayloadValue(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every((item) => isPlainValue(item) || (isRecord(item) && Object.values(item).every(isPlainValue)));
  return isPlainValue(value) || (isRecord(value) && Object.values(value).every(isPayloadValue));
}

function isMetadata(value: Json): value is Json & MessageMetadata {
  const payload = value['event_payload'];
  return (
    typeof value['event_type'] === 'string' &&
    value['event_type'] !== '' &&
    isRecord(payload) &&
    Object.values(payload).every(isPayloadValue)
  );
}

/** Reads message metadata. @throws ApiError `invalid_metadata_format`, `invalid_metadata_schema` (null is no value) or `metadata_too_large`. */
export function readMetadata(value: unknown): MessageMetadata {
  if (!isRecord(value)) throw new ApiError('invalid_metadata_format');
  if (!isMetadata(value)) throw new ApiError('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(value)) > METADATA_BYTES_MAX) throw new ApiError('metadata_too_large');
  return { event_type: value.event_type, event_payload: value.event_payload };
}
