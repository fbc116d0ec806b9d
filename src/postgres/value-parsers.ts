import { types, type CustomTypesConfig } from 'pg';

const { INT8, DATE, TIMESTAMPTZ } = types.builtins;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ_ARRAY = 1185;

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, readInteger],
  [INT8_ARRAY, (text) => readArray(text, readInteger)],
  [TIMESTAMPTZ, readInstant],
  [TIMESTAMPTZ_ARRAY, (text) => readArray(text, readInstant)],
  [DATE, (text) => text],
]);

/**
 * How values of this project's columns arrive: `timestamptz` as epoch milliseconds (microseconds are cut off), `bigint`
 * as a number (a value beyond 2^53 fails the query rather than lose digits), `date` as `YYYY-MM-DD`; flat arrays of the
 * first two likewise, all else as the pg package has it. For one connection or pool: BullMQ shares the package, and the
 * parsers of the package itself stay as they are.
 */
export const valueParsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format),
};

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`reading a bigint: ${text} does not fit into a number`);
  return value;
}

function readInstant(text: string): number {
  // The package reads years of any length; `infinity` and `-infinity` come as numbers already.
  const value: Date | number = types.getTypeParser(TIMESTAMPTZ, 'text')(text);
  return Number(value);
}

/** Numbers and instants hold neither commas nor quotes, so the array's text is split at its commas. */
function readArray(text: string, read: (item: string) => number): (number | null)[] {
  if (text === '{}') return [];
  const items = text.slice(1, -1).split(',');
  return items.map((item) => (item === 'NULL' ? null : read(item.replaceAll('"', ''))));
}
