import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes lines as fast as the reader takes them and no faster. A reader that has seen enough (`| head`) ends it quietly. */
export async function writeLines(lines: AsyncIterable<string>, output: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(Readable.from(lines), output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}
