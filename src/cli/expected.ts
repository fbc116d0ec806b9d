import { UnknownFact } from '../journal/facts-store.ts';
import { NotRecorded, Unsure } from '../journal/failures.ts';
import { DataFolderInUse } from '../postgres/embedded.ts';
import { MigrationRefused } from '../postgres/migrate.ts';
import { CannotDo, Misused } from './terminal.ts';

const EXPECTED = [CannotDo, Misused, DataFolderInUse, MigrationRefused, UnknownFact, NotRecorded, Unsure];

/** Whether an error's message is a sentence for the person at the terminal; anything else is a mistake of ours, or news to us. */
export function isExpected(error: unknown): error is Error {
  return EXPECTED.some((kind) => error instanceof kind);
}
