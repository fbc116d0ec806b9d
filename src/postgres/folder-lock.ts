import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the lock that the file stands for, or answers undefined when somebody living holds it, and gives back what
 * releases it. Node has no call for file locks, SQLite does: an open exclusive transaction on an empty database is a
 * lock that the kernel drops with its process, however that dies, so that nothing stale is ever left to judge by a pid.
 * Nothing else in this process may open the file: closing it would drop the lock, as POSIX has it.
 */
export function lockFolder(file: string): (() => void) | undefined {
  makeOnce(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && error.message.includes('locked')) return undefined;
    throw error;
  }
  return () => database.close();
}

/** Made here and not by SQLite, which would let others read it: whoever can read it can hold it. One that exists is not opened. */
function makeOnce(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
