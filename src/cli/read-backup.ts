import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { FORMAT, Header, Row, Trailer, type TableName } from './backup-format.ts';
import { CannotDo } from './terminal.ts';

/** No row is longer; a file that says otherwise is not a backup. */
const LINE_MAX = 64 * 1024 * 1024;

export type BackupLine = { readonly header: Header } | { readonly row: Row } | { readonly trailer: Trailer };

/**
 * A backup line by line: the header, the rows, and last the trailer, which is given only when counts and digest agree with all
 * that came before. Throws `CannotDo` with one sentence when the file is none of ours, newer, cut short or altered.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  const digest = createHash('sha256');
  const counts = new Map<TableName, number>();
  let stage: 'header' | 'rows' | 'over' = 'header';
  for await (const line of linesOf(file)) {
    if (stage === 'over') throw damaged(file, 'something follows its end');
    const value = parsed(file, line);
    if (stage === 'header') {
      yield { header: readHeader(file, value) };
      stage = 'rows';
    } else if (Array.isArray(value)) {
      const row = Row.safeParse(value);
      if (!row.success) throw damaged(file, 'a line of it is not a row');
      const [table] = row.data;
      counts.set(table, (counts.get(table) ?? 0) + 1);
      yield { row: row.data };
    } else {
      yield { trailer: readTrailer(file, value, counts, digest.digest('hex')) };
      stage = 'over';
      continue;
    }
    digest.update(`${line}\n`);
  }
  if (stage !== 'over') throw damaged(file, 'its end is missing');
}

function readHeader(file: string, value: unknown): Header {
  const header = Header.safeParse(value);
  if (!header.success) throw new CannotDo(`${file} is not a backup of this program.`);
  const { format, version } = header.data;
  if (format > FORMAT)
    throw new CannotDo(
      `${file} was written by a newer version of this program (${version}): restore it with that one.`,
    );
  return header.data;
}

function readTrailer(file: string, value: unknown, counts: ReadonlyMap<TableName, number>, sha256: string): Trailer {
  const trailer = Trailer.safeParse(value);
  if (!trailer.success) throw damaged(file, 'a line of it is not a row');
  const same = [...counts].every(([table, count]) => trailer.data.rows[table] === count);
  if (!same || Object.keys(trailer.data.rows).length !== counts.size)
    throw damaged(file, 'rows are missing or were added');
  if (trailer.data.sha256 !== sha256) throw damaged(file, 'it was altered after it was written');
  return trailer.data;
}

function parsed(file: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(file, 'a line of it cannot be read');
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of unpacked(file)) {
    const lines = (rest + decoded(file, decoder, chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_MAX) throw damaged(file, 'a line of it has no end');
    yield* lines;
  }
  if (rest !== '') throw damaged(file, 'its end is missing');
}

function decoded(file: string, decoder: TextDecoder, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw damaged(file, 'it is not text');
  }
}

async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'Z_BUF_ERROR') throw damaged(file, 'it is cut short');
    if (code.startsWith('Z_')) throw damaged(file, 'it is not what was written');
    throw new CannotDo(`${file} cannot be read (${code}).`, { cause: error });
  } finally {
    source.destroy();
  }
}

function damaged(file: string, how: string): CannotDo {
  return new CannotDo(`${file} is damaged (${how}): nothing was restored.`);
}
